#include <cstdlib>

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include "no_kits.hpp"

namespace no_kits {

// A circulation: an arc per unit to its product, from there to kinds, to the end, and back.
Answer by_network_simplex(const Problem& problem) {
  using Graph = lemon::SmartDigraph;
  Graph graph;
  const auto start_node = graph.addNode(), end_node = graph.addNode();
  std::vector<Graph::Node> products, kinds;
  for (std::size_t at = 0; at < problem.accepts.size(); ++at) products.push_back(graph.addNode());
  for (std::size_t at = 0; at < problem.stock.size(); ++at) kinds.push_back(graph.addNode());
  const auto units = problem.product_of_unit.size();
  std::vector<Graph::Arc> arcs;
  Graph::ArcMap<std::int64_t> capacity(graph), cost(graph);
  const auto add = [&](Graph::Node from, Graph::Node to, std::int64_t most, std::int64_t price) {
    const auto arc = graph.addArc(from, to);
    capacity[arc] = most;
    cost[arc] = price;
    return arc;
  };
  for (std::size_t unit = 0; unit < units; ++unit)
    arcs.push_back(
        add(start_node, products[static_cast<std::size_t>(problem.product_of_unit[unit])], 1, -worth(problem, unit)));
  const auto plenty = static_cast<std::int64_t>(units);
  for (std::size_t product = 0; product < products.size(); ++product)
    for (const int kind : problem.accepts[product])
      add(products[product], kinds[static_cast<std::size_t>(kind)], plenty, 0);
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) add(kinds[kind], end_node, problem.stock[kind], 0);
  add(end_node, start_node, plenty, 0);

  using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
  Simplex simplex(graph);
  simplex.upperMap(capacity).costMap(cost);
  const auto start = thread_ms();
  if (simplex.run() != Simplex::OPTIMAL) std::abort();
  Answer answer;
  answer.solve_ms = thread_ms() - start;
  for (const auto arc : arcs) answer.served.push_back(simplex.flow(arc) == 1);
  return answer;
}

}  // namespace no_kits
