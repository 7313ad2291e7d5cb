#include "allocation/goods.hpp"

#include <algorithm>
#include <set>

#include "allocation/policy.hpp"
#include "fairness/refusals.hpp"

namespace relais::allocation {
namespace {

/// What a kind may be given in place of.
std::vector<KindId> served_by(const Catalogue& catalogue, const catalogue::Kind& kind, const Policy& policy) {
  for (const auto& serving : policy.serves) {
    if (serving.kind_code != kind.code) continue;
    std::vector<KindId> served;
    for (const auto& code : serving.served_codes) served.push_back(catalogue.find_kind(code)->id);
    return served;
  }
  return kind.serves;
}

std::vector<KindId> kinds_that_do(const Catalogue& catalogue, KindId part, const Policy& policy) {
  std::vector<KindId> kinds{part};
  if (!policy.substitutes) return kinds;
  for (const auto& kind : catalogue.kinds) {
    const auto served = served_by(catalogue, kind, policy);
    if (kind.id != part && std::find(served.begin(), served.end(), part) != served.end()) kinds.push_back(kind.id);
  }
  return kinds;
}

}  // namespace

ProductInput product_input(const Catalogue& catalogue, ProductId id) {
  const auto& product = catalogue.product(id);
  return {id, product.code, 1, product.parts};
}

void apply_policy(Inputs& inputs, const Catalogue& catalogue, const Policy& policy) {
  inputs.policy = policy;
  inputs.accepted.clear();
  inputs.kinds.clear();
  std::set<KindId> parts, kinds;
  for (auto& product : inputs.products) {
    product.minimum_lot = minimum_lot_of(policy, product.code);
    for (const auto& part : product.parts) parts.insert(part.kind);
  }
  for (const auto part : parts) {
    inputs.accepted.push_back({part, kinds_that_do(catalogue, part, policy)});
    kinds.insert(inputs.accepted.back().kinds.begin(), inputs.accepted.back().kinds.end());
  }
  for (const auto kind : kinds) inputs.kinds.push_back({kind, catalogue.kind(kind).code});
  sort_goods(inputs);
}

namespace {

/// One line that asks for a product, and the goods at hand.
struct Asked {
  Inputs inputs;
  fairness::Instance instance;
};

Asked ask_for(const Catalogue& catalogue, ProductId product, const std::vector<catalogue::Part>& at_hand,
              std::int64_t cap, std::int64_t floor) {
  Asked asked;
  asked.inputs.products.push_back(product_input(catalogue, product));
  apply_policy(asked.inputs, catalogue, Policy{});
  asked.instance = build_goods(asked.inputs);
  for (const auto& part : at_hand)
    for (auto& kind : asked.instance.kinds)
      if (kind.id == catalogue.kind(part.kind).code) kind.stock += part.quantity;
  asked.instance.lines.push_back({.id = "all", .product = 0, .tier = 0, .weight = 1, .cap = cap, .floor = floor});
  return asked;
}

}  // namespace

std::optional<std::vector<Portion>> compose(const Catalogue& catalogue, ProductId product, std::int64_t units,
                                            const std::vector<catalogue::Part>& at_hand) {
  RELAIS_CHECK(units > 0 && units <= fairness::quantity_max);
  const auto [inputs, instance] = ask_for(catalogue, product, at_hand, units, units);
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

std::int64_t most_units(const Catalogue& catalogue, ProductId product, const std::vector<catalogue::Part>& at_hand) {
  std::int64_t items = 0;
  for (const auto& part : at_hand) items += part.quantity;
  if (items == 0) return 0;
  const auto plan =
      fairness::solve(ask_for(catalogue, product, at_hand, std::min(items, fairness::quantity_max), 0).instance);
  RELAIS_CHECK(plan.ok());
  return plan->granted.front();
}

}  // namespace relais::allocation
