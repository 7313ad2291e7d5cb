#include <map>

#include "allocation/spread.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr auto count_bands =
    "SELECT s.departement, g.audience, CASE WHEN g.granted >= g.asked - g.earlier THEN 5 WHEN g.granted = 0 THEN 0 "
    "ELSE 1 + g.granted * 4 / (g.asked - g.earlier) END AS band, COUNT(*), CAST(SUM(g.people) AS BIGINT), "
    "CAST(SUM(g.asked - g.earlier) AS BIGINT), CAST(SUM(g.granted) AS BIGINT) FROM allocation_structure s "
    "JOIN allocation_grant g ON g.id BETWEEN s.first_line AND s.last_line "
    "WHERE s.allocation_id = $1 GROUP BY s.departement, g.audience, band";

// A class is a tier and a product; weights and tiers are those of the policy.
constexpr auto select_worst =
    "WITH line AS (SELECT g.id AS id, g.structure_id AS structure_id, g.audience AS audience, g.product_id AS "
    "product_id, g.people AS people, g.is_checked AS is_checked, g.asked - g.earlier AS asked, g.granted AS granted, "
    "g.granted + g.past AS had, CASE g.urgency WHEN 'vital' THEN a.vital_tier WHEN 'high' THEN a.high_tier ELSE "
    "a.normal_tier END AS tier, g.people * CASE g.urgency WHEN 'vital' THEN a.vital_weight WHEN 'high' THEN "
    "a.high_weight ELSE a.normal_weight END AS weight FROM allocation_allocation a "
    "JOIN allocation_grant g ON g.id BETWEEN a.first_line AND a.last_line WHERE a.id = $1), "
    "class AS (SELECT tier, product_id, CAST(SUM(had) AS BIGINT) AS had, CAST(SUM(weight) AS BIGINT) AS weight "
    "FROM line GROUP BY tier, product_id), "
    "rated AS (SELECT l.id AS id, l.structure_id AS structure_id, l.audience AS audience, l.product_id AS product_id, "
    "l.people AS people, l.is_checked AS is_checked, l.asked AS asked, l.granted AS granted, CASE WHEN c.had = 0 "
    "THEN 0 ELSE l.had * 1000 * c.weight / (l.weight * c.had) END AS permille "
    "FROM line l JOIN class c ON c.tier = l.tier AND c.product_id = l.product_id WHERE l.granted < l.asked "
    "ORDER BY permille, l.people DESC, l.id LIMIT $2) "
    "SELECT o.code, o.name, s.departement, r.audience, r.product_id, r.people, r.is_checked, r.asked, r.granted, "
    "r.permille FROM rated r JOIN people_organisation o ON o.id = r.structure_id "
    "JOIN allocation_structure s ON s.allocation_id = $1 AND s.structure_id = r.structure_id "
    "ORDER BY r.permille, r.people DESC, r.id";

using Groups = std::map<std::string, SpreadGroup>;

void add_row(Groups& groups, const std::string& code, const store::Rows& rows) {
  auto& group = groups[code];
  group.code = code;
  group.lines_by_band.at(static_cast<std::size_t>(rows.integer(2))) += rows.integer(3);
  group.people += rows.integer(4);
  group.asked += rows.integer(5);
  group.granted += rows.integer(6);
}

std::vector<SpreadGroup> in_order_of_code(Groups groups) {
  std::vector<SpreadGroup> list;
  for (auto& [code, group] : groups) list.push_back(std::move(group));
  return list;
}

}  // namespace

std::int64_t SpreadGroup::lines() const {
  std::int64_t sum = 0;
  for (const auto lines : lines_by_band) sum += lines;
  return sum;
}

Spread count_spread(Reader& reader, AllocationId allocation) {
  Groups audiences, departements;
  for (auto rows = reader.query(count_bands, {allocation}); rows.next();) {
    add_row(departements, rows.string(0), rows);
    add_row(audiences, rows.string(1), rows);
  }
  return {in_order_of_code(std::move(audiences)), in_order_of_code(std::move(departements))};
}

std::vector<WorstLine> list_worst_lines(Reader& reader, const Allocation& allocation, std::int64_t lines_max) {
  std::vector<WorstLine> lines;
  for (auto rows = reader.query(select_worst, {allocation.id, lines_max}); rows.next();) {
    const auto audience = catalogue::parse_audience(rows.text(3));
    RELAIS_CHECK(audience);
    lines.push_back({rows.string(0), rows.string(1), rows.string(2), *audience, rows.id<ProductId>(4), rows.integer(5),
                     rows.boolean(6), rows.integer(7), rows.integer(8), rows.integer(9)});
  }
  return lines;
}

}  // namespace relais::allocation
