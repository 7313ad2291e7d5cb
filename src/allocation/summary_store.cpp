#include "allocation/summary.hpp"

#include <algorithm>

#include "allocation/line_figures.hpp"
#include "allocation/passing.hpp"
#include "base/text.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr std::int64_t all_tenths = 10;

LineSummary summary_of(const Line& line, const StoredLine& stored) {
  LineSummary summary;
  summary.name = line.name;
  summary.audience = line.audience;
  summary.product = line.product;
  summary.urgency = line.urgency;
  summary.people = line.people;
  summary.cap = line.cap;
  summary.granted = line.granted;
  summary.level = line.level;
  summary.structure_code = stored.structure_code;
  summary.structure_name = stored.structure_name;
  summary.departement = stored.departement;
  return summary;
}

WantsName named_like(const std::string& part) {
  const auto wanted = base::fold(part);
  if (wanted.empty()) return {};
  return [wanted](std::string_view name) { return base::fold(name).find(wanted) != std::string::npos; };
}

/// 0 for nothing, 11 for all, what lies between by tenths.
std::size_t step_of(const BlockLine& line) {
  const auto asked = line.input.asked - line.input.earlier;
  if (line.granted == 0) return 0;
  return static_cast<std::size_t>(1 + line.granted * all_tenths / asked);
}

}  // namespace

std::vector<LineSummary> list_line_summaries(Reader& reader, AllocationId allocation, const SummaryFilter& filter) {
  const auto frame = read_frame(reader, allocation);
  auto from = frame.first_line;
  if (!filter.after.empty()) from = std::max(from, find_line_of_name(reader, allocation, filter.after) + 1);
  const auto wants = named_like(filter.structure_name);
  const auto stored = filter.departement.empty()
                          ? read_stored_lines(reader, {from, frame.last_line}, filter.lines_max, wants)
                          : read_stored_lines_of(reader, frame, filter.departement, from, filter.lines_max, wants);
  std::vector<LineSummary> summaries;
  for (const auto& line : lines_with_figures(frame, stored))
    summaries.push_back(summary_of(line, stored[summaries.size()]));
  return summaries;
}

std::vector<CoverageStep> count_lines_by_coverage(Reader& reader, AllocationId allocation) {
  std::vector<CoverageStep> steps{{CoverageStep::Kind::nothing, 0, 0}};
  for (std::int64_t tenth = 0; tenth < all_tenths; ++tenth) steps.push_back({CoverageStep::Kind::tenth, tenth, 0});
  steps.push_back({CoverageStep::Kind::all, 0, 0});
  for_each_line(reader, allocation, [&](const PassingLine& passing) { ++steps.at(step_of(passing.line)).lines; });
  return steps;
}

}  // namespace relais::allocation
