#include <algorithm>
#include <limits>

#include "fairness/check_parts.hpp"

namespace relais::fairness {
namespace {

constexpr std::int64_t all_stock_max = quantity_max * static_cast<std::int64_t>(kinds_max);

/// Tries every choice of recipes, one product after the other. What is needed only grows, so a part that cannot be
/// routed within the limits ends its branch.
class RecipeSearch {
 public:
  RecipeSearch(const Instance& instance, const std::vector<std::int64_t>& demand, Work& work_left, const Limits& limits)
      : instance_(instance),
        demand_(demand),
        work_left_(work_left),
        limits_(limits),
        router_(instance),
        need_(instance.components.size(), 0) {
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

  const Instance& instance_;
  const std::vector<std::int64_t>& demand_;
  Work& work_left_;
  Limits limits_;
  Router router_;
  std::vector<ProductIndex> order_;
  std::vector<std::int64_t> need_;  ///< by component
  std::int64_t other_recipes_ = 0;
};

void RecipeSearch::add(const Recipe& recipe, std::int64_t units) {
  for (const auto& ingredient : recipe) need_[ingredient.component] += units * ingredient.amount;
}

/// Whether recipes from `recipe` on can make `units` of the product at `place`, and the later products what they need.
bool RecipeSearch::choose(std::size_t place, std::size_t recipe, std::int64_t units) {
  if (place == order_.size()) return is_routable();
  const auto& recipes = instance_.products[order_[place]].recipes;
  const bool is_last = recipe + 1 == recipes.size();
  for (auto made = is_last ? units : 0; made <= std::min(units, all_stock_max) && work_left_ > 0; ++made) {
    const auto others = recipe > 0 ? made : 0;
    add(recipes[recipe], made);
    other_recipes_ += others;
    const bool goes = is_routable();
    const auto next = place + 1 < order_.size() ? demand_[order_[place + 1]] : 0;
    const bool found = goes && (is_last ? choose(place + 1, 0, next) : choose(place, recipe + 1, units - made));
    add(recipes[recipe], -made);
    other_recipes_ -= others;
    if (found) return true;
    if (!goes) return false;
  }
  return false;
}

bool RecipeSearch::is_routable() {
  if (other_recipes_ > limits_.other_recipes) return false;
  router_.clear();
  const bool counts = limits_.substitutions != Limits::any;
  work_left_ -= static_cast<Work>(need_.size() * instance_.kinds.size());
  for (ComponentIndex component = 0; component < need_.size(); ++component)
    if (!(counts ? router_.send_properly(component, need_[component], work_left_)
                 : router_.send(component, need_[component], work_left_)))
      return false;
  return work_left_ > 0 && (!counts || router_.substitutions() <= limits_.substitutions);
}

}  // namespace

Found search_every_recipe(const Instance& instance, const std::vector<std::int64_t>& demand, Work& work_left,
                          const Limits& limits) {
  return RecipeSearch(instance, demand, work_left, limits).run();
}

}  // namespace relais::fairness
