#include <fmt/format.h>

#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Transaction;

constexpr auto count_all =
    "SELECT COUNT(*), CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM allocation_reservation WHERE allocation_id = $1";
constexpr auto select_reservations =
    "SELECT r.structure_id, r.depot_id, r.product_id, r.kind_id, r.quantity, r.is_open FROM allocation_reservation r "
    "JOIN people_organisation s ON s.id = r.structure_id JOIN people_organisation d ON d.id = r.depot_id "
    "JOIN catalogue_product p ON p.id = r.product_id JOIN catalogue_kind k ON k.id = r.kind_id "
    "WHERE r.allocation_id = $1 AND (CAST($2 AS BIGINT) = 0 OR r.structure_id = $2) ORDER BY s.code, d.code, p.code, "
    "k.code";
constexpr auto close_of_parcel =
    "UPDATE allocation_reservation SET is_open = 0 "
    "WHERE allocation_id = $1 AND structure_id = $2 AND depot_id = $3 AND is_open = 1";
constexpr auto sum_of_parcel =
    "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM allocation_reservation "
    "WHERE allocation_id = $1 AND structure_id = $2 AND depot_id = $3 AND is_open = 1";

// Both sides as rows of one sign: whatever does not add up to zero is a difference.
constexpr auto select_fault =
    "SELECT o.code, k.code, CAST(SUM(v.open) AS BIGINT), CAST(SUM(v.held) AS BIGINT) FROM ("
    "SELECT r.depot_id AS depot_id, r.kind_id AS kind_id, r.quantity AS open, 0 AS held FROM allocation_reservation r "
    "JOIN allocation_allocation a ON a.id = r.allocation_id WHERE r.is_open = 1 AND a.programme_id = $1 "
    "UNION ALL SELECT c.holder_id, b.kind_id, 0, b.quantity FROM ledger_account c "
    "JOIN ledger_balance b ON b.account_id = c.id WHERE c.kind = 'reserved' AND c.programme_id = $1) v "
    "JOIN people_organisation o ON o.id = v.depot_id JOIN catalogue_kind k ON k.id = v.kind_id "
    "GROUP BY o.code, k.code HAVING SUM(v.open) <> SUM(v.held) ORDER BY o.code, k.code LIMIT 1";

}  // namespace

void insert_reservations(Transaction& transaction, const std::vector<Reservation>& reservations) {
  auto bulk = transaction.bulk_insert("allocation_reservation",
                                      "allocation_id, structure_id, depot_id, product_id, kind_id, quantity, is_open");
  for (const auto& one : reservations)
    bulk->row({one.allocation, one.structure, one.depot, one.product, one.kind, one.quantity, one.is_open ? 1 : 0});
  bulk->finish();
}

Approved count_reservations(Reader& reader, AllocationId allocation) {
  auto rows = reader.query(count_all, {allocation});
  RELAIS_CHECK(rows.next());
  return {rows.integer(0), rows.integer(1), false};
}

std::vector<Reservation> list_reservations(Reader& reader, AllocationId allocation, OrganisationId structure) {
  std::vector<Reservation> reservations;
  for (auto rows = reader.query(select_reservations, {allocation, structure}); rows.next();)
    reservations.push_back({allocation, rows.id<OrganisationId>(0), rows.id<OrganisationId>(1), rows.id<ProductId>(2),
                            rows.id<KindId>(3), rows.integer(4), rows.boolean(5)});
  return reservations;
}

std::int64_t close_reservations(Transaction& transaction, AllocationId allocation, OrganisationId structure,
                                OrganisationId depot) {
  const auto items = transaction.integer(sum_of_parcel, {allocation, structure, depot});
  transaction.execute(close_of_parcel, {allocation, structure, depot});
  return items;
}

std::optional<Label> find_reservation_fault(Reader& reader, ProgrammeId programme) {
  auto rows = reader.query(select_fault, {programme});
  if (!rows.next()) return std::nullopt;
  const auto depot = rows.string(0), kind = rows.string(1);
  const auto open = rows.integer(2), held = rows.integer(3);
  return Label{fmt::format("Dépôt {}, article {} : {} réservés par les attributions, {} dans le compte des réservés.",
                           depot, kind, open, held),
               fmt::format("Depot {}, kind {}: {} reserved by allocations, {} in the account of reserved goods.", depot,
                           kind, open, held)};
}

}  // namespace relais::allocation
