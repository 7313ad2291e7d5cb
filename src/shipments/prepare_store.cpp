#include <limits>
#include <map>
#include <set>

#include "allocation/allocation.hpp"
#include "shipments/refusals.hpp"
#include "shipments/shipments.hpp"

namespace relais::shipments {
namespace {

using base::Refusal;
using base::Result;
using store::Transaction;

constexpr auto count_allocations = "SELECT COUNT(*) FROM allocation_allocation WHERE id = $1";

/// A structure and a depot.
using Parcel = std::pair<OrganisationId, OrganisationId>;

// Whoever prepares holds the sequence, so that two never make the same shipment.
constexpr auto lock_sequence = "UPDATE shipments_sequence SET last = last WHERE id = 1";
constexpr auto take_numbers = "UPDATE shipments_sequence SET last = last + $1 WHERE id = 1 RETURNING last";

struct New {
  ShipmentId id;
  Parcel parcel;
  std::vector<Line> lines;
};

/// Open reservations that are not in a shipment yet, in the order of structure and depot codes.
std::vector<New> list_new(Transaction& transaction, AllocationId allocation, const std::set<Parcel>& existing) {
  std::vector<New> fresh;
  for (const auto& one : allocation::list_reservations(transaction, allocation)) {
    const Parcel parcel{one.structure, one.depot};
    if (!one.is_open || existing.contains(parcel)) continue;
    if (fresh.empty() || fresh.back().parcel != parcel) fresh.push_back({transaction.new_id<ShipmentId>(), parcel, {}});
    fresh.back().lines.push_back({one.product, one.kind, one.quantity});
  }
  return fresh;
}

void insert(Transaction& transaction, const ShipPermit& permit, const allocation::Allocation& allocation,
            const std::vector<New>& fresh) {
  auto number = transaction.integer(take_numbers, {fresh.size()}) - static_cast<std::int64_t>(fresh.size());
  const auto now = transaction.now();
  auto shipments = transaction.bulk_insert("shipments_shipment",
                                           "id, programme_id, number, allocation_id, structure_id, depot_id, state, "
                                           "prepared_at, prepared_by");
  for (const auto& one : fresh)
    shipments->row({one.id, allocation.programme, ++number, allocation.id, one.parcel.first, one.parcel.second,
                    code_of(State::prepared), now, permit.actor()});
  shipments->finish();
  auto lines = transaction.bulk_insert("shipments_line", "shipment_id, product_id, kind_id, quantity");
  for (const auto& one : fresh)
    for (const auto& line : one.lines) lines->row({one.id, line.product, line.kind, line.quantity});
  lines->finish();
}

std::vector<Shipment> list_all(store::Reader& reader, const allocation::Allocation& allocation) {
  return list_shipments(reader, allocation.programme,
                        {.allocation = allocation.id, .shipments_max = std::numeric_limits<std::int64_t>::max()});
}

}  // namespace

Result<std::vector<Shipment>> prepare_all(Transaction& transaction, const ShipPermit& permit, AllocationId id) {
  if (transaction.integer(count_allocations, {id}) == 0) return Refusal(refused::allocation_unknown);
  const auto allocation = allocation::get_allocation(transaction, id);
  if (allocation.state != allocation::State::approved)
    return Refusal(refused::allocation_not_approved, {allocation.reference});
  transaction.execute(lock_sequence);
  std::set<Parcel> existing;
  for (const auto& shipment : list_all(transaction, allocation)) existing.emplace(shipment.structure, shipment.depot);
  auto fresh = list_new(transaction, id, existing);
  std::erase_if(fresh,
                [&](const auto& one) { return !permit.coverage().covers(allocation.programme, one.parcel.second); });
  if (!fresh.empty()) insert(transaction, permit, allocation, fresh);
  return list_all(transaction, allocation);
}

}  // namespace relais::shipments
