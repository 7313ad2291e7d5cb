#include <algorithm>

#include "fairness/check_parts.hpp"

namespace relais::fairness {
namespace {

/// One item of a component. A price is below 2^63.
Sum128 cheapest_item(const Component& component, const Fewest& proof) {
  Sum128 least = proof.prices[component.accepts.front()];
  for (const auto kind : component.accepts)
    if (kind != component.accepts.front()) least = std::min(least, Sum128{proof.prices[kind]} + proof.per_substitution);
  return least;
}

/// One unit of a product. The amounts of a recipe add up to less than 2^16.
Sum128 cheapest_unit(const Instance& instance, const Product& product, const Fewest& proof) {
  std::optional<Sum128> least;
  for (const auto& recipe : product.recipes) {
    Sum128 cost = least ? proof.per_other_recipe : 0;
    for (const auto& one : recipe) cost += cheapest_item(instance.components[one.component], proof) * one.amount;
    least = least ? std::min(*least, cost) : cost;
  }
  return least.value_or(0);
}

}  // namespace

std::optional<Sum128> cost_beyond_stock(const Instance& instance, const std::vector<std::int64_t>& demand,
                                        const Fewest& proof) {
  Sum128 cost = 0, worth = 0;
  for (std::size_t product = 0; product < demand.size(); ++product) {
    Sum128 part = 0;
    if (__builtin_mul_overflow(cheapest_unit(instance, instance.products[product], proof), Sum128{demand[product]},
                               &part) ||
        __builtin_add_overflow(cost, part, &cost))
      return std::nullopt;
  }
  for (std::size_t kind = 0; kind < instance.kinds.size(); ++kind)
    worth += Sum128{proof.prices[kind]} * instance.kinds[kind].stock;
  return cost - worth;
}

}  // namespace relais::fairness
