#include "web/listing.hpp"

#include <gtest/gtest.h>

namespace relais::web {
namespace {

constexpr ListOrder orders_of_test[] = {{"newest", "les plus récentes"}, {"donor", "donateur"}};

Request request_with(std::vector<std::pair<std::string, std::string>> query) {
  Request request;
  request.path = "/gifts";
  for (auto& [name, value] : query) request.query.add(name, value);
  return request;
}

TEST(Listing, takes_the_first_order_for_one_that_it_does_not_have) {
  EXPECT_EQ(read_listing(request_with({}), orders_of_test).sort, "newest");
  EXPECT_EQ(read_listing(request_with({{"sort", "donor"}}), orders_of_test).sort, "donor");
  EXPECT_EQ(read_listing(request_with({{"sort", "id; DROP"}}), orders_of_test).sort, "newest");
}

TEST(Listing, searches_for_nothing_rather_than_for_a_novel) {
  EXPECT_EQ(read_listing(request_with({{"q", " Croix rouge "}}), orders_of_test).words, "Croix rouge");
  EXPECT_EQ(read_listing(request_with({{"q", std::string(10'000, 'a')}}), orders_of_test).words, "");
}

TEST(Listing, keeps_the_filters_in_the_address_of_the_next_page) {
  const auto request = request_with({{"q", "a&b=c"}, {"state", "open"}, {"empty", ""}, {"after", "7"}});
  EXPECT_EQ(address_with(request, "/gifts", "after", "12"), "/gifts?q=a%26b%3Dc&state=open&after=12");
  EXPECT_EQ(address_with(request, "/gifts.csv", "after", ""), "/gifts.csv?q=a%26b%3Dc&state=open");
  EXPECT_EQ(address_with(request_with({}), "/gifts", "after", ""), "/gifts");
}

}  // namespace
}  // namespace relais::web
