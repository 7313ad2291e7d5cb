#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace relais::fairness {

/// A flow of least cost through a small network, by successive shortest paths. Ties go to the edges added first.
///
/// Source  Busacker and Gowen (1961).
class CheapestFlow {
 public:
  explicit CheapestFlow(std::size_t nodes) : outgoing_(nodes) {}

  /// The position of the edge, for `flow_on`.
  std::size_t add_edge(std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t cost);
  /// The quantity that went through.
  std::int64_t push(std::size_t source, std::size_t sink);
  /// From here on any way is as good as another: needed before more is sent than the flow was the cheapest for.
  void forget_costs() {
    for (auto& edge : edges_) edge.cost = 0;
  }
  /// By node, whether anything more can come there from `source`.
  std::vector<bool> within_reach(std::size_t source) const;
  std::int64_t flow_on(std::size_t edge) const { return edges_[edge ^ 1].capacity; }

 private:
  struct Edge {
    std::size_t from, to;
    std::int64_t capacity;  ///< what can still go through; an edge and its reverse are neighbours
    std::int64_t cost;
  };
  std::vector<std::size_t> cheapest_path(std::size_t source, std::size_t sink) const;

  std::vector<std::vector<std::size_t>> outgoing_;
  std::vector<Edge> edges_;
};

}  // namespace relais::fairness
