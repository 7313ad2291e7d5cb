#include "allocation/summary.hpp"

#include "base/text.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

constexpr auto select_summaries =
    "SELECT l.name, o.code, o.name, o.departement, l.audience, l.product_id, l.urgency, l.people, l.cap, l.granted, "
    "l.level_numerator, l.level_denominator FROM allocation_line l "
    "JOIN people_organisation o ON o.id = l.structure_id "
    "WHERE l.allocation_id = $1 AND l.name > $2 AND ($3 = '' OR o.departement = $3) ORDER BY l.name LIMIT $4";

// -1 for nothing, 10 for all.
constexpr auto count_by_tenth =
    "SELECT CASE WHEN granted = 0 THEN -1 ELSE granted * 10 / cap END AS tenth, COUNT(*) FROM allocation_line "
    "WHERE allocation_id = $1 GROUP BY 1";

constexpr std::int64_t no_limit = std::int64_t{1} << 40;
constexpr std::int64_t all_tenths = 10;

LineSummary summary_of(const Rows& rows) {
  LineSummary line;
  line.name = rows.string(0);
  line.structure_code = rows.string(1);
  line.structure_name = rows.string(2);
  line.departement = rows.string(3);
  const auto audience = catalogue::parse_audience(rows.text(4));
  const auto urgency = needs::parse_urgency(rows.text(6));
  RELAIS_CHECK(audience && urgency);
  line.audience = *audience;
  line.product = rows.id<ProductId>(5);
  line.urgency = *urgency;
  line.people = rows.integer(7);
  line.cap = rows.integer(8);
  line.granted = rows.integer(9);
  if (!rows.is_null(10)) line.level = Rank{rows.integer(10), rows.integer(11)};
  return line;
}

}  // namespace

std::vector<LineSummary> list_line_summaries(Reader& reader, AllocationId allocation, const SummaryFilter& filter) {
  const auto wanted = base::fold(filter.structure_name);
  const auto rows_max = wanted.empty() ? filter.lines_max : no_limit;
  std::vector<LineSummary> lines;
  auto rows = reader.query(select_summaries, {allocation, filter.after, filter.departement, rows_max});
  while (std::ssize(lines) < filter.lines_max && rows.next())
    if (wanted.empty() || base::fold(rows.text(2)).find(wanted) != std::string::npos) lines.push_back(summary_of(rows));
  return lines;
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
