#include "shipments/deliveries.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/reference.hpp"

namespace relais::shipments {
namespace {

using store::Reader;

constexpr std::string_view select_deliveries =
    "SELECT s.id, s.programme_id, s.number, s.allocation_id, s.structure_id, s.depot_id, s.state, "
    "(SELECT CAST(SUM(l.quantity) AS BIGINT) FROM shipments_line l WHERE l.shipment_id = s.id), "
    "s.prepared_at, s.dispatched_at, s.received_at, o.name, o.departement, d.name, o.code, d.code "
    "FROM shipments_shipment s JOIN people_organisation o ON o.id = s.structure_id "
    "JOIN people_organisation d ON d.id = s.depot_id "
    "WHERE s.programme_id = $1 AND s.id < $2 AND ($3 = '' OR s.state = $3)";
constexpr std::string_view newest_first = " ORDER BY s.id DESC LIMIT $4";

/// A list of placeholders that repeats its last id up to a power of two: few texts of SQL, whatever the number of ids.
std::string placeholders(std::vector<store::Parameter>& values, const std::vector<OrganisationId>& ids) {
  std::size_t count = 1;
  while (count < ids.size()) count *= 2;
  std::string list;
  for (std::size_t at = 0; at < count; ++at) {
    values.emplace_back(ids.empty() ? OrganisationId{} : ids[std::min(at, ids.size() - 1)]);
    list += fmt::format("{}${}", at == 0 ? "" : ", ", values.size());
  }
  return list;
}

Delivery delivery_of(const store::Rows& rows) {
  const auto instant = [&](int column) {
    return rows.is_null(column) ? std::nullopt : std::optional(rows.instant(column));
  };
  const auto state = parse_state(rows.text(6));
  RELAIS_CHECK(state.has_value());
  return {{.id = rows.id<ShipmentId>(0),
           .programme = rows.id<ProgrammeId>(1),
           .reference = base::format_reference('S', rows.integer(2)),
           .allocation = rows.id<AllocationId>(3),
           .structure = rows.id<OrganisationId>(4),
           .depot = rows.id<OrganisationId>(5),
           .state = *state,
           .items = rows.integer(7),
           .prepared_at = rows.instant(8),
           .dispatched_at = instant(9),
           .received_at = instant(10)},
          rows.string(11),
          rows.string(12),
          rows.string(13),
          rows.string(14),
          rows.string(15)};
}

}  // namespace

std::vector<Delivery> list_deliveries(Reader& reader, ProgrammeId programme, const DeliveryFilter& filter) {
  constexpr auto newest = std::numeric_limits<std::int64_t>::max();
  std::vector<store::Parameter> values{programme, filter.before ? filter.before.value : newest,
                                       filter.state ? code_of(*filter.state) : "", filter.deliveries_max};
  std::string sql(select_deliveries);
  if (filter.parties) {
    const auto list = placeholders(values, *filter.parties);
    sql += fmt::format(" AND (s.structure_id IN ({0}) OR s.depot_id IN ({0}))", list);
  }
  if (filter.structures) sql += fmt::format(" AND s.structure_id IN ({})", placeholders(values, *filter.structures));
  std::vector<Delivery> deliveries;
  for (auto rows = reader.query(sql + std::string(newest_first), values); rows.next();)
    deliveries.push_back(delivery_of(rows));
  return deliveries;
}

}  // namespace relais::shipments
