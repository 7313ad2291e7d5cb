#include "allocation/earlier.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr auto select_granted_by_need =
    "SELECT l.need_id, CAST(SUM(l.granted) AS BIGINT) FROM allocation_allocation a "
    "JOIN allocation_line l ON l.allocation_id = a.id WHERE a.round_id = $1 AND a.state = 'approved' "
    "GROUP BY l.need_id";
constexpr auto select_granted_in =
    "SELECT l.need_id, l.granted FROM allocation_allocation a JOIN allocation_line l ON l.allocation_id = a.id "
    "WHERE a.round_id = $1 AND a.id = $2";
constexpr auto select_granted_so_far =
    "SELECT l.structure_id, l.audience, l.product_id, CAST(SUM(l.granted) AS BIGINT) FROM allocation_allocation a "
    "JOIN allocation_line l ON l.allocation_id = a.id WHERE a.programme_id = $1 AND a.state = 'approved' "
    "GROUP BY l.structure_id, l.audience, l.product_id";

std::map<NeedId, std::int64_t> by_need(store::Rows rows) {
  std::map<NeedId, std::int64_t> granted;
  while (rows.next()) granted.emplace(rows.id<NeedId>(0), rows.integer(1));
  return granted;
}

}  // namespace

std::map<NeedId, std::int64_t> granted_by_need(Reader& reader, RoundId round) {
  return by_need(reader.query(select_granted_by_need, {round}));
}

std::optional<std::map<NeedId, std::int64_t>> granted_in(Reader& reader, RoundId round, AllocationId allocation) {
  auto granted = by_need(reader.query(select_granted_in, {round, allocation}));
  if (granted.empty()) return std::nullopt;
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

}  // namespace relais::allocation
