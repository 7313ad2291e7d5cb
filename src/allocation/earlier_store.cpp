#include "allocation/earlier.hpp"

#include <set>

#include "allocation/gather.hpp"
#include "allocation/passing.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr auto select_programme_of_round = "SELECT programme_id FROM needs_round WHERE id = $1";
constexpr auto select_granted_by_need =
    "SELECT l.need_id, CAST(SUM(l.granted) AS BIGINT) FROM allocation_allocation a "
    "JOIN allocation_line l ON l.allocation_id = a.id WHERE a.round_id = $1 AND a.state = 'approved' "
    "GROUP BY l.need_id";
constexpr auto count_of_round = "SELECT COUNT(*) FROM allocation_allocation WHERE round_id = $1 AND id = $2";
constexpr auto select_released = "SELECT structure_id FROM allocation_release WHERE allocation_id = $1";
constexpr auto select_granted_so_far =
    "SELECT l.structure_id, l.audience, l.product_id, CAST(SUM(l.granted) AS BIGINT) FROM allocation_allocation a "
    "JOIN allocation_line l ON l.allocation_id = a.id WHERE a.programme_id = $1 AND a.state = 'approved' "
    "GROUP BY l.structure_id, l.audience, l.product_id";

// A change of a need raises its version; needs and changes of accreditation are never removed. The plus keeps the index
// away: needs are read one after the other, and not each looked up by its place in it, which takes three times as long.
constexpr auto sum_needs_of_round =
    "SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM needs_need WHERE +round_id = $1";
constexpr auto count_accreditations =
    "SELECT COUNT(*) FROM people_accreditation c JOIN people_organisation o ON o.id = c.organisation_id "
    "WHERE o.programme_id = $1";

Grants grants_of(store::Rows rows) {
  Grants granted;
  while (rows.next()) granted.emplace(rows.id<NeedId>(0), rows.integer(1));
  return granted;
}

}  // namespace

std::optional<ProgrammeId> find_programme_of(Reader& reader, RoundId round) {
  auto rows = reader.query(select_programme_of_round, {round});
  if (!rows.next()) return std::nullopt;
  return rows.id<ProgrammeId>(0);
}

Grants granted_by_need(Reader& reader, RoundId round) {
  return grants_of(reader.query(select_granted_by_need, {round}));
}

std::optional<Grants> granted_in(Reader& reader, RoundId round, AllocationId allocation) {
  if (reader.integer(count_of_round, {round, allocation}) == 0) return std::nullopt;
  std::set<OrganisationId> released;
  for (auto rows = reader.query(select_released, {allocation}); rows.next();)
    released.insert(rows.id<OrganisationId>(0));
  Grants granted;
  for_each_line(reader, allocation, [&](const PassingLine& passing) {
    if (!released.contains(passing.structure)) granted.emplace(passing.line.input.need, passing.line.granted);
  });
  return granted;
}

Past granted_so_far(Reader& reader, ProgrammeId programme) {
  Past past;
  for (auto rows = reader.query(select_granted_so_far, {programme}); rows.next();) {
    const auto audience = catalogue::parse_audience(rows.text(1));
    RELAIS_CHECK(audience.has_value());
    past[{rows.id<OrganisationId>(0), *audience, rows.id<ProductId>(2)}] = rows.integer(3);
  }
  return past;
}

NeedsStamp stamp_of_needs(Reader& reader, ProgrammeId programme, RoundId round) {
  auto rows = reader.query(sum_needs_of_round, {round});
  RELAIS_CHECK(rows.next());
  return {rows.integer(0), rows.integer(1), reader.integer(count_accreditations, {programme})};
}

}  // namespace relais::allocation
