#include "allocation/summary.hpp"

#include <algorithm>

#include "allocation/line_figures.hpp"
#include "base/text.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

const std::string select_summaries =
    "SELECT " + std::string(stored_columns) +
    ", o.name, o.departement FROM allocation_grant g JOIN people_organisation o ON o.id = g.structure_id "
    "WHERE g.id BETWEEN $1 AND $2 ORDER BY g.id LIMIT $3";
const std::string select_summaries_of_departement =
    "SELECT " + std::string(stored_columns) +
    ", o.name, o.departement FROM allocation_structure s "
    "JOIN allocation_grant g ON g.id BETWEEN s.first_line AND s.last_line "
    "JOIN people_organisation o ON o.id = g.structure_id "
    "WHERE s.allocation_id = $1 AND s.departement = $2 AND g.id > $3 ORDER BY g.id LIMIT $4";

// -1 for nothing, 10 for all.
constexpr auto count_by_tenth =
    "SELECT CASE WHEN g.granted = 0 THEN -1 ELSE g.granted * 10 / (g.asked - g.earlier) END AS tenth, COUNT(*) "
    "FROM allocation_allocation a JOIN allocation_grant g ON g.id BETWEEN a.first_line AND a.last_line "
    "WHERE a.id = $1 GROUP BY 1";

constexpr std::int64_t no_limit = std::int64_t{1} << 40;
constexpr std::int64_t all_tenths = 10;

LineSummary summary_of(const Line& line) {
  LineSummary summary;
  summary.name = line.name;
  summary.audience = line.audience;
  summary.product = line.product;
  summary.urgency = line.urgency;
  summary.people = line.people;
  summary.cap = line.cap;
  summary.granted = line.granted;
  summary.level = line.level;
  return summary;
}

/// Rows of one page, and whose they are.
struct PageOfRows {
  std::vector<StoredLine> stored;
  std::vector<std::pair<std::string, std::string>> whose;  ///< name, département
};

PageOfRows read_rows(Rows rows, const SummaryFilter& filter) {
  const auto wanted = base::fold(filter.structure_name);
  PageOfRows page;
  while (std::ssize(page.stored) < filter.lines_max && rows.next()) {
    if (!wanted.empty() && base::fold(rows.text(stored_columns_count)).find(wanted) == std::string::npos) continue;
    page.stored.push_back(stored_line_at(rows));
    page.whose.emplace_back(rows.string(stored_columns_count), rows.string(stored_columns_count + 1));
  }
  return page;
}

}  // namespace

std::vector<LineSummary> list_line_summaries(Reader& reader, AllocationId allocation, const SummaryFilter& filter) {
  const auto rows_max = filter.structure_name.empty() ? filter.lines_max : no_limit;
  const auto frame = read_frame(reader, allocation);
  auto after = frame.first_line - 1;
  if (!filter.after.empty()) after = std::max(after, find_line_of_name(reader, allocation, filter.after));
  const auto page =
      read_rows(filter.departement.empty()
                    ? reader.query(select_summaries, {after + 1, frame.last_line, rows_max})
                    : reader.query(select_summaries_of_departement, {allocation, filter.departement, after, rows_max}),
                filter);
  std::vector<LineSummary> summaries;
  for (const auto& line : lines_with_figures(frame, page.stored)) {
    const auto at = summaries.size();
    summaries.push_back(summary_of(line));
    summaries.back().structure_code = page.stored[at].structure_code;
    summaries.back().structure_name = page.whose[at].first;
    summaries.back().departement = page.whose[at].second;
  }
  return summaries;
}

std::vector<CoverageStep> count_lines_by_coverage(Reader& reader, AllocationId allocation) {
  std::vector<CoverageStep> steps{{CoverageStep::Kind::nothing, 0, 0}};
  for (std::int64_t tenth = 0; tenth < all_tenths; ++tenth) steps.push_back({CoverageStep::Kind::tenth, tenth, 0});
  steps.push_back({CoverageStep::Kind::all, 0, 0});
  for (auto rows = reader.query(count_by_tenth, {allocation}); rows.next();)
    steps.at(static_cast<std::size_t>(rows.integer(0) + 1)).lines = rows.integer(1);
  return steps;
}

}  // namespace relais::allocation
