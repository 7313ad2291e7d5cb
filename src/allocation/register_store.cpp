#include "allocation/register.hpp"
#include "base/reference.hpp"

namespace relais::allocation {
namespace {

constexpr auto select_register =
    "SELECT f.number, t.number, o.code, o.name, n.audience, n.product_id, j.granted_before, j.quantity, j.reason, "
    "j.actor, j.adjusted_at FROM allocation_adjustment j JOIN allocation_allocation f ON f.id = j.from_id "
    "JOIN allocation_allocation t ON t.id = j.to_id JOIN needs_need n ON n.id = j.need_id "
    "JOIN people_organisation o ON o.id = n.structure_id "
    "WHERE j.round_id = $1 AND (CAST($2 AS BIGINT) = 0 OR n.structure_id = $2) ORDER BY t.number DESC";

RegisterRow register_row_at(const store::Rows& rows) {
  const auto audience = catalogue::parse_audience(rows.text(4));
  RELAIS_CHECK(audience);
  return {base::format_reference('A', rows.integer(0)),
          base::format_reference('A', rows.integer(1)),
          rows.string(2),
          rows.string(3),
          *audience,
          rows.id<ProductId>(5),
          rows.integer(6),
          rows.maybe_integer(7),
          rows.string(8),
          rows.string(9),
          rows.instant(10)};
}

}  // namespace

std::vector<RegisterRow> list_register(store::Reader& reader, RoundId round, OrganisationId structure) {
  std::vector<RegisterRow> list;
  for (auto rows = reader.query(select_register, {round, structure}); rows.next();)
    list.push_back(register_row_at(rows));
  return list;
}

}  // namespace relais::allocation
