#include "allocation/release.hpp"

#include "allocation/refusals.hpp"
#include "allocation/way_test.hpp"

namespace relais::allocation {
namespace {

using ledger::AccountKind;

class Releases : public testing::Way {
 protected:
  base::Result<Released> give_up(std::string request, AllocationId allocation, std::string reason = "Fermeture") {
    return act([&](Transaction& transaction) {
      return release(transaction, permit(), {std::move(request), allocation, sample().structure, std::move(reason)});
    });
  }
};

TEST_P(Releases, give_the_goods_back_and_the_need_asks_for_them_again) {
  stock_kits(30);
  const auto wanted = need("structure-a", 40, 40), other = need("structure-b", 20, 20);
  const auto id = allocate("r1");
  const auto released = give_up("l1", id);
  ASSERT_TRUE(released);
  EXPECT_EQ(released->items, 60);
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "top_up"), 10);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "top_up"), 20);
  EXPECT_FALSE(ask([&](Reader& reader) { return find_reservation_fault(reader, sample().programme); }));
  EXPECT_EQ(ledger_fault(), "");
  const auto next = propose(order("r2"));
  const auto lines = ask([&](Reader& reader) { return list_lines(reader, next); });
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].need, wanted);
  EXPECT_EQ(lines[0].earlier, 0);
  EXPECT_EQ(lines[0].past, 0);
  EXPECT_EQ(lines[1].need, other);
  EXPECT_EQ(lines[1].earlier, 10);
  const auto kept = ask([&](Reader& reader) { return list_releases(reader, id); });
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].reason, "Fermeture");
  EXPECT_EQ(kept[0].items, 60);
}

TEST_P(Releases, act_once_and_are_refused_without_a_reason_or_without_goods) {
  stock_kits(30);
  need("structure-a", 40, 40);
  const auto id = propose(order("r1"));
  EXPECT_TRUE(give_up("l1", id).refusal().is(refused::nothing_reserved));
  ASSERT_TRUE(approve("a1", id));
  EXPECT_TRUE(give_up("l1", id, " ").refusal().is(refused::reason_is_empty));
  EXPECT_TRUE(give_up("", id).refusal().is(refused::request_is_empty));
  EXPECT_TRUE(give_up("l1", AllocationId{7}).refusal().is(refused::allocation_unknown));
  ASSERT_TRUE(give_up("l1", id));
  const auto again = give_up("l1", id);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->items, 90);
  EXPECT_TRUE(give_up("l1", id, "Autre").refusal().is(refused::request_reused));
  EXPECT_TRUE(give_up("l2", id).refusal().is(refused::nothing_reserved));
}

RELAIS_ON_BOTH_ENGINES(Releases);

}  // namespace
}  // namespace relais::allocation
