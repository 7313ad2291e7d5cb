#include "web/listing.hpp"

#include <algorithm>

#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::web {
namespace {

constexpr std::size_t words_bytes_max = 200;

Data order_choices(std::span<const ListOrder> orders, std::string_view chosen, base::Language language) {
  Data list(Data::type::list);
  for (const auto& order : orders) list << choice(order.code, translate(language, order.label), chosen);
  return list;
}

}  // namespace

Listing read_listing(const Request& request, std::span<const ListOrder> orders) {
  const auto wanted = request.query.text("sort");
  const bool is_known =
      std::any_of(orders.begin(), orders.end(), [&](const ListOrder& order) { return order.code == wanted; });
  const auto words = request.query.text("q");
  return {.words = words.size() <= words_bytes_max ? std::string(words) : std::string(),
          .sort = std::string(is_known ? wanted : orders.front().code),
          .after = std::string(request.query.text("after"))};
}

std::string address_with(const Request& request, std::string_view path, std::string_view field,
                         std::string_view value) {
  std::string address(path);
  char joint = '?';
  const auto add = [&](std::string_view name, std::string_view text) {
    address += joint + percent_encode(name) + '=' + percent_encode(text);
    joint = '&';
  };
  for (const auto& [name, text] : request.query.all())
    if (name != field && name != "after" && !text.empty()) add(name, text);
  if (!value.empty()) add(field, value);
  return address;
}

void set_listing(Data& data, const Request& request, const Listing& listing, std::span<const ListOrder> orders,
                 const std::string& next) {
  data.set("list_path", request.path);
  data.set("words", listing.words);
  data.set("is_filtered", !request.query.all().empty());
  data.set("orders", order_choices(orders, listing.sort, request.language));
  data.set("has_next", !next.empty());
  data.set("next", address_with(request, request.path, "after", next));
  data.set("is_first_page", listing.after.empty());
  data.set("first", address_with(request, request.path, "after", ""));
  data.set("csv", address_with(request, request.path + ".csv", "after", ""));
}

}  // namespace relais::web
