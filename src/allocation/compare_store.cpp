#include "allocation/compare.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "tabular/writer.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr auto sum_by_structure =
    "SELECT s.structure_id, o.code, o.name, s.departement, CAST(SUM(g.people) AS BIGINT), "
    "CAST(SUM(g.asked - g.earlier) AS BIGINT), CAST(SUM(g.granted) AS BIGINT) FROM allocation_structure s "
    "JOIN people_organisation o ON o.id = s.structure_id "
    "JOIN allocation_grant g ON g.id BETWEEN s.first_line AND s.last_line "
    "WHERE s.allocation_id = $1 AND (CAST($2 AS BIGINT) = 0 OR g.product_id = $2) "
    "GROUP BY s.structure_id, o.code, o.name, s.departement";

using ByCode = std::map<std::string, ComparedStructure>;

/// Structures of one allocation; its grants in both columns.
ByCode read_sums(Reader& reader, AllocationId allocation, ProductId product) {
  ByCode sums;
  for (auto rows = reader.query(sum_by_structure, {allocation, product}); rows.next();) {
    const auto granted = rows.integer(6);
    sums[rows.string(1)] = {rows.id<OrganisationId>(0),
                            rows.string(1),
                            rows.string(2),
                            rows.string(3),
                            {rows.integer(4), rows.integer(5), granted, granted}};
  }
  return sums;
}

ByCode joined(ByCode before, const ByCode& after) {
  for (auto& [code, structure] : before) structure.figures.after = 0;
  for (const auto& [code, structure] : after) {
    const auto [found, is_new] = before.try_emplace(code, structure);
    const auto granted_before = is_new ? 0 : found->second.figures.before;
    found->second = structure;
    found->second.figures.before = granted_before;
  }
  return before;
}

void add(ComparedFigures& sum, const ComparedFigures& one) {
  sum.people += one.people;
  sum.asked += one.asked;
  sum.before += one.before;
  sum.after += one.after;
}

std::vector<ComparedDepartement> by_departement(const ByCode& structures) {
  std::map<std::string, ComparedDepartement> sums;
  for (const auto& [code, structure] : structures) {
    auto& sum = sums[structure.departement];
    sum.departement = structure.departement;
    ++sum.structures;
    sum.gaining += structure.figures.difference() > 0 ? 1 : 0;
    sum.losing += structure.figures.difference() < 0 ? 1 : 0;
    add(sum.figures, structure.figures);
  }
  std::vector<ComparedDepartement> departements;
  for (auto& [code, sum] : sums) departements.push_back(std::move(sum));
  return departements;
}

std::vector<std::string> headings(base::Language language) {
  if (language == base::Language::french)
    return {"code", "structure", "département", "personnes", "demandé", "accordé avant", "accordé après", "écart"};
  return {"code", "structure", "departement", "people", "asked", "granted_before", "granted_after", "difference"};
}

}  // namespace

Comparison compare(Reader& reader, AllocationId first, AllocationId second, const CompareFilter& filter) {
  const auto structures = joined(read_sums(reader, first, filter.product), read_sums(reader, second, filter.product));
  Comparison comparison;
  comparison.departements = by_departement(structures);
  for (const auto& [code, structure] : structures) {
    add(comparison.total, structure.figures);
    if (filter.departement.empty() || filter.departement == structure.departement)
      comparison.structures.push_back(structure);
  }
  return comparison;
}

std::string render_csv(const Comparison& comparison, base::Language language) {
  std::ostringstream out;
  const bool is_french = language == base::Language::french;
  tabular::CsvWriter writer(out, is_french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet);
  writer.row(headings(language));
  for (const auto& one : comparison.structures) {
    const auto& figures = one.figures;
    writer.row({one.code, one.name, one.departement, std::to_string(figures.people), std::to_string(figures.asked),
                std::to_string(figures.before), std::to_string(figures.after), std::to_string(figures.difference())});
  }
  return out.str();
}

}  // namespace relais::allocation
