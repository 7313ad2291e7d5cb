#include "impact/member_sums.hpp"
#include "impact/reached.hpp"
#include "people/among.hpp"

namespace relais::impact {
namespace {

using people::Coverage;
using store::Reader;

constexpr std::string_view people_of =
    "SELECT h.audience, h.product_id, CAST(SUM(h.people) AS BIGINT), COUNT(*) FROM handover_record h "
    "WHERE h.programme_id = $1";
constexpr std::string_view people_groups = " GROUP BY h.audience, h.product_id ORDER BY 1, 2";
constexpr std::string_view items_of =
    "SELECT h.audience, i.kind_id, CAST(SUM(i.quantity) AS BIGINT) FROM handover_record h "
    "JOIN handover_item i ON i.record_id = h.id WHERE h.programme_id = $1";
constexpr std::string_view items_groups = " GROUP BY h.audience, i.kind_id ORDER BY 1, 2";
constexpr std::string_view structures_of =
    "SELECT COUNT(DISTINCT h.structure_id) FROM handover_record h WHERE h.programme_id = $1";
constexpr std::string_view pledged_of =
    "SELECT p.donor_id, l.kind_id, CAST(SUM(l.quantity) AS BIGINT) FROM gifts_pledge p "
    "JOIN gifts_pledge_line l ON l.pledge_id = p.id WHERE p.programme_id = $1";
constexpr std::string_view pledged_groups = " GROUP BY p.donor_id, l.kind_id";

constexpr std::string_view structures_page =
    "SELECT o.id, o.code, o.name, o.departement FROM people_organisation o WHERE o.programme_id = $1 "
    "AND o.kind = 'structure' AND o.code > $2 AND (EXISTS (SELECT 1 FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.holder_id = o.id AND b.quantity <> 0))";
constexpr std::string_view by_code = " ORDER BY o.code LIMIT $3";
constexpr std::string_view people_by_structure =
    "SELECT h.structure_id, h.product_id, CAST(SUM(h.people) AS BIGINT) FROM handover_record h "
    "WHERE h.structure_id IN (";
constexpr std::string_view by_structure = ") GROUP BY h.structure_id, h.product_id";
constexpr std::string_view goods_by_structure =
    "SELECT a.holder_id, a.kind, CAST(SUM(b.quantity) AS BIGINT) FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.kind IN ('shelf', 'in_transit') AND a.holder_id IN (";
constexpr std::string_view by_holder = ") GROUP BY a.holder_id, a.kind";

store::Rows ask(Reader& reader, std::string_view begin, std::string_view column, std::string_view end,
                ProgrammeId programme, const Coverage& coverage) {
  std::vector<store::Parameter> values{programme};
  const auto sql = std::string(begin) + people::among(coverage, {std::string(column)}, values) + std::string(end);
  return reader.query(sql, values);
}

Audience audience_in(const store::Rows& rows, int column) {
  const auto audience = catalogue::parse_audience(rows.text(column));
  RELAIS_CHECK(audience.has_value());
  return *audience;
}

}  // namespace

std::vector<PeopleSum> sum_people_of(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  std::vector<PeopleSum> sums;
  for (auto rows = ask(reader, people_of, "h.structure_id", people_groups, programme, coverage); rows.next();)
    sums.push_back({{}, audience_in(rows, 0), rows.id<ProductId>(1), rows.integer(2), rows.integer(3)});
  return sums;
}

std::vector<ItemSum> sum_items_of(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  std::vector<ItemSum> sums;
  for (auto rows = ask(reader, items_of, "h.structure_id", items_groups, programme, coverage); rows.next();)
    sums.push_back({{}, audience_in(rows, 0), rows.id<KindId>(1), rows.integer(2)});
  return sums;
}

std::int64_t count_structures_of(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  auto rows = ask(reader, structures_of, "h.structure_id", "", programme, coverage);
  return rows.next() ? rows.integer(0) : 0;
}

std::map<std::pair<OrganisationId, KindId>, std::int64_t> sum_pledged_of(Reader& reader, ProgrammeId programme,
                                                                         const Coverage& coverage) {
  std::map<std::pair<OrganisationId, KindId>, std::int64_t> sums;
  for (auto rows = ask(reader, pledged_of, "p.donor_id", pledged_groups, programme, coverage); rows.next();)
    sums[{rows.id<OrganisationId>(0), rows.id<KindId>(1)}] = rows.integer(2);
  return sums;
}

std::vector<StructureImpact> list_structure_impacts(Reader& reader, const catalogue::Catalogue& catalogue,
                                                    const Coverage& coverage, const std::string& after,
                                                    std::int64_t structures_max) {
  std::vector<store::Parameter> values{catalogue.programme.id, after, structures_max};
  std::vector<StructureImpact> impacts;
  std::vector<OrganisationId> ids;
  const auto page = std::string(structures_page) + people::among(coverage, {"o.id"}, values) + std::string(by_code);
  for (auto rows = reader.query(page, values); rows.next();) {
    ids.push_back(rows.id<OrganisationId>(0));
    impacts.push_back({rows.string(1), rows.string(2), rows.string(3), {}, 0, 0});
  }
  if (ids.empty()) return impacts;
  const auto impact_of = [&](OrganisationId id) -> StructureImpact& {
    return impacts[static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin())];
  };
  std::vector<store::Parameter> listed;
  const auto list = people::placeholders_of(listed, ids);
  for (auto rows = reader.query(std::string(people_by_structure) + list + std::string(by_structure), listed);
       rows.next();)
    add(impact_of(rows.id<OrganisationId>(0)).reached, catalogue,
        {{}, Audience::precarious_person, rows.id<ProductId>(1), rows.integer(2), 0});
  for (auto rows = reader.query(std::string(goods_by_structure) + list + std::string(by_holder), listed);
       rows.next();) {
    auto& impact = impact_of(rows.id<OrganisationId>(0));
    (rows.text(1) == "shelf" ? impact.on_shelf : impact.in_transit) = rows.integer(2);
  }
  return impacts;
}

}  // namespace relais::impact
