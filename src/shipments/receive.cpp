#include <algorithm>

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
using store::Reader;
using store::Transaction;

std::vector<Content> all_arrived(const Goods& goods) {
  std::vector<Content> contents;
  for (const auto& [kind, quantity] : goods) contents.push_back({kind, quantity, quantity, 0, 0, 0});
  return contents;
}

Result<> check(const Shipment& shipment, const Discrepancy& one, std::int64_t shipped) {
  if (one.missing < 0 || one.damaged < 0 || one.extra < 0) return Refusal(refused::discrepancy_is_negative);
  if (one.missing == 0 && one.damaged == 0 && one.extra == 0) return Refusal(refused::discrepancy_is_empty);
  // Each alone first: two huge numbers must not add up to a small one.
  if (one.missing > shipped || one.damaged > shipped - one.missing)
    return Refusal(refused::more_than_shipped,
                   {shipment.reference, std::to_string(std::max(one.missing, one.damaged)), std::to_string(shipped)});
  return Done{};
}

/// What was found, per kind: everything shipped, and the kinds that should not have been there.
Result<std::vector<Content>> contents_of(Reader& reader, const Shipment& shipment, const ReceiptOrder& order) {
  auto contents = all_arrived(shipped_goods(reader, shipment.id));
  std::vector<KindId> seen;
  for (const auto& one : order.discrepancies) {
    if (!is_kind_of(reader, shipment.programme, one.kind)) return Refusal(refused::kind_unknown);
    if (std::find(seen.begin(), seen.end(), one.kind) != seen.end()) return Refusal(refused::discrepancy_repeated);
    seen.push_back(one.kind);
    auto found = std::find_if(contents.begin(), contents.end(), [&](const auto& it) { return it.kind == one.kind; });
    if (found == contents.end()) found = contents.insert(found, {one.kind, 0, 0, 0, 0, 0});
    RELAIS_TRY_DONE(check(shipment, one, found->shipped));
    *found = {one.kind,    found->shipped, found->shipped - one.missing - one.damaged,
              one.missing, one.damaged,    one.extra};
  }
  return contents;
}

Result<> record_unless_empty(Transaction& transaction, const ReceivePermit& permit, const ledger::EntryOrder& entry) {
  if (!entry.postings.empty()) RELAIS_TRY_DONE(ledger::record(transaction, permit, entry));
  return Done{};
}

/// in_transit -> shelf for what arrived; what did not goes to the depot's losses, what is too much comes from there.
Result<> move_goods(Transaction& transaction, const ReceivePermit& permit, const Shipment& shipment,
                    const std::vector<Content>& contents) {
  const auto programme = shipment.programme;
  const auto in_transit = ledger::open_account(transaction, programme, AccountKind::in_transit, shipment.structure);
  const auto shelf = ledger::open_account(transaction, programme, AccountKind::shelf, shipment.structure);
  const auto lost = ledger::open_account(transaction, programme, AccountKind::lost, shipment.depot);
  ledger::EntryOrder arrival{
      programme, shipment.reference + "/receive", ledger::Reason::received, shipment.reference, {}};
  ledger::EntryOrder difference{
      programme, shipment.reference + "/discrepancy", ledger::Reason::discrepancy, shipment.reference, {}};
  for (const auto& one : contents) {
    if (one.arrived > 0) ledger::add_move(arrival, in_transit, shelf, one.kind, one.arrived);
    if (one.missing + one.damaged > 0)
      ledger::add_move(difference, in_transit, lost, one.kind, one.missing + one.damaged);
    if (one.extra > 0) ledger::add_move(difference, lost, shelf, one.kind, one.extra);
  }
  RELAIS_TRY_DONE(record_unless_empty(transaction, permit, arrival));
  return record_unless_empty(transaction, permit, difference);
}

std::int64_t arrived_in(const std::vector<Content>& contents) {
  std::int64_t arrived = 0;
  for (const auto& one : contents) arrived += one.arrived + one.extra;
  return arrived;
}

/// A request that acted before: the same content gives the same outcome.
Result<Received> repeat(Reader& reader, const Locked& locked, const ReceiptOrder& order) {
  const auto& shipment = locked.shipment;
  if (locked.requests.receipt != order.request) return Refusal(refused::already_received, {shipment.reference});
  const auto recorded = list_contents(reader, shipment.id);
  RELAIS_TRY(const auto contents, contents_of(reader, shipment, order));
  if (!std::is_permutation(contents.begin(), contents.end(), recorded.begin(), recorded.end()))
    return Refusal(refused::request_reused, {order.request});
  return Received{shipment.id, arrived_in(recorded), true};
}

}  // namespace

Result<Received> receive(Transaction& transaction, const ReceivePermit& permit, const ReceiptOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  const auto locked = lock_shipment(transaction, order.shipment);
  if (!locked) return Refusal(refused::shipment_unknown);
  const auto& shipment = locked->shipment;
  RELAIS_TRY_DONE(permit.check(shipment.programme, shipment.structure));
  if (shipment.state == State::received) return repeat(transaction, *locked, order);
  if (shipment.state == State::prepared) return Refusal(refused::not_dispatched, {shipment.reference});
  RELAIS_TRY(const auto contents, contents_of(transaction, shipment, order));
  RELAIS_TRY_DONE(move_goods(transaction, permit, shipment, contents));
  mark_received(transaction, permit, order, contents);
  RELAIS_TRY_DONE(tell_received(transaction, shipment, contents));
  return Received{shipment.id, arrived_in(contents), false};
}

Result<std::vector<Received>> receive_many(Transaction& transaction, const ReceivePermit& permit,
                                           const std::vector<ReceiptOrder>& orders) {
  std::vector<Received> all;
  for (const auto& order : orders) {
    RELAIS_TRY(const Received one, receive(transaction, permit, order));
    all.push_back(one);
  }
  return all;
}

}  // namespace relais::shipments
