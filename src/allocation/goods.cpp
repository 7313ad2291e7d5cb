#include "allocation/goods.hpp"

#include <algorithm>
#include <set>

#include "allocation/policy.hpp"
#include "fairness/refusals.hpp"

namespace relais::allocation {
namespace {

std::vector<KindId> kinds_for(const Catalogue& catalogue, KindId part, bool substitutes) {
  std::vector<KindId> kinds{part};
  if (!substitutes) return kinds;
  for (const auto& kind : catalogue.kinds)
    if (std::find(kind.serves.begin(), kind.serves.end(), part) != kind.serves.end()) kinds.push_back(kind.id);
  return kinds;
}

}  // namespace

void add_goods(Inputs& inputs, const Catalogue& catalogue, const std::vector<ProductId>& products,
               const Policy& policy) {
  std::set<KindId> parts, kinds;
  for (const auto id : std::set(products.begin(), products.end())) {
    const auto& product = catalogue.product(id);
    inputs.products.push_back({id, product.code, minimum_lot_of(policy, product.code), product.parts});
    for (const auto& part : product.parts) parts.insert(part.kind);
  }
  for (const auto part : parts) {
    inputs.accepted.push_back({part, kinds_for(catalogue, part, policy.substitutes)});
    kinds.insert(inputs.accepted.back().kinds.begin(), inputs.accepted.back().kinds.end());
  }
  for (const auto kind : kinds) inputs.kinds.push_back({kind, catalogue.kind(kind).code});
}

std::optional<std::vector<Portion>> compose(const Catalogue& catalogue, ProductId product, std::int64_t units,
                                            const std::vector<catalogue::Part>& at_hand) {
  RELAIS_CHECK(units > 0 && units <= fairness::quantity_max);
  Inputs inputs;
  add_goods(inputs, catalogue, {product}, Policy{});
  sort(inputs);
  auto instance = build_instance(inputs);
  for (const auto& part : at_hand)
    for (auto& kind : instance.kinds)
      if (kind.id == catalogue.kind(part.kind).code) kind.stock += part.quantity;
  instance.lines.push_back({.id = "all", .product = 0, .tier = 0, .weight = 1, .cap = units, .floor = units});
  const auto plan = fairness::solve(instance);
  if (!plan) {
    RELAIS_CHECK(plan.refusal().is(fairness::refusals::floors_do_not_fit));
    return std::nullopt;
  }
  std::vector<Portion> portions;
  for (const auto& portion : fairness::portions_of(instance, *plan))
    portions.push_back({inputs.accepted[portion.component].part, inputs.kinds[portion.kind].id, portion.quantity});
  return portions;
}

}  // namespace relais::allocation
