#include "fairness/cheapest_flow.hpp"

#include <algorithm>
#include <deque>
#include <limits>

namespace relais::fairness {

std::size_t CheapestFlow::add_edge(std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t cost) {
  const auto edge = edges_.size();
  edges_.push_back({from, to, capacity, cost});
  edges_.push_back({to, from, 0, -cost});
  outgoing_[from].push_back(edge);
  outgoing_[to].push_back(edge + 1);
  return edge;
}

std::vector<std::size_t> CheapestFlow::cheapest_path(std::size_t source, std::size_t sink) const {
  constexpr auto far = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> distance(outgoing_.size(), far);
  std::vector<std::size_t> arrival(outgoing_.size(), 0);
  std::deque<std::size_t> waiting{source};
  distance[source] = 0;
  while (!waiting.empty()) {
    const auto node = waiting.front();
    waiting.pop_front();
    for (const auto at : outgoing_[node]) {
      const auto& edge = edges_[at];
      if (edge.capacity == 0 || distance[node] + edge.cost >= distance[edge.to]) continue;
      distance[edge.to] = distance[node] + edge.cost;
      arrival[edge.to] = at;
      waiting.push_back(edge.to);
    }
  }
  std::vector<std::size_t> path;
  if (distance[sink] == far) return path;
  for (auto node = sink; node != source; node = edges_[arrival[node]].from) path.push_back(arrival[node]);
  return path;
}

std::vector<bool> CheapestFlow::within_reach(std::size_t source) const {
  std::vector<bool> reached(outgoing_.size(), false);
  std::vector<std::size_t> waiting{source};
  reached[source] = true;
  while (!waiting.empty()) {
    const auto node = waiting.back();
    waiting.pop_back();
    for (const auto at : outgoing_[node]) {
      const auto& edge = edges_[at];
      if (edge.capacity == 0 || reached[edge.to]) continue;
      reached[edge.to] = true;
      waiting.push_back(edge.to);
    }
  }
  return reached;
}

std::int64_t CheapestFlow::push(std::size_t source, std::size_t sink) {
  std::int64_t pushed = 0;
  for (;;) {
    const auto path = cheapest_path(source, sink);
    if (path.empty()) return pushed;
    auto amount = std::numeric_limits<std::int64_t>::max();
    for (const auto edge : path) amount = std::min(amount, edges_[edge].capacity);
    for (const auto edge : path) {
      edges_[edge].capacity -= amount;
      edges_[edge ^ 1].capacity += amount;
    }
    pushed += amount;
  }
}

}  // namespace relais::fairness
