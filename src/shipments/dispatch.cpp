#include "allocation/allocation.hpp"
#include "ledger/ledger.hpp"
#include "shipments/events.hpp"
#include "shipments/records.hpp"
#include "shipments/refusals.hpp"

namespace relais::shipments {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using ledger::AccountKind;
using store::Transaction;

Result<> check_accredited(Transaction& transaction, const Shipment& shipment, base::Day day) {
  const auto structure = people::get_organisation(transaction, shipment.structure);
  if (people::is_accredited(structure, day)) return Done{};
  return Refusal(refused::structure_not_accredited, {shipment.reference, structure.name});
}

/// One entry, however many items: reserved -> in_transit.
Result<> move_goods(Transaction& transaction, const ShipPermit& permit, const Shipment& shipment) {
  const auto reserved = ledger::open_account(transaction, shipment.programme, AccountKind::reserved, shipment.depot);
  const auto in_transit =
      ledger::open_account(transaction, shipment.programme, AccountKind::in_transit, shipment.structure);
  ledger::EntryOrder entry{
      shipment.programme, shipment.reference + "/dispatch", ledger::Reason::dispatched, shipment.reference, {}};
  for (const auto& [kind, quantity] : shipped_goods(transaction, shipment.id))
    ledger::add_move(entry, reserved, in_transit, kind, quantity);
  RELAIS_TRY_DONE(ledger::record(transaction, permit, entry));
  return Done{};
}

}  // namespace

Result<Dispatched> dispatch(Transaction& transaction, const ShipPermit& permit, const DispatchOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  const auto locked = lock_shipment(transaction, order.shipment);
  if (!locked) return Refusal(refused::shipment_unknown);
  const auto& shipment = locked->shipment;
  RELAIS_TRY_DONE(permit.check(shipment.programme, shipment.depot));
  if (shipment.state != State::prepared) {
    if (locked->requests.dispatch == order.request) return Dispatched{shipment.id, true};
    return Refusal(refused::already_dispatched, {shipment.reference});
  }
  RELAIS_TRY_DONE(check_accredited(transaction, shipment, order.day));
  RELAIS_TRY_DONE(move_goods(transaction, permit, shipment));
  const auto closed =
      allocation::close_reservations(transaction, shipment.allocation, shipment.structure, shipment.depot);
  RELAIS_CHECK(closed == shipment.items);
  mark_dispatched(transaction, permit, order);
  RELAIS_TRY_DONE(tell_dispatched(transaction, shipment));
  return Dispatched{shipment.id, false};
}

Result<std::vector<Dispatched>> dispatch_many(Transaction& transaction, const ShipPermit& permit,
                                              const std::vector<DispatchOrder>& orders) {
  std::vector<Dispatched> all;
  for (const auto& order : orders) {
    RELAIS_TRY(const Dispatched one, dispatch(transaction, permit, order));
    all.push_back(one);
  }
  return all;
}

}  // namespace relais::shipments
