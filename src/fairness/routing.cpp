#include "fairness/routing.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "fairness/cheapest_flow.hpp"

namespace relais::fairness {
namespace {

/// One substitution costs more than any detour along the orders of acceptance: a cycle has at most 128 edges of
/// cost 63.
constexpr std::int64_t substitution_cost = 1 << 14;

/// What is left of a component's goods, in its order of acceptance.
using Pool = std::vector<std::int64_t>;

std::vector<std::int64_t> component_demand(const Instance& instance, const Model& model,
                                           const std::vector<std::int64_t>& uses) {
  std::vector<std::int64_t> demand(instance.components.size(), 0);
  for (std::size_t way = 0; way < uses.size(); ++way)
    for (const auto& ingredient :
         instance.products[model.products[model.ways[way].product]].recipes[model.ways[way].recipe])
      demand[ingredient.component] += uses[way] * ingredient.amount;
  return demand;
}

/// Per component position.
std::vector<Pool> choose_kinds(const Instance& instance, const Model& model, const std::vector<std::int64_t>& demand) {
  const auto components = instance.components.size(), kinds = instance.kinds.size();
  const auto source = components + kinds, sink = source + 1;
  CheapestFlow flow(sink + 1);
  std::vector<std::vector<std::size_t>> edges(components);
  std::int64_t wanted = 0;
  for (const auto component : model.components) {
    flow.add_edge(source, component, demand[component], 0);
    wanted += demand[component];
    const auto& accepts = instance.components[component].accepts;
    for (std::size_t at = 0; at < accepts.size(); ++at) {
      const auto cost = at == 0 ? 0 : substitution_cost + static_cast<std::int64_t>(at);
      edges[component].push_back(flow.add_edge(component, components + accepts[at], demand[component], cost));
    }
  }
  for (const auto kind : model.kinds) flow.add_edge(components + kind, sink, instance.kinds[kind].stock, 0);
  RELAIS_CHECK(flow.push(source, sink) == wanted);

  std::vector<Pool> pools(components);
  for (std::size_t component = 0; component < components; ++component)
    for (const auto edge : edges[component]) pools[component].push_back(flow.flow_on(edge));
  return pools;
}

/// The ingredients of a recipe in the order of the ids of their components.
Recipe in_order(const Instance& instance, Recipe recipe) {
  std::sort(recipe.begin(), recipe.end(), [&](const auto& a, const auto& b) {
    return instance.components[a.component].id < instance.components[b.component].id;
  });
  return recipe;
}

/// Takes `quantity` from a pool, the first kinds first; `note(position, taken)` hears of each.
template <class Note>
void take(Pool& pool, std::int64_t quantity, const Note& note) {
  for (std::size_t at = 0; at < pool.size() && quantity > 0; ++at) {
    const auto taken = std::min(quantity, pool[at]);
    if (taken == 0) continue;
    pool[at] -= taken;
    quantity -= taken;
    note(at, taken);
  }
  RELAIS_CHECK(quantity == 0);
}

}  // namespace

void route(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses, Plan& plan) {
  auto pools = choose_kinds(instance, model, component_demand(instance, model, uses));
  auto left = uses;
  for (std::size_t class_index = 0; class_index < plan.classes.size(); ++class_index) {
    auto units = plan.classes[class_index].granted;
    for (std::size_t way = 0; way < left.size() && units > 0; ++way) {
      const auto product = model.products[model.ways[way].product];
      if (product != plan.classes[class_index].product) continue;
      const auto made = std::min(units, left[way]);
      left[way] -= made;
      units -= made;
      const auto recipe = model.ways[way].recipe;
      if (recipe > 0) plan.other_recipes += made;
      for (const auto& ingredient : in_order(instance, instance.products[product].recipes[recipe]))
        take(pools[ingredient.component], made * ingredient.amount, [&](std::size_t at, std::int64_t taken) {
          const auto kind = instance.components[ingredient.component].accepts[at];
          plan.routing.push_back({class_index, recipe, ingredient.component, kind, taken});
          if (at > 0) plan.substitutions += taken;
        });
    }
    RELAIS_CHECK(units == 0);
  }
}

namespace {

/// Deals the routes of one class out, line after line.
class Dealer {
 public:
  Dealer(const Instance& instance, std::vector<Portion>& portions) : instance_(instance), portions_(portions) {}

  void add(const Route& route) { left_.push_back(route); }

  void deal(LineIndex line, std::int64_t units) {
    const auto& recipes = instance_.products[instance_.lines[line].product].recipes;
    for (std::uint32_t recipe = 0; recipe < recipes.size() && units > 0; ++recipe) {
      const auto made = std::min(units, available(recipe, recipes[recipe].front()));
      units -= made;
      for (const auto& ingredient : in_order(instance_, recipes[recipe]))
        give(line, recipe, ingredient.component, made * ingredient.amount);
    }
    RELAIS_CHECK(units == 0);
  }

 private:
  std::int64_t available(std::uint32_t recipe, const Ingredient& ingredient) const {
    std::int64_t items = 0;
    for (const auto& one : left_)
      if (one.recipe == recipe && one.component == ingredient.component) items += one.quantity;
    return items / ingredient.amount;
  }

  void give(LineIndex line, std::uint32_t recipe, ComponentIndex component, std::int64_t wanted) {
    for (auto& one : left_) {
      if (one.recipe != recipe || one.component != component) continue;
      const auto taken = std::min(wanted, one.quantity);
      if (taken > 0) portions_.push_back({line, recipe, component, one.kind, taken});
      one.quantity -= taken;
      wanted -= taken;
    }
    RELAIS_CHECK(wanted == 0);
  }

  const Instance& instance_;
  std::vector<Portion>& portions_;
  std::vector<Route> left_;
};

}  // namespace

std::vector<Portion> portions_of(const Instance& instance, const Plan& plan) {
  std::vector<LineIndex> order;
  for (LineIndex line = 0; line < instance.lines.size(); ++line)
    if (plan.granted[line] > 0) order.push_back(line);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return instance.lines[a].id < instance.lines[b].id; });

  std::vector<Portion> portions;
  std::vector<Dealer> dealers(plan.classes.size(), Dealer(instance, portions));
  for (const auto& one : plan.routing) dealers[one.class_index].add(one);
  for (const auto line : order) dealers[figures_of(instance, plan, line).class_index].deal(line, plan.granted[line]);
  return portions;
}

}  // namespace relais::fairness
