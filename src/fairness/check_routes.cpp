#include <algorithm>

#include "fairness/check_parts.hpp"

namespace relais::fairness {
namespace {

/// The routes of a plan, class after class; then all of them, as one routing of components to kinds.
class RouteCheck {
 public:
  RouteCheck(const Instance& instance, const Plan& plan, Faults& faults)
      : instance_(instance),
        plan_(plan),
        faults_(faults),
        flow_(instance.components.size(), std::vector<std::int64_t>(instance.kinds.size(), 0)),
        taken_(instance.kinds.size(), 0) {}

  void run() {
    add_routes();
    if (faults_.any()) return;
    if (substitutions_ != plan_.substitutions) faults_.add(faults::substitutions_miscounted);
    check_recipes();
    if (other_recipes_ != plan_.other_recipes) faults_.add(faults::other_recipes_miscounted);
    if (saves_a_substitution()) faults_.add(faults::fewer_substitutions);
  }

 private:
  struct Edge {
    std::size_t from, to;
    int cost;
  };

  void add_routes();
  void check_recipes();
  void check_recipes_of(std::size_t class_index, const std::vector<const Route*>& routes);
  bool accepts(ComponentIndex component, KindIndex kind) const {
    const auto& list = instance_.components[component].accepts;
    return std::find(list.begin(), list.end(), kind) != list.end();
  }
  std::vector<Edge> exchanges() const;
  bool saves_a_substitution() const;

  const Instance& instance_;
  const Plan& plan_;
  Faults& faults_;
  std::vector<std::vector<std::int64_t>> flow_;  ///< by component and kind
  std::vector<std::int64_t> taken_;              ///< by kind
  std::int64_t substitutions_ = 0, other_recipes_ = 0;
};

void RouteCheck::add_routes() {
  for (const auto& one : plan_.routing) {
    if (!accepts(one.component, one.kind))
      faults_.add(faults::kind_not_accepted, instance_.components[one.component].id, instance_.kinds[one.kind].id);
    else if (one.kind != instance_.components[one.component].accepts.front())
      substitutions_ += one.quantity;
    flow_[one.component][one.kind] += one.quantity;
    taken_[one.kind] += one.quantity;
  }
  for (std::size_t kind = 0; kind < taken_.size(); ++kind)
    if (taken_[kind] > instance_.kinds[kind].stock) faults_.add(faults::beyond_stock, instance_.kinds[kind].id);
}

void RouteCheck::check_recipes() {
  std::vector<std::vector<const Route*>> of_class(plan_.classes.size());
  for (const auto& one : plan_.routing) of_class[one.class_index].push_back(&one);
  for (std::size_t at = 0; at < of_class.size(); ++at) check_recipes_of(at, of_class[at]);
}

/// Each recipe is made a whole number of times, and these numbers add up to what was granted.
void RouteCheck::check_recipes_of(std::size_t class_index, const std::vector<const Route*>& routes) {
  const auto& recipes = instance_.products[plan_.classes[class_index].product].recipes;
  const auto components = instance_.components.size();
  std::vector<std::int64_t> used(recipes.size() * components, 0);
  for (const auto* one : routes) used[one->recipe * components + one->component] += one->quantity;
  std::int64_t units = 0;
  for (std::size_t recipe = 0; recipe < recipes.size(); ++recipe) {
    auto* mine = &used[recipe * components];
    const auto made = mine[recipes[recipe].front().component] / recipes[recipe].front().amount;
    for (const auto& ingredient : recipes[recipe]) mine[ingredient.component] -= made * ingredient.amount;
    if (std::any_of(mine, mine + components, [](auto left) { return left != 0; }))
      faults_.add(faults::recipe_in_part, recipe, class_index);
    units += made;
    if (recipe > 0) other_recipes_ += made;
  }
  if (units != plan_.classes[class_index].granted) faults_.add(faults::recipes_do_not_add_up, class_index);
}

/// What could be moved, and the substitutions it adds: an item of a component to another kind, or to stock left over.
std::vector<RouteCheck::Edge> RouteCheck::exchanges() const {
  const auto components = instance_.components.size(), spare = components + instance_.kinds.size();
  std::vector<Edge> edges;
  for (std::size_t component = 0; component < components; ++component)
    for (const auto kind : instance_.components[component].accepts) {
      const int cost = kind == instance_.components[component].accepts.front() ? 0 : 1;
      edges.push_back({component, components + kind, cost});
      if (flow_[component][kind] > 0) edges.push_back({components + kind, component, -cost});
    }
  for (std::size_t kind = 0; kind < taken_.size(); ++kind) {
    if (taken_[kind] < instance_.kinds[kind].stock) edges.push_back({components + kind, spare, 0});
    if (taken_[kind] > 0) edges.push_back({spare, components + kind, 0});
  }
  return edges;
}

// A routing costs the least if and only if no cycle of exchanges costs less than nothing (Klein, 1967); Bellman and
// Ford find one.
bool RouteCheck::saves_a_substitution() const {
  const auto nodes = instance_.components.size() + instance_.kinds.size() + 1;
  const auto edges = exchanges();
  std::vector<int> least(nodes, 0);
  for (std::size_t round = 0; round <= nodes; ++round) {
    bool fell = false;
    for (const auto& edge : edges)
      if (least[edge.from] + edge.cost < least[edge.to]) {
        least[edge.to] = least[edge.from] + edge.cost;
        fell = true;
      }
    if (!fell) return false;
  }
  return true;
}

}  // namespace

void check_routes(const Instance& instance, const Plan& plan, Faults& faults) {
  RouteCheck(instance, plan, faults).run();
}

std::vector<bool> what_ran_out(const Instance& instance, const Plan& plan, const Closure& closure) {
  std::vector<bool> missing;
  for (const auto price : closure.prices) missing.push_back(price > 0);
  Router routed(instance);
  for (const auto& one : plan.routing) routed.put(one.component, one.kind, one.quantity);
  auto work = std::numeric_limits<Work>::max();
  for (const auto& recipe : instance.products[plan.classes[closure.class_index].product].recipes) {
    auto router = routed;
    for (const auto& one : recipe)
      if (!router.send(one.component, closure.refused.units * one.amount, work))
        for (KindIndex kind = 0; kind < missing.size(); ++kind)
          if (router.would_help(kind)) missing[kind] = true;
  }
  return missing;
}

}  // namespace relais::fairness
