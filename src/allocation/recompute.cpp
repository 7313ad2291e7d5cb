#include <algorithm>

#include <fmt/format.h>

#include "allocation/outcome.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

/// The line as it was before it was computed.
Line without_outcome(Line line) {
  line.granted = line.next_units = 0;
  line.level = line.next = std::nullopt;
  line.end = fairness::LineEnd::met;
  line.portions.clear();
  return line;
}

Label difference(std::string_view french, std::string_view english, std::string_view which) {
  return {fmt::format("{} ({}) : le recalcul donne autre chose que ce qui est enregistré.", french, which),
          fmt::format("{} ({}): computed again it differs from what is recorded.", english, which)};
}

bool is_same(Line a, Line b) {
  const auto by_kind = [](const Portion& one, const Portion& other) {
    return std::pair(one.part, one.kind) < std::pair(other.part, other.kind);
  };
  std::sort(a.portions.begin(), a.portions.end(), by_kind);
  std::sort(b.portions.begin(), b.portions.end(), by_kind);
  return a == b;
}

std::optional<Label> find_difference_of_lines(const std::vector<Line>& recorded, const std::vector<Line>& computed) {
  for (std::size_t at = 0; at < recorded.size(); ++at)
    if (!is_same(recorded[at], computed[at]))
      return difference("Ligne d'attribution", "Line of the allocation", recorded[at].name);
  return std::nullopt;
}

void sort_by_ids(std::vector<Class>& classes) {
  std::sort(classes.begin(), classes.end(),
            [](const Class& a, const Class& b) { return std::pair(a.tier, a.product) < std::pair(b.tier, b.product); });
  for (auto& one : classes) std::sort(one.ran_out.begin(), one.ran_out.end());
}

}  // namespace

std::optional<Label> find_difference_when_recomputed(Reader& reader, AllocationId id) {
  const auto allocation = get_allocation(reader, id);
  const auto recorded = read_inputs(reader, id);
  auto inputs = recorded;
  for (auto& line : inputs.lines) line = without_outcome(line);
  if (stock_fingerprint(inputs) != allocation.stock_fingerprint)
    return difference("Stock de départ", "Stock at the start", allocation.reference);
  auto computed = solve(inputs);
  if (!computed) return difference("Attribution", "Allocation", allocation.reference);
  if (computed->instance_sha256 != allocation.instance_sha256)
    return difference("Données de départ", "Inputs", allocation.reference);
  if (auto found = find_difference_of_lines(recorded.lines, computed->lines)) return found;
  auto classes = list_classes(reader, id);
  sort_by_ids(classes);
  sort_by_ids(computed->classes);
  if (classes != computed->classes) return difference("Classes", "Classes", allocation.reference);
  if (computed->plan_sha256 != allocation.plan_sha256) return difference("Plan", "Plan", allocation.reference);
  return std::nullopt;
}

}  // namespace relais::allocation
