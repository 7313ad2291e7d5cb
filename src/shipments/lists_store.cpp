#include <fmt/format.h>

#include "base/reference.hpp"
#include "shipments/records.hpp"

namespace relais::shipments {
namespace {

using store::Reader;

constexpr auto select_lines =
    "SELECT l.product_id, l.kind_id, l.quantity FROM shipments_line l JOIN catalogue_product p ON p.id = l.product_id "
    "JOIN catalogue_kind k ON k.id = l.kind_id WHERE l.shipment_id = $1 ORDER BY p.code, k.code";
constexpr auto select_contents =
    "SELECT c.kind_id, c.shipped, c.arrived, c.missing, c.damaged, c.extra FROM shipments_content c "
    "JOIN catalogue_kind k ON k.id = c.kind_id WHERE c.shipment_id = $1 ORDER BY k.code";
constexpr auto select_picks =
    "SELECT l.kind_id, k.code, s.id, s.number, o.code, CAST(SUM(l.quantity) AS BIGINT) FROM shipments_shipment s "
    "JOIN shipments_line l ON l.shipment_id = s.id JOIN catalogue_kind k ON k.id = l.kind_id "
    "JOIN people_organisation o ON o.id = s.structure_id "
    "WHERE s.allocation_id = $1 AND s.depot_id = $2 AND s.state = 'prepared' "
    "GROUP BY k.code, l.kind_id, o.code, s.id, s.number ORDER BY k.code, o.code, s.id";

// The three checks put both sides in one column each, so that a row missing on either side shows.
constexpr auto select_content_fault =
    "SELECT s.number, k.code, CAST(SUM(v.sent) AS BIGINT), CAST(SUM(v.found) AS BIGINT) FROM ("
    "SELECT l.shipment_id AS shipment_id, l.kind_id AS kind_id, l.quantity AS sent, 0 AS found FROM shipments_line l "
    "JOIN shipments_shipment r ON r.id = l.shipment_id WHERE r.state = 'received' "
    "UNION ALL SELECT shipment_id, kind_id, 0, arrived + missing + damaged FROM shipments_content) v "
    "JOIN shipments_shipment s ON s.id = v.shipment_id JOIN catalogue_kind k ON k.id = v.kind_id "
    "WHERE s.programme_id = $1 GROUP BY s.number, k.code HAVING SUM(v.sent) <> SUM(v.found) "
    "ORDER BY s.number, k.code LIMIT 1";
constexpr auto select_line_fault =
    "SELECT s.number, k.code, CAST(SUM(v.sent) AS BIGINT), CAST(SUM(v.found) AS BIGINT) FROM ("
    "SELECT l.shipment_id AS shipment_id, l.kind_id AS kind_id, l.quantity AS sent, 0 AS found FROM shipments_line l "
    "UNION ALL SELECT s.id, r.kind_id, 0, r.quantity FROM shipments_shipment s JOIN allocation_reservation r "
    "ON r.allocation_id = s.allocation_id AND r.structure_id = s.structure_id AND r.depot_id = s.depot_id "
    "AND (r.is_open = 1) = (s.state = 'prepared')) v "
    "JOIN shipments_shipment s ON s.id = v.shipment_id JOIN catalogue_kind k ON k.id = v.kind_id "
    "WHERE s.programme_id = $1 GROUP BY s.number, k.code HAVING SUM(v.sent) <> SUM(v.found) "
    "ORDER BY s.number, k.code LIMIT 1";
constexpr auto select_transit_fault =
    "SELECT o.code, k.code, CAST(SUM(v.sent) AS BIGINT), CAST(SUM(v.found) AS BIGINT) FROM ("
    "SELECT s.structure_id AS structure_id, l.kind_id AS kind_id, l.quantity AS sent, 0 AS found "
    "FROM shipments_shipment s JOIN shipments_line l ON l.shipment_id = s.id "
    "WHERE s.state = 'dispatched' AND s.programme_id = $1 "
    "UNION ALL SELECT a.holder_id, b.kind_id, 0, b.quantity FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.kind = 'in_transit' AND a.programme_id = $1) v "
    "JOIN people_organisation o ON o.id = v.structure_id JOIN catalogue_kind k ON k.id = v.kind_id "
    "GROUP BY o.code, k.code HAVING SUM(v.sent) <> SUM(v.found) ORDER BY o.code, k.code LIMIT 1";

Label fault_of_shipment(const store::Rows& rows, std::string_view french, std::string_view english) {
  const auto reference = base::format_reference('S', rows.integer(0));
  const auto kind = rows.string(1);
  const auto sent = rows.integer(2), found = rows.integer(3);
  return {fmt::format("Expédition {}, article {} : {} dans l'expédition, {} {}.", reference, kind, sent, found, french),
          fmt::format("Shipment {}, kind {}: {} in the shipment, {} {}.", reference, kind, sent, found, english)};
}

}  // namespace

std::vector<Line> list_lines(Reader& reader, ShipmentId shipment) {
  std::vector<Line> lines;
  for (auto rows = reader.query(select_lines, {shipment}); rows.next();)
    lines.push_back({rows.id<ProductId>(0), rows.id<KindId>(1), rows.integer(2)});
  return lines;
}

std::vector<Content> list_contents(Reader& reader, ShipmentId shipment) {
  std::vector<Content> contents;
  for (auto rows = reader.query(select_contents, {shipment}); rows.next();)
    contents.push_back(
        {rows.id<KindId>(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4), rows.integer(5)});
  return contents;
}

std::vector<PickStop> list_picks(Reader& reader, AllocationId allocation, OrganisationId depot) {
  std::vector<PickStop> stops;
  for (auto rows = reader.query(select_picks, {allocation, depot}); rows.next();) {
    const auto kind = rows.id<KindId>(0);
    if (stops.empty() || stops.back().kind != kind) stops.push_back({kind, rows.string(1), 0, {}});
    stops.back().quantity += rows.integer(5);
    stops.back().drops.push_back(
        {rows.id<ShipmentId>(2), base::format_reference('S', rows.integer(3)), rows.string(4), rows.integer(5)});
  }
  return stops;
}

std::optional<Label> find_shipment_fault(Reader& reader, ProgrammeId programme) {
  if (auto rows = reader.query(select_line_fault, {programme}); rows.next())
    return fault_of_shipment(rows, "réservés", "reserved");
  if (auto rows = reader.query(select_content_fault, {programme}); rows.next())
    return fault_of_shipment(rows, "arrivés, manquants ou abîmés", "arrived, missing or damaged");
  auto rows = reader.query(select_transit_fault, {programme});
  if (!rows.next()) return std::nullopt;
  const auto structure = rows.string(0), kind = rows.string(1);
  return Label{fmt::format("Structure {}, article {} : {} en route selon les expéditions, {} dans son compte.",
                           structure, kind, rows.integer(2), rows.integer(3)),
               fmt::format("Structure {}, kind {}: {} under way by shipments, {} in its account.", structure, kind,
                           rows.integer(2), rows.integer(3))};
}

}  // namespace relais::shipments
