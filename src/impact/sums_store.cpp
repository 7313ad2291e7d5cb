#include "impact/sums.hpp"

namespace relais::impact {
namespace {

using store::Reader;

/// The same query for each way of grouping: `{group}` stands for the group's code.
struct Grouped {
  std::string everything, departement, network;

  explicit Grouped(const std::string& sql)
      : everything(with(sql, "CAST('' AS TEXT)")),
        departement(with(sql, "o.departement")),
        network(with(sql, "COALESCE(n.code, '')")) {}
  const std::string& by(GroupBy wanted) const {
    return wanted == GroupBy::everything ? everything : wanted == GroupBy::departement ? departement : network;
  }

 private:
  static std::string with(std::string sql, std::string_view group) {
    static constexpr std::string_view placeholder = "{group}";
    for (auto at = sql.find(placeholder); at != std::string::npos; at = sql.find(placeholder, at))
      sql.replace(at, placeholder.size(), group);
    return sql;
  }
};

const Grouped select_people(
    "SELECT {group}, h.audience, h.product_id, CAST(SUM(h.people) AS BIGINT), COUNT(*) FROM handover_record h "
    "JOIN people_organisation o ON o.id = h.structure_id LEFT JOIN people_organisation n ON n.id = o.network_id "
    "WHERE h.programme_id = $1 GROUP BY {group}, h.audience, h.product_id ORDER BY 1, 2, 3");
const Grouped select_items(
    "SELECT {group}, h.audience, i.kind_id, CAST(SUM(i.quantity) AS BIGINT) FROM handover_record h "
    "JOIN handover_item i ON i.record_id = h.id "
    "JOIN people_organisation o ON o.id = h.structure_id LEFT JOIN people_organisation n ON n.id = o.network_id "
    "WHERE h.programme_id = $1 GROUP BY {group}, h.audience, i.kind_id ORDER BY 1, 2, 3");
const Grouped select_groups(
    "SELECT {group}, COALESCE(MAX(n.id), 0), COALESCE(MAX(n.name), ''), COUNT(DISTINCT h.structure_id) "
    "FROM handover_record h JOIN people_organisation o ON o.id = h.structure_id "
    "LEFT JOIN people_organisation n ON n.id = o.network_id WHERE h.programme_id = $1 GROUP BY {group} ORDER BY 1");
constexpr auto select_structures_in_need =
    "SELECT o.departement, COUNT(DISTINCT n.structure_id) FROM needs_need n "
    "JOIN people_organisation o ON o.id = n.structure_id WHERE n.round_id = $1 AND n.state = 'approved' "
    "GROUP BY o.departement";
constexpr auto select_grants =
    "SELECT o.departement, l.audience, l.product_id, CAST(SUM(l.granted) AS BIGINT) FROM allocation_allocation a "
    "JOIN allocation_line l ON l.allocation_id = a.id JOIN people_organisation o ON o.id = l.structure_id "
    "WHERE a.round_id = $1 AND a.state = 'approved' GROUP BY o.departement, l.audience, l.product_id ORDER BY 1, 2, 3";
constexpr auto select_people_unmet =
    "SELECT n.audience, n.product_id, CAST(SUM(COALESCE(n.checked_people, n.people)) AS BIGINT) FROM needs_need n "
    "LEFT JOIN (SELECT l.need_id AS need_id, SUM(l.granted) AS granted FROM allocation_allocation a "
    "JOIN allocation_line l ON l.allocation_id = a.id WHERE a.round_id = $1 AND a.state = 'approved' "
    "GROUP BY l.need_id) g ON g.need_id = n.id "
    "WHERE n.round_id = $1 AND n.state = 'approved' AND n.quantity > COALESCE(g.granted, 0) "
    "GROUP BY n.audience, n.product_id";

Audience audience_at(const store::Rows& rows, int column) {
  const auto audience = catalogue::parse_audience(rows.text(column));
  RELAIS_CHECK(audience.has_value());
  return *audience;
}

}  // namespace

std::vector<PeopleSum> sum_people(Reader& reader, ProgrammeId programme, GroupBy by) {
  std::vector<PeopleSum> sums;
  for (auto rows = reader.query(select_people.by(by), {programme}); rows.next();)
    sums.push_back({rows.string(0), audience_at(rows, 1), rows.id<ProductId>(2), rows.integer(3), rows.integer(4)});
  return sums;
}

std::vector<ItemSum> sum_items(Reader& reader, ProgrammeId programme, GroupBy by) {
  std::vector<ItemSum> sums;
  for (auto rows = reader.query(select_items.by(by), {programme}); rows.next();)
    sums.push_back({rows.string(0), audience_at(rows, 1), rows.id<KindId>(2), rows.integer(3)});
  return sums;
}

std::vector<Group> list_groups(Reader& reader, ProgrammeId programme, GroupBy by) {
  std::vector<Group> groups;
  for (auto rows = reader.query(select_groups.by(by), {programme}); rows.next();)
    groups.push_back({rows.string(0), rows.id<OrganisationId>(1), rows.string(2), rows.integer(3)});
  return groups;
}

std::map<std::string, std::int64_t> count_structures_in_need(Reader& reader, RoundId round) {
  std::map<std::string, std::int64_t> counts;
  for (auto rows = reader.query(select_structures_in_need, {round}); rows.next();)
    counts[rows.string(0)] = rows.integer(1);
  return counts;
}

std::vector<GrantSum> sum_grants(Reader& reader, RoundId round) {
  std::vector<GrantSum> sums;
  for (auto rows = reader.query(select_grants, {round}); rows.next();)
    sums.push_back({rows.string(0), audience_at(rows, 1), rows.id<ProductId>(2), rows.integer(3)});
  return sums;
}

std::map<std::pair<Audience, ProductId>, std::int64_t> count_people_unmet(Reader& reader, RoundId round) {
  std::map<std::pair<Audience, ProductId>, std::int64_t> counts;
  for (auto rows = reader.query(select_people_unmet, {round}); rows.next();)
    counts[{audience_at(rows, 0), rows.id<ProductId>(1)}] = rows.integer(2);
  return counts;
}

}  // namespace relais::impact
