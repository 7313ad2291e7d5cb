#include <algorithm>
#include <limits>

#include "fairness/check_parts.hpp"

namespace relais::fairness {

namespace {
constexpr int unreached = std::numeric_limits<int>::max();
}

Router::Router(const Instance& instance)
    : instance_(instance), sent_(instance.components.size(), std::vector<std::int64_t>(instance.kinds.size())) {
  clear();
}

void Router::clear() {
  for (auto& row : sent_) std::fill(row.begin(), row.end(), 0);
  left_.clear();
  for (const auto& kind : instance_.kinds) left_.push_back(kind.stock);
}

void Router::put(ComponentIndex component, KindIndex kind, std::int64_t items) {
  sent_[component][kind] += items;
  left_[kind] -= items;
}

bool Router::send(ComponentIndex component, std::int64_t items, Work& work_left) {
  while (items > 0) {
    const auto end = find_nearest(component, work_left);
    if (end == nowhere) return false;
    items -= move(component, end, items);
  }
  return true;
}

bool Router::send_properly(ComponentIndex component, std::int64_t items, Work& work_left) {
  while (items > 0) {
    const auto end = find_cheapest(component, work_left);
    if (end == nowhere) return false;
    items -= move(component, end, items);
  }
  return true;
}

/// Along the way that was found, as many as it takes.
std::int64_t Router::move(std::size_t component, std::size_t end, std::int64_t most) {
  auto items = std::min(most, left_[end]);
  for (auto kind = end; into_[kind] != component; kind = out_of_[into_[kind]])
    items = std::min(items, sent_[into_[kind]][out_of_[into_[kind]]]);
  left_[end] -= items;
  for (auto kind = end;; kind = out_of_[into_[kind]]) {
    sent_[into_[kind]][kind] += items;
    if (into_[kind] == component) return items;
    sent_[into_[kind]][out_of_[into_[kind]]] -= items;
  }
}

std::int64_t Router::substitutions() const {
  std::int64_t items = 0;
  for (std::size_t component = 0; component < sent_.size(); ++component)
    for (std::size_t kind = 0; kind < left_.size(); ++kind) items += cost(component, kind) * sent_[component][kind];
  return items;
}

/// The nearest kind with something left that the component reaches.
std::size_t Router::find_nearest(std::size_t component, Work& work_left) {
  into_.assign(left_.size(), nowhere);
  out_of_.assign(sent_.size(), nowhere);
  std::vector<std::size_t> queue{component};
  for (std::size_t at = 0; at < queue.size() && work_left > 0; ++at)
    for (const auto kind : instance_.components[queue[at]].accepts) {
      --work_left;
      if (into_[kind] != nowhere) continue;
      into_[kind] = queue[at];
      if (left_[kind] > 0) return kind;
      for (std::size_t other = 0; other < sent_.size(); ++other) {
        --work_left;
        if (other == component || out_of_[other] != nowhere || sent_[other][kind] == 0) continue;
        out_of_[other] = kind;
        queue.push_back(other);
      }
    }
  return nowhere;
}

/// The kind with something left that the component reaches with the fewest substitutions more (Bellman and Ford: an
/// item that makes room may save one).
std::size_t Router::find_cheapest(std::size_t component, Work& work_left) {
  into_.assign(left_.size(), nowhere);
  out_of_.assign(sent_.size(), nowhere);
  to_kind_.assign(left_.size(), unreached);
  to_component_.assign(sent_.size(), unreached);
  to_component_[component] = 0;
  for (bool fell = true; fell && work_left > 0;) {
    fell = false;
    for (std::size_t one = 0; one < sent_.size(); ++one) {
      work_left -= static_cast<Work>(left_.size());
      if (to_component_[one] == unreached) continue;
      for (const auto kind : instance_.components[one].accepts) fell = relax(one, kind) || fell;
    }
    for (std::size_t kind = 0; kind < left_.size(); ++kind)
      for (std::size_t one = 0; one < sent_.size(); ++one) fell = make_room(kind, one) || fell;
  }
  auto best = nowhere;
  for (std::size_t kind = 0; kind < left_.size(); ++kind)
    if (left_[kind] > 0 && to_kind_[kind] != unreached && (best == nowhere || to_kind_[kind] < to_kind_[best]))
      best = kind;
  return work_left > 0 ? best : nowhere;
}

bool Router::relax(std::size_t component, std::size_t kind) {
  const auto there = to_component_[component] + cost(component, kind);
  if (there >= to_kind_[kind]) return false;
  to_kind_[kind] = there;
  into_[kind] = component;
  return true;
}

bool Router::make_room(std::size_t kind, std::size_t component) {
  if (to_kind_[kind] == unreached || sent_[component][kind] == 0) return false;
  const auto there = to_kind_[kind] - cost(component, kind);
  if (there >= to_component_[component]) return false;
  to_component_[component] = there;
  out_of_[component] = kind;
  return true;
}

}  // namespace relais::fairness
