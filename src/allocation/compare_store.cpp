#include "allocation/compare.hpp"

#include <algorithm>
#include <sstream>

#include "tabular/writer.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

// `$1` and `$2` are the allocations. `place` is lower the more a structure changes.
const std::string with_compared =
    "WITH side AS (SELECT s.structure_id AS structure_id, s.departement AS departement, s.people AS people, "
    "s.asked AS asked, COALESCE(f.granted, 0) AS before, s.granted AS after FROM allocation_structure s "
    "LEFT JOIN allocation_structure f ON f.allocation_id = $1 AND f.structure_id = s.structure_id "
    "WHERE s.allocation_id = $2 UNION ALL "
    "SELECT f.structure_id, f.departement, f.people, f.asked, f.granted, 0 FROM allocation_structure f "
    "WHERE f.allocation_id = $1 AND NOT EXISTS (SELECT 1 FROM allocation_structure s "
    "WHERE s.allocation_id = $2 AND s.structure_id = f.structure_id)), "
    "compared AS (SELECT structure_id, departement, people, asked, before, after, after - before AS change, "
    "-ABS(after - before) AS place FROM side) ";
const std::string sum_by_departement =
    with_compared +
    "SELECT departement, CAST(SUM(people) AS BIGINT), CAST(SUM(asked) AS BIGINT), CAST(SUM(before) AS BIGINT), "
    "CAST(SUM(after) AS BIGINT), COUNT(*), CAST(SUM(CASE WHEN change > 0 THEN 1 ELSE 0 END) AS BIGINT), "
    "CAST(SUM(CASE WHEN change < 0 THEN 1 ELSE 0 END) AS BIGINT) FROM compared GROUP BY departement";
// `$3` a département or empty, `$4` and `$5` the lowest and the highest change wanted, `$6` the code of the structure
// that the page follows or empty, `$7` how many.
const std::string select_most_changed =
    with_compared +
    "SELECT c.structure_id, o.code, o.name, c.departement, c.people, c.asked, c.before, c.after FROM compared c "
    "JOIN people_organisation o ON o.id = c.structure_id "
    "WHERE (CAST($3 AS TEXT) = '' OR c.departement = $3) AND c.change BETWEEN $4 AND $5 AND (CAST($6 AS TEXT) = '' OR "
    "(c.place, c.structure_id) > (SELECT k.place, k.structure_id FROM compared k "
    "JOIN people_organisation l ON l.id = k.structure_id AND l.code = $6)) "
    "ORDER BY c.place, c.structure_id LIMIT $7";

constexpr std::int64_t any_number = std::int64_t{1} << 62;

ComparedFigures figures_at(const Rows& rows, int column) {
  return {rows.integer(column), rows.integer(column + 1), rows.integer(column + 2), rows.integer(column + 3)};
}

void add_figures(ComparedFigures& sum, const ComparedFigures& one) {
  sum.people += one.people;
  sum.asked += one.asked;
  sum.before += one.before;
  sum.after += one.after;
}

std::vector<std::string> headings(base::Language language) {
  if (language == base::Language::french)
    return {"code", "structure", "département", "personnes", "demandé", "accordé avant", "accordé après", "écart"};
  return {"code", "structure", "departement", "people", "asked", "granted_before", "granted_after", "difference"};
}

}  // namespace

Comparison compare(Reader& reader, AllocationId first, AllocationId second) {
  Comparison comparison;
  for (auto rows = reader.query(sum_by_departement, {first, second}); rows.next();) {
    const auto& one = comparison.departements.emplace_back(
        ComparedDepartement{rows.string(0), rows.integer(5), rows.integer(6), rows.integer(7), figures_at(rows, 1)});
    add_figures(comparison.total, one.figures);
    comparison.structures += one.structures;
    comparison.gaining += one.gaining;
    comparison.losing += one.losing;
  }
  std::sort(comparison.departements.begin(), comparison.departements.end(),
            [](const auto& a, const auto& b) { return a.departement < b.departement; });
  return comparison;
}

std::vector<ComparedStructure> list_compared(Reader& reader, AllocationId first, AllocationId second,
                                             const ComparedFilter& filter) {
  const auto lowest = filter.change == Change::gains ? 1 : -any_number;
  const auto highest = filter.change == Change::loses ? -1 : any_number;
  std::vector<ComparedStructure> structures;
  for (auto rows = reader.query(select_most_changed, {first, second, filter.departement, lowest, highest, filter.after,
                                                      filter.structures_max == 0 ? any_number : filter.structures_max});
       rows.next();)
    structures.push_back(
        {rows.id<OrganisationId>(0), rows.string(1), rows.string(2), rows.string(3), figures_at(rows, 4)});
  return structures;
}

std::vector<ComparedStructure> list_compared_by_code(Reader& reader, AllocationId first, AllocationId second) {
  auto structures = list_compared(reader, first, second);
  std::sort(structures.begin(), structures.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return structures;
}

std::string render_csv(const std::vector<ComparedStructure>& structures, base::Language language) {
  std::ostringstream out;
  const bool is_french = language == base::Language::french;
  tabular::CsvWriter writer(out, is_french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet);
  writer.row(headings(language));
  for (const auto& one : structures) {
    const auto& figures = one.figures;
    writer.row({one.code, one.name, one.departement, std::to_string(figures.people), std::to_string(figures.asked),
                std::to_string(figures.before), std::to_string(figures.after), std::to_string(figures.difference())});
  }
  return out.str();
}

}  // namespace relais::allocation
