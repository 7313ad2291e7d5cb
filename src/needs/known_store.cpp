#include "needs/doubts.hpp"

namespace relais::needs {

using store::Reader;

namespace {

constexpr auto select_population =
    "SELECT c.population FROM people_organisation o JOIN places_commune c ON c.insee = o.commune WHERE o.id = $1";
constexpr auto select_populations =
    "SELECT o.id, c.population FROM people_organisation o JOIN places_commune c ON c.insee = o.commune "
    "WHERE o.programme_id = $1 AND o.kind = 'structure'";
constexpr auto select_people_before =
    "SELECT audience, MAX(COALESCE(checked_people, people)) FROM needs_need WHERE round_id = "
    "(SELECT id FROM needs_round WHERE programme_id = $1 AND (opens_on, id) < ($2, $3) "
    "ORDER BY opens_on DESC, id DESC LIMIT 1) AND structure_id = $4 AND is_withdrawn = 0 GROUP BY audience";
constexpr auto select_all_people_before =
    "SELECT structure_id, audience, MAX(COALESCE(checked_people, people)) FROM needs_need WHERE round_id = "
    "(SELECT id FROM needs_round WHERE programme_id = $1 AND (opens_on, id) < ($2, $3) "
    "ORDER BY opens_on DESC, id DESC LIMIT 1) AND is_withdrawn = 0 GROUP BY structure_id, audience";

Audience audience_known(std::string_view code) {
  const auto audience = catalogue::parse_audience(code);
  RELAIS_CHECK(audience.has_value());
  return *audience;
}

}  // namespace

Known read_known(Reader& reader, const Round& round, OrganisationId structure) {
  Known known;
  if (auto rows = reader.query(select_population, {structure}); rows.next()) known.population = rows.integer(0);
  for (auto rows = reader.query(select_people_before, {round.programme, round.opens_on, round.id, structure});
       rows.next();)
    known.people_before[audience_known(rows.text(0))] = rows.integer(1);
  return known;
}

std::unordered_map<OrganisationId, Known> read_all_known(Reader& reader, const Round& round) {
  std::unordered_map<OrganisationId, Known> all;
  for (auto rows = reader.query(select_populations, {round.programme}); rows.next();)
    all[rows.id<OrganisationId>(0)].population = rows.integer(1);
  for (auto rows = reader.query(select_all_people_before, {round.programme, round.opens_on, round.id}); rows.next();)
    all[rows.id<OrganisationId>(0)].people_before[audience_known(rows.text(1))] = rows.integer(2);
  return all;
}

}  // namespace relais::needs
