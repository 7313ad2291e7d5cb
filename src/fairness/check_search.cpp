#include <algorithm>
#include <limits>

#include "fairness/check_parts.hpp"

namespace relais::fairness {
namespace {

constexpr std::int64_t all_stock_max = quantity_max * static_cast<std::int64_t>(kinds_max);

/// Tries every choice of recipes, one product after the other. What is needed only grows, so a part that cannot be
/// routed ends its branch.
class RecipeSearch {
 public:
  RecipeSearch(const Instance& instance, const std::vector<std::int64_t>& demand, std::int64_t& work_left)
      : instance_(instance),
        demand_(demand),
        work_left_(work_left),
        need_(instance.components.size(), 0),
        sent_(instance.components.size(), std::vector<std::int64_t>(instance.kinds.size(), 0)) {
    for (ProductIndex product = 0; product < demand.size(); ++product)
      if (demand[product] > 0) order_.push_back(product);
    std::stable_sort(order_.begin(), order_.end(), [&](auto a, auto b) { return choices(a) < choices(b); });
  }

  Found run() {
    const bool found = choose(0, 0, order_.empty() ? 0 : demand_[order_[0]]);
    return found ? Found::a_routing : work_left_ > 0 ? Found::nothing : Found::unknown;
  }

 private:
  std::pair<bool, std::int64_t> choices(ProductIndex product) const {
    return {instance_.products[product].recipes.size() > 1, demand_[product]};
  }
  bool choose(std::size_t place, std::size_t recipe, std::int64_t units);
  void add(const Recipe& recipe, std::int64_t units);
  bool is_routable();
  bool send(std::size_t component);
  std::size_t find_way(std::size_t component);

  const Instance& instance_;
  const std::vector<std::int64_t>& demand_;
  std::int64_t& work_left_;
  std::vector<ProductIndex> order_;
  std::vector<std::int64_t> need_;  ///< by component
  // One question to the routing: items by component and kind, what is left of each kind, and the way found.
  std::vector<std::vector<std::int64_t>> sent_;
  std::vector<std::int64_t> left_;
  std::vector<std::size_t> into_,
      out_of_;  ///< by kind: the component that reaches it; by component: the kind it leaves
};

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

void RecipeSearch::add(const Recipe& recipe, std::int64_t units) {
  for (const auto& ingredient : recipe) need_[ingredient.component] += units * ingredient.amount;
}

/// Whether recipes from `recipe` on can make `units` of the product at `place`, and the later products what they need.
bool RecipeSearch::choose(std::size_t place, std::size_t recipe, std::int64_t units) {
  if (place == order_.size()) return is_routable();
  const auto& recipes = instance_.products[order_[place]].recipes;
  const bool is_last = recipe + 1 == recipes.size();
  for (auto made = is_last ? units : 0; made <= std::min(units, all_stock_max) && work_left_ > 0; ++made) {
    add(recipes[recipe], made);
    const bool goes = is_routable();
    const auto next = place + 1 < order_.size() ? demand_[order_[place + 1]] : 0;
    const bool found = goes && (is_last ? choose(place + 1, 0, next) : choose(place, recipe + 1, units - made));
    add(recipes[recipe], -made);
    if (found) return true;
    if (!goes) return false;
  }
  return false;
}

bool RecipeSearch::is_routable() {
  for (auto& row : sent_) std::fill(row.begin(), row.end(), 0);
  work_left_ -= static_cast<std::int64_t>(sent_.size() * instance_.kinds.size());
  left_.clear();
  for (const auto& kind : instance_.kinds) left_.push_back(kind.stock);
  for (std::size_t component = 0; component < need_.size(); ++component)
    if (!send(component)) return false;
  return work_left_ > 0;
}

bool RecipeSearch::send(std::size_t component) {
  for (auto missing = need_[component]; missing > 0;) {
    const auto end = find_way(component);
    if (end == nowhere) return false;
    auto items = std::min(missing, left_[end]);
    for (auto kind = end; into_[kind] != component; kind = out_of_[into_[kind]])
      items = std::min(items, sent_[into_[kind]][out_of_[into_[kind]]]);
    missing -= items;
    left_[end] -= items;
    for (auto kind = end;; kind = out_of_[into_[kind]]) {
      sent_[into_[kind]][kind] += items;
      if (into_[kind] == component) break;
      sent_[into_[kind]][out_of_[into_[kind]]] -= items;
    }
  }
  return true;
}

/// The nearest kind with something left that the component reaches, others making room.
std::size_t RecipeSearch::find_way(std::size_t component) {
  into_.assign(instance_.kinds.size(), nowhere);
  out_of_.assign(instance_.components.size(), nowhere);
  std::vector<std::size_t> queue{component};
  for (std::size_t at = 0; at < queue.size() && work_left_ > 0; ++at)
    for (const auto kind : instance_.components[queue[at]].accepts) {
      --work_left_;
      if (into_[kind] != nowhere) continue;
      into_[kind] = queue[at];
      if (left_[kind] > 0) return kind;
      for (std::size_t other = 0; other < sent_.size(); ++other) {
        --work_left_;
        if (other == component || out_of_[other] != nowhere || sent_[other][kind] == 0) continue;
        out_of_[other] = kind;
        queue.push_back(other);
      }
    }
  return nowhere;
}

}  // namespace

Found search_every_recipe(const Instance& instance, const std::vector<std::int64_t>& demand, std::int64_t& work_left) {
  return RecipeSearch(instance, demand, work_left).run();
}

}  // namespace relais::fairness
