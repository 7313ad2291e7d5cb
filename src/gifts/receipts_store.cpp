#include <array>

#include "gifts/events.hpp"
#include "gifts/refusals.hpp"
#include "ledger/ledger.hpp"

namespace relais::gifts {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

namespace {

constexpr auto select_by_request =
    "SELECT id, pledge_id, depot_id, received_at FROM gifts_receipt WHERE programme_id = $1 AND request = $2";
constexpr auto select_receipt_lines =
    "SELECT kind_id, is_second_hand, quantity, surplus FROM gifts_receipt_line WHERE receipt_id = $1 "
    "ORDER BY kind_id, is_second_hand";

std::optional<Receipt> find_by_request(Reader& reader, ProgrammeId programme, std::string_view request) {
  Receipt receipt;
  {
    auto rows = reader.query(select_by_request, {programme, request});
    if (!rows.next()) return std::nullopt;
    receipt = {rows.id<ReceiptId>(0), rows.id<PledgeId>(1), rows.id<OrganisationId>(2), rows.instant(3), {}, true};
  }
  for (auto rows = reader.query(select_receipt_lines, {receipt.id}); rows.next();)
    receipt.lines.push_back({rows.id<KindId>(0), rows.boolean(1), rows.integer(2), rows.integer(3)});
  return receipt;
}

bool has_same_goods(const std::vector<ReceiptLine>& recorded, const std::vector<ReceiptLine>& asked) {
  return std::equal(recorded.begin(), recorded.end(), asked.begin(), asked.end(), [](const auto& a, const auto& b) {
    return a.kind == b.kind && a.is_second_hand == b.is_second_hand && a.quantity == b.quantity;
  });
}

/// The first receipt, when the draft asks for the same again.
Result<Receipt> repeat(Reader& reader, const Catalogue& catalogue, Receipt first, PledgeId pledge,
                       const ReceiptDraft& draft) {
  const auto depot = people::find_organisation(reader, catalogue.programme.id, draft.depot_code);
  const auto lines = check_receipt_lines(catalogue, draft.lines);
  if (first.pledge == pledge && depot && depot->id == first.depot && lines && has_same_goods(first.lines, *lines))
    return first;
  return Refusal(refused::request_reused, {draft.request});
}

void split_surplus(Reader& reader, PledgeId pledge, std::vector<ReceiptLine>& lines) {
  std::map<LineKey, std::int64_t> pledged;
  for (const auto& line : lines_of(reader, pledge)) pledged[line.key] = line.quantity;
  auto received = received_of(reader, pledge);
  for (auto& line : lines) {
    const LineKey key{line.kind, line.is_second_hand};
    line.surplus = surplus_of(pledged[key], received[key], line.quantity);
  }
}

/// The goods of a receipt that move for one reason.
ledger::EntryOrder order_of(Transaction& transaction, const Pledge& pledge, const Receipt& receipt,
                            ledger::Reason reason, const std::string& request) {
  const bool is_surplus = reason == ledger::Reason::surplus_received;
  ledger::EntryOrder order{
      pledge.programme, (is_surplus ? "receipt-surplus:" : "receipt:") + request, reason, pledge.code, {}};
  for (const auto& line : receipt.lines) {
    const auto quantity = is_surplus ? line.surplus : line.quantity - line.surplus;
    if (quantity == 0) continue;
    const auto from = ledger::open_account(transaction, pledge.programme, ledger::AccountKind::donor, pledge.donor);
    const auto to =
        ledger::open_account(transaction, pledge.programme, account_for(line.is_second_hand), receipt.depot);
    ledger::add_move(order, from, to, line.kind, quantity);
  }
  return order;
}

/// Nothing when no goods move for that reason.
Result<std::optional<std::int64_t>> record_part(Transaction& transaction, const GiftPermit& permit,
                                                const Pledge& pledge, const Receipt& receipt, ledger::Reason reason,
                                                const std::string& request) {
  const auto order = order_of(transaction, pledge, receipt, reason, request);
  if (order.postings.empty()) return std::optional<std::int64_t>();
  RELAIS_TRY(const auto recorded, ledger::record(transaction, permit, order));
  return std::optional(recorded.entry.value);
}

constexpr auto insert_receipt =
    "INSERT INTO gifts_receipt (id, programme_id, request, pledge_id, depot_id, entry_id, surplus_entry_id, "
    "received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr auto insert_receipt_line =
    "INSERT INTO gifts_receipt_line (receipt_id, kind_id, is_second_hand, quantity, surplus) "
    "VALUES ($1, $2, $3, $4, $5)";

Result<Receipt> record_receipt(Transaction& transaction, const GiftPermit& permit, const Pledge& pledge,
                               Receipt receipt, const std::string& request) {
  using ledger::Reason;
  RELAIS_TRY(const auto entry, record_part(transaction, permit, pledge, receipt, Reason::gift_received, request));
  RELAIS_TRY(const auto surplus_entry,
             record_part(transaction, permit, pledge, receipt, Reason::surplus_received, request));
  receipt.id = ReceiptId{transaction.next_id()};
  receipt.received_at = transaction.now();
  transaction.execute(insert_receipt, {receipt.id, pledge.programme, request, pledge.id, receipt.depot, entry,
                                       surplus_entry, receipt.received_at, permit.actor()});
  for (const auto& line : receipt.lines)
    transaction.execute(insert_receipt_line,
                        {receipt.id, line.kind, line.is_second_hand ? 1 : 0, line.quantity, line.surplus});
  RELAIS_TRY_DONE(tell_received(transaction, pledge, receipt));
  return receipt;
}

}  // namespace

Result<Receipt> receive(Transaction& transaction, const GiftPermit& permit, const Catalogue& catalogue,
                        const ReceiptDraft& draft) {
  const auto programme = catalogue.programme.id;
  if (draft.request.empty()) return Refusal(refused::request_is_empty);
  const auto pledge = lock_pledge(transaction, programme, draft.pledge_code);
  if (!pledge) return Refusal(refused::pledge_unknown, {draft.pledge_code});
  const auto depot = people::find_organisation(transaction, programme, draft.depot_code);
  if (depot) RELAIS_TRY_DONE(permit.check(programme, depot->id));
  if (auto first = find_by_request(transaction, programme, draft.request))
    return repeat(transaction, catalogue, *std::move(first), pledge->id, draft);
  if (pledge->state == PledgeState::closed) return Refusal(refused::pledge_closed, {pledge->code});
  if (!depot || depot->kind != people::OrganisationKind::depot)
    return Refusal(refused::depot_unknown, {draft.depot_code});
  if (draft.lines.empty()) return Refusal(refused::receipt_is_empty);
  RELAIS_TRY(auto lines, check_receipt_lines(catalogue, draft.lines));
  split_surplus(transaction, pledge->id, lines);
  return record_receipt(transaction, permit, *pledge, {{}, pledge->id, depot->id, {}, std::move(lines), false},
                        draft.request);
}

namespace {

constexpr auto select_to_cancel =
    "SELECT pledge_id, depot_id, entry_id, surplus_entry_id, cancelled_at FROM gifts_receipt WHERE id = $1";
constexpr auto mark_cancelled = "UPDATE gifts_receipt SET cancelled_at = $2, cancelled_by = $3 WHERE id = $1";

struct ReceiptEntries {
  PledgeId pledge;
  OrganisationId depot;
  std::array<std::optional<std::int64_t>, 2> entries;
  bool is_cancelled = false;
};

std::optional<ReceiptEntries> find_entries(Reader& reader, ReceiptId receipt) {
  auto rows = reader.query(select_to_cancel, {receipt});
  if (!rows.next()) return std::nullopt;
  return ReceiptEntries{rows.id<PledgeId>(0),
                        rows.id<OrganisationId>(1),
                        {rows.maybe_integer(2), rows.maybe_integer(3)},
                        !rows.is_null(4)};
}

}  // namespace

Result<Saved> cancel_receipt(Transaction& transaction, const GiftPermit& permit, ReceiptId receipt) {
  const auto name = std::to_string(receipt.value);
  const auto unlocked = find_entries(transaction, receipt);
  if (!unlocked) return Refusal(refused::receipt_unknown, {name});
  const auto pledge = lock_pledge(transaction, unlocked->pledge);
  const auto found = find_entries(transaction, receipt);
  RELAIS_CHECK(pledge && found);
  RELAIS_TRY_DONE(permit.check(pledge->programme, found->depot));
  if (found->is_cancelled) return Saved::unchanged;
  if (pledge->state == PledgeState::closed) return Refusal(refused::pledge_closed, {pledge->code});
  for (const auto& entry : found->entries) {
    if (!entry) continue;
    RELAIS_TRY_DONE(ledger::reverse(transaction, permit, ledger::EntryId{*entry},
                                    "cancel-receipt:" + std::to_string(*entry), pledge->code));
  }
  transaction.execute(mark_cancelled, {receipt, transaction.now(), permit.actor()});
  return Saved::updated;
}

}  // namespace relais::gifts
