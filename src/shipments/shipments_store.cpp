#include "base/reference.hpp"
#include "shipments/records.hpp"

namespace relais::shipments {
namespace {

using store::Reader;
using store::Rows;
using store::Transaction;

constexpr std::string_view select_shipments =
    "SELECT s.id, s.programme_id, s.number, s.allocation_id, s.structure_id, s.depot_id, s.state, "
    "(SELECT CAST(SUM(l.quantity) AS BIGINT) FROM shipments_line l WHERE l.shipment_id = s.id), "
    "s.prepared_at, s.dispatched_at, s.received_at, COALESCE(s.dispatch_request, ''), COALESCE(s.receipt_request, '') "
    "FROM shipments_shipment s WHERE ";
const std::string select_by_id = std::string(select_shipments) + "s.id = $1";
const std::string select_by_number = std::string(select_shipments) + "s.number = $1";
const std::string select_page =
    std::string(select_shipments) +
    "s.programme_id = $1 AND (CAST($2 AS BIGINT) = 0 OR s.allocation_id = $2) "
    "AND (CAST($3 AS BIGINT) = 0 OR s.structure_id = $3) AND (CAST($4 AS BIGINT) = 0 OR s.depot_id = $4) "
    "AND ($5 = '' OR s.state = $5) AND s.id > $6 ORDER BY s.id LIMIT $7";

std::optional<base::Instant> maybe_instant(const Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(rows.instant(column));
}

Shipment shipment_of(const Rows& rows) {
  const auto state = parse_state(rows.text(6));
  RELAIS_CHECK(state.has_value());
  return {.id = rows.id<ShipmentId>(0),
          .programme = rows.id<ProgrammeId>(1),
          .reference = base::format_reference('S', rows.integer(2)),
          .allocation = rows.id<AllocationId>(3),
          .structure = rows.id<OrganisationId>(4),
          .depot = rows.id<OrganisationId>(5),
          .state = *state,
          .items = rows.integer(7),
          .prepared_at = rows.instant(8),
          .dispatched_at = maybe_instant(rows, 9),
          .received_at = maybe_instant(rows, 10)};
}

// Changes nothing, but takes the row: two acts on one shipment never overlap, on any engine.
constexpr auto lock_by_id = "UPDATE shipments_shipment SET state = state WHERE id = $1";
constexpr auto update_dispatched =
    "UPDATE shipments_shipment SET state = 'dispatched', dispatch_request = $2, dispatched_at = $3, "
    "dispatched_by = $4 WHERE id = $1";
constexpr auto update_received =
    "UPDATE shipments_shipment SET state = 'received', receipt_request = $2, received_at = $3, received_by = $4 "
    "WHERE id = $1";
constexpr auto insert_content =
    "INSERT INTO shipments_content (shipment_id, kind_id, shipped, arrived, missing, damaged, extra) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr auto select_goods =
    "SELECT kind_id, CAST(SUM(quantity) AS BIGINT) FROM shipments_line WHERE shipment_id = $1 GROUP BY kind_id";
constexpr auto count_kind = "SELECT COUNT(*) FROM catalogue_kind WHERE programme_id = $1 AND id = $2";

}  // namespace

std::optional<Shipment> find_shipment(Reader& reader, std::string_view reference) {
  const auto number = base::parse_reference('S', reference);
  if (!number) return std::nullopt;
  auto rows = reader.query(select_by_number, {*number});
  if (!rows.next()) return std::nullopt;
  return shipment_of(rows);
}

Shipment get_shipment(Reader& reader, ShipmentId id) {
  auto rows = reader.query(select_by_id, {id});
  RELAIS_CHECK(rows.next());
  return shipment_of(rows);
}

std::vector<Shipment> list_shipments(Reader& reader, ProgrammeId programme, const ShipmentFilter& filter) {
  std::vector<Shipment> shipments;
  auto rows =
      reader.query(select_page, {programme, filter.allocation, filter.structure, filter.depot,
                                 filter.state ? code_of(*filter.state) : "", filter.after, filter.shipments_max});
  while (rows.next()) shipments.push_back(shipment_of(rows));
  return shipments;
}

std::optional<Locked> lock_shipment(Transaction& transaction, ShipmentId id) {
  if (transaction.execute(lock_by_id, {id}) == 0) return std::nullopt;
  auto rows = transaction.query(select_by_id, {id});
  RELAIS_CHECK(rows.next());
  return Locked{shipment_of(rows), {rows.string(11), rows.string(12)}};
}

Goods shipped_goods(Reader& reader, ShipmentId shipment) {
  Goods goods;
  for (auto rows = reader.query(select_goods, {shipment}); rows.next();) goods[rows.id<KindId>(0)] = rows.integer(1);
  return goods;
}

void mark_dispatched(Transaction& transaction, const ShipPermit& permit, const DispatchOrder& order) {
  transaction.execute(update_dispatched, {order.shipment, order.request, transaction.now(), permit.actor()});
}

void mark_received(Transaction& transaction, const ReceivePermit& permit, const ReceiptOrder& order,
                   const std::vector<Content>& contents) {
  transaction.execute(update_received, {order.shipment, order.request, transaction.now(), permit.actor()});
  for (const auto& one : contents)
    transaction.execute(insert_content,
                        {order.shipment, one.kind, one.shipped, one.arrived, one.missing, one.damaged, one.extra});
}

bool is_kind_of(Reader& reader, ProgrammeId programme, KindId kind) {
  return reader.integer(count_kind, {programme, kind}) == 1;
}

}  // namespace relais::shipments
