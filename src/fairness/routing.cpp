#include "fairness/routing.hpp"

#include <algorithm>
#include <numeric>

#include "base/check.hpp"
#include "fairness/kind_network.hpp"

namespace relais::fairness {
namespace {

/// What is left of a component's goods, in its order of acceptance.
using Pool = std::vector<std::int64_t>;

/// Per component position.
std::vector<Pool> pools_of(const Instance& instance, const KindNetwork& network) {
  std::vector<Pool> pools(instance.components.size());
  for (ComponentIndex component = 0; component < pools.size(); ++component)
    for (std::size_t at = 0; at < instance.components[component].accepts.size(); ++at)
      pools[component].push_back(network.items(component, at));
  return pools;
}

/// The ingredients of a recipe in the order of the ids of their components.
Recipe in_order(const Instance& instance, Recipe recipe) {
  std::sort(recipe.begin(), recipe.end(), [&](const auto& a, const auto& b) {
    return instance.components[a.component].id < instance.components[b.component].id;
  });
  return recipe;
}

/// The kinds that have a price, and those that the network is short of for the refused block.
void name_what_ran_out(const Instance& instance, const Model& model, const KindNetwork& network, const Plan& plan,
                       Closure& closure) {
  const auto& product = instance.products[plan.classes[closure.class_index].product];
  std::vector<bool> ran_out(instance.kinds.size());
  for (std::size_t kind = 0; kind < ran_out.size(); ++kind) ran_out[kind] = closure.prices[kind] > 0;
  for (const auto& recipe : product.recipes)
    for (const auto kind : network.short_of(recipe, closure.refused.units)) ran_out[kind] = true;
  for (const auto kind : model.kinds)
    if (ran_out[kind]) closure.binding.push_back(kind);
  RELAIS_CHECK(!closure.binding.empty());
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

std::int64_t count_substitutions(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses) {
  std::int64_t substitutions = 0;
  for (const auto& pool : pools_of(instance, KindNetwork(instance, model, uses)))
    substitutions += std::accumulate(pool.begin() + 1, pool.end(), std::int64_t{0});
  return substitutions;
}

void route(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses, Plan& plan) {
  const KindNetwork network(instance, model, uses);
  auto pools = pools_of(instance, network);
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
  for (auto& closure : plan.closures) name_what_ran_out(instance, model, network, plan, closure);
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
