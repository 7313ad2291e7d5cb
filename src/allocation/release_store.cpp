#include "allocation/release.hpp"

#include <map>

#include <fmt/format.h>

#include "allocation/records.hpp"
#include "allocation/refusals.hpp"
#include "base/text.hpp"
#include "ledger/ledger.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using ledger::AccountKind;
using store::Reader;
using store::Transaction;

constexpr auto select_release_by_request =
    "SELECT r.allocation_id, r.structure_id, r.items, r.reason FROM allocation_release r "
    "JOIN allocation_allocation a ON a.id = r.allocation_id WHERE r.request = $1 AND a.programme_id = $2";
constexpr auto select_releases =
    "SELECT allocation_id, structure_id, items, reason, actor, released_at FROM allocation_release "
    "WHERE allocation_id = $1 ORDER BY released_at, structure_id";
constexpr auto insert_release =
    "INSERT INTO allocation_release (allocation_id, structure_id, request, items, reason, actor, released_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr auto close_of_structure =
    "UPDATE allocation_reservation SET is_open = 0 WHERE allocation_id = $1 AND structure_id = $2 AND is_open = 1";

Result<std::optional<Released>> find_repeated_release(Reader& reader, ProgrammeId programme,
                                                      const ReleaseOrder& order) {
  auto rows = reader.query(select_release_by_request, {order.request, programme});
  if (!rows.next()) return std::optional<Released>();
  if (rows.id<AllocationId>(0) != order.allocation || rows.id<OrganisationId>(1) != order.structure ||
      rows.text(3) != order.reason)
    return Refusal(refused::request_reused, {order.request});
  return std::optional(Released{rows.integer(2), true});
}

using KindsByDepot = std::map<OrganisationId, std::map<KindId, std::int64_t>>;

Result<KindsByDepot> open_goods(Reader& reader, const Allocation& allocation, OrganisationId structure) {
  KindsByDepot goods;
  bool has_left = false;
  for (const auto& one : list_reservations(reader, allocation.id, structure)) {
    if (one.is_open)
      goods[one.depot][one.kind] += one.quantity;
    else
      has_left = true;
  }
  if (goods.empty()) return Refusal(refused::nothing_reserved, {allocation.reference});
  if (has_left) return Refusal(refused::partly_dispatched, {allocation.reference});
  return goods;
}

/// One entry per depot: reserved -> depot. Gives how many items.
Result<std::int64_t> give_back(Transaction& transaction, const Permit& permit, const Allocation& allocation,
                               const ReleaseOrder& order, const KindsByDepot& goods) {
  std::int64_t items = 0;
  for (const auto& [depot, kinds] : goods) {
    const auto reserved = ledger::open_account(transaction, allocation.programme, AccountKind::reserved, depot);
    const auto free = ledger::open_account(transaction, allocation.programme, AccountKind::depot, depot);
    ledger::EntryOrder entry{allocation.programme,
                             fmt::format("{}/release/{}/{}", allocation.reference, order.structure.value, depot.value),
                             ledger::Reason::reservation_released,
                             allocation.reference,
                             {}};
    for (const auto& [kind, quantity] : kinds) {
      ledger::add_move(entry, reserved, free, kind, quantity);
      items += quantity;
    }
    RELAIS_TRY_DONE(ledger::record(transaction, permit, entry));
  }
  return items;
}

}  // namespace

Result<Released> release(Transaction& transaction, const AllocatePermit& permit, const ReleaseOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  if (base::trim(order.reason).empty()) return Refusal(refused::reason_is_empty);
  const auto allocation = lock_allocation(transaction, order.allocation);
  if (!allocation) return Refusal(refused::allocation_unknown);
  RELAIS_TRY_DONE(permit.check(allocation->programme));
  RELAIS_TRY(const auto repeat, find_repeated_release(transaction, allocation->programme, order));
  if (repeat) return *repeat;
  RELAIS_TRY(const auto goods, open_goods(transaction, *allocation, order.structure));
  RELAIS_TRY(const auto items, give_back(transaction, permit, *allocation, order, goods));
  transaction.execute(close_of_structure, {allocation->id, order.structure});
  transaction.execute(insert_release, {allocation->id, order.structure, order.request, items, order.reason,
                                       permit.actor(), transaction.now()});
  return Released{items, false};
}

std::vector<Release> list_releases(Reader& reader, AllocationId allocation) {
  std::vector<Release> releases;
  for (auto rows = reader.query(select_releases, {allocation}); rows.next();)
    releases.push_back({rows.id<AllocationId>(0), rows.id<OrganisationId>(1), rows.integer(2), rows.string(3),
                        rows.string(4), rows.instant(5)});
  return releases;
}

}  // namespace relais::allocation
