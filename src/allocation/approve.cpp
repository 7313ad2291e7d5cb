#include <map>

#include <fmt/format.h>

#include "allocation/depots.hpp"
#include "allocation/distances.hpp"
#include "allocation/events.hpp"
#include "allocation/prove.hpp"
#include "allocation/refusals.hpp"
#include "ledger/ledger.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using ledger::AccountKind;
using store::Reader;
using store::Transaction;

/// Whether the proposal may still be approved.
Result<> check_still_stands(Reader& reader, const Recorded& recorded, base::Day day) {
  const auto& allocation = recorded.allocation;
  if (needs::fingerprint_of_approved_needs(reader, allocation.round, day) != allocation.needs_fingerprint)
    return Refusal(refused::needs_changed);
  Inputs now;
  now.kinds = recorded.inputs.kinds;
  read_free_stock(reader, allocation.programme, now);
  if (stock_fingerprint(now) != allocation.stock_fingerprint) return Refusal(refused::stock_changed);
  return base::Done{};
}

Result<> check_is_proposed(const Allocation& allocation) {
  if (allocation.state == State::approved) return Refusal(refused::already_approved, {allocation.reference});
  if (allocation.state == State::superseded) return Refusal(refused::superseded, {allocation.reference});
  if (allocation.state == State::trial) return Refusal(refused::is_a_trial, {allocation.reference});
  return base::Done{};
}

/// The independent checker must find no fault in what is recorded.
Result<> check_proof(const Proof& proof, const Allocation& allocation) {
  if (!proof.are_inputs_intact) return Refusal(refused::inputs_altered, {allocation.reference});
  if (!proof.faults.empty())
    return Refusal(refused::plan_is_wrong,
                   {allocation.reference, proof.faults.front().french, proof.faults.front().english});
  return base::Done{};
}

using Goods = std::map<KindId, std::int64_t>;
/// By depot first: its accounts are opened once.
using GoodsByParcel = std::map<std::pair<OrganisationId, OrganisationId>, Goods>;

GoodsByParcel by_parcel(const std::vector<Reservation>& reservations) {
  GoodsByParcel parcels;
  for (const auto& one : reservations) parcels[{one.depot, one.structure}][one.kind] += one.quantity;
  return parcels;
}

/// One entry for each structure and depot: depot -> reserved.
Result<> reserve(Transaction& transaction, const Permit& permit, const Allocation& allocation,
                 const std::vector<Reservation>& reservations) {
  OrganisationId opened;
  ledger::AccountId free, reserved;
  for (const auto& [parcel, goods] : by_parcel(reservations)) {
    const auto& [depot, structure] = parcel;
    if (depot != opened) {
      free = ledger::open_account(transaction, allocation.programme, AccountKind::depot, depot);
      reserved = ledger::open_account(transaction, allocation.programme, AccountKind::reserved, depot);
      opened = depot;
    }
    ledger::EntryOrder entry{allocation.programme,
                             fmt::format("{}/reserve/{}/{}", allocation.reference, structure.value, depot.value),
                             ledger::Reason::reserved,
                             allocation.reference,
                             {}};
    for (const auto& [kind, quantity] : goods) ledger::add_move(entry, free, reserved, kind, quantity);
    RELAIS_TRY_DONE(ledger::record(transaction, permit, entry));
  }
  return base::Done{};
}

}  // namespace

Result<Proof> check_before_approval(Reader& reader, AllocationId id, base::Day day) {
  const auto allocation = find_by_id(reader, id);
  if (!allocation) return Refusal(refused::allocation_unknown);
  RELAIS_TRY_DONE(check_is_proposed(*allocation));
  const auto recorded = read_recorded(reader, id);
  RELAIS_TRY_DONE(check_still_stands(reader, recorded, day));
  auto proof = prove(recorded);
  RELAIS_TRY_DONE(check_proof(proof, *allocation));
  return proof;
}

Result<Approved> approve(Transaction& transaction, const AllocatePermit& permit, const ApprovalOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  const auto allocation = lock_allocation(transaction, order.allocation);
  if (!allocation) return Refusal(refused::allocation_unknown);
  RELAIS_TRY_DONE(permit.check(allocation->programme));
  if (allocation->state == State::approved) {
    if (approval_request_of(transaction, allocation->id) != order.request)
      return Refusal(refused::already_approved, {allocation->reference});
    auto before = count_reservations(transaction, allocation->id);
    before.repeated = true;
    return before;
  }
  RELAIS_TRY_DONE(check_is_proposed(*allocation));

  const auto recorded = read_recorded(transaction, allocation->id);
  RELAIS_TRY_DONE(check_still_stands(transaction, recorded, order.day));
  RELAIS_TRY_DONE(check_proof(prove(recorded), *allocation));
  const auto reservations = assign_depots(recorded, read_distances(transaction, allocation->id));
  RELAIS_TRY_DONE(reserve(transaction, permit, *allocation, reservations));
  insert_reservations(transaction, reservations);
  insert_granted(transaction, recorded);
  mark_approved(transaction, permit, order);
  RELAIS_TRY_DONE(tell_approved(transaction, *allocation, reservations));
  return count_reservations(transaction, allocation->id);
}

}  // namespace relais::allocation
