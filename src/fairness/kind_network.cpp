#include "fairness/kind_network.hpp"

#include "base/check.hpp"

namespace relais::fairness {
namespace {

/// One substitution costs more than any detour along the orders of acceptance: a cycle has at most 128 edges of
/// cost 63.
constexpr std::int64_t substitution_cost = 1 << 14;

/// Of one component in all, more than there can be.
constexpr std::int64_t any_quantity = quantity_max * static_cast<std::int64_t>(kinds_max);

std::vector<std::int64_t> needs_of(const Instance& instance, const Model& model,
                                   const std::vector<std::int64_t>& uses) {
  std::vector<std::int64_t> needs(instance.components.size(), 0);
  for (std::size_t way = 0; way < uses.size(); ++way)
    for (const auto& ingredient :
         instance.products[model.products[model.ways[way].product]].recipes[model.ways[way].recipe])
      needs[ingredient.component] += uses[way] * ingredient.amount;
  return needs;
}

}  // namespace

KindNetwork::KindNetwork(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses)
    : instance_(instance), flow_(sink() + 1), edges_(instance.components.size()) {
  const auto needs = needs_of(instance, model, uses);
  std::int64_t wanted = 0;
  for (const auto component : model.components) {
    flow_.add_edge(source(), component, needs[component], 0);
    wanted += needs[component];
    const auto& accepts = instance.components[component].accepts;
    for (std::size_t at = 0; at < accepts.size(); ++at) {
      const auto cost = at == 0 ? 0 : substitution_cost + static_cast<std::int64_t>(at);
      edges_[component].push_back(
          flow_.add_edge(component, instance.components.size() + accepts[at], any_quantity, cost));
    }
  }
  for (const auto kind : model.kinds)
    flow_.add_edge(instance.components.size() + kind, sink(), instance.kinds[kind].stock, 0);
  RELAIS_CHECK(flow_.push(source(), sink()) == wanted);
}

std::vector<KindIndex> KindNetwork::short_of(const Recipe& recipe, std::int64_t units) const {
  auto more = flow_;
  more.forget_costs();
  std::int64_t wanted = 0;
  for (const auto& one : recipe) {
    more.add_edge(source(), one.component, units * one.amount, 0);
    wanted += units * one.amount;
  }
  std::vector<KindIndex> kinds;
  if (more.push(source(), sink()) == wanted) return kinds;
  const auto reached = more.within_reach(source());
  for (KindIndex kind = 0; kind < instance_.kinds.size(); ++kind)
    if (reached[instance_.components.size() + kind]) kinds.push_back(kind);
  return kinds;
}

}  // namespace relais::fairness
