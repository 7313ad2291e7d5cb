#include <fmt/format.h>

#include "base/text.hpp"
#include "ledger/refusals.hpp"
#include "ledger/stock.hpp"

namespace relais::ledger {
namespace {

using base::Refusal;
using base::Result;
using people::StockPermit;
using store::Reader;
using store::Transaction;

constexpr auto select_stocktake =
    "SELECT t.entry_id, t.account_id, t.reason FROM ledger_stocktake t WHERE t.programme_id = $1 AND t.request = $2";
constexpr auto insert_stocktake =
    "INSERT INTO ledger_stocktake (entry_id, programme_id, account_id, request, reason) VALUES ($1, $2, $3, $4, $5)";
constexpr auto select_holder_counted =
    "SELECT a.holder_id FROM ledger_stocktake t JOIN ledger_account a ON a.id = t.account_id "
    "WHERE t.entry_id = $1 AND t.programme_id = $2";
constexpr auto select_counted_kinds =
    "SELECT kind_id, quantity FROM ledger_posting WHERE entry_id = $1 AND account_id = $2 ORDER BY kind_id";

/// What the order changes in the account; what agrees changes nothing.
std::vector<std::pair<KindId, std::int64_t>> differences_of(const StocktakeOrder& order) {
  std::vector<std::pair<KindId, std::int64_t>> differences;
  for (const auto& one : order.counted)
    if (one.counted != one.expected) differences.emplace_back(one.kind, one.counted - one.expected);
  std::sort(differences.begin(), differences.end());
  return differences;
}

StockTaken taken_of(EntryId entry, const std::vector<std::pair<KindId, std::int64_t>>& differences, bool repeated) {
  StockTaken taken{entry, 0, 0, repeated};
  for (const auto& [kind, difference] : differences) (difference > 0 ? taken.more : taken.less) += std::abs(difference);
  return taken;
}

Result<std::optional<StockTaken>> find_repeated_stocktake(Reader& reader, ProgrammeId programme, AccountId account,
                                                          const StocktakeOrder& order) {
  EntryId entry;
  {
    auto rows = reader.query(select_stocktake, {programme, order.request});
    if (!rows.next()) return std::optional<StockTaken>();
    if (rows.id<AccountId>(1) != account || rows.text(2) != order.reason)
      return Refusal(refused::request_reused, {order.request});
    entry = rows.id<EntryId>(0);
  }
  std::vector<std::pair<KindId, std::int64_t>> recorded;
  for (auto rows = reader.query(select_counted_kinds, {entry, account}); rows.next();)
    recorded.emplace_back(rows.id<KindId>(0), rows.integer(1));
  if (recorded != differences_of(order)) return Refusal(refused::request_reused, {order.request});
  return std::optional(taken_of(entry, recorded, true));
}

Result<> check_stocktake(const StocktakeOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  if (base::trim(order.reason).empty()) return Refusal(refused::reason_is_empty);
  if (!is_countable(order.account)) return Refusal(refused::not_countable);
  for (const auto& one : order.counted)
    if (one.counted < 0) return Refusal(refused::count_is_negative);
  return base::Done{};
}

}  // namespace

Result<StockTaken> take_stock(Transaction& transaction, const StockPermit& permit, ProgrammeId programme,
                              const StocktakeOrder& order) {
  RELAIS_TRY_DONE(permit.check(programme, order.holder));
  RELAIS_TRY_DONE(check_stocktake(order));
  const auto account = open_account(transaction, programme, order.account, order.holder);
  RELAIS_TRY(const auto repeat, find_repeated_stocktake(transaction, programme, account, order));
  if (repeat) return *repeat;
  const auto differences = differences_of(order);
  for (const auto& one : order.counted)
    if (balance_of(transaction, account, one.kind) != one.expected) return Refusal(refused::stock_moved_meanwhile);
  if (differences.empty()) return Refusal(refused::nothing_differs);
  const auto lost = open_account(transaction, programme, AccountKind::lost, order.holder);
  EntryOrder entry{programme,
                   "stocktake/" + order.request,
                   Reason::adjusted,
                   people::get_organisation(transaction, order.holder).code,
                   {}};
  for (const auto& [kind, difference] : differences) add_move(entry, lost, account, kind, difference);
  RELAIS_TRY(const auto recorded, record(transaction, permit, entry));
  transaction.execute(insert_stocktake, {recorded.entry, programme, account, order.request, order.reason});
  return taken_of(recorded.entry, differences, false);
}

Result<Recorded> reverse_stocktake(Transaction& transaction, const StockPermit& permit, ProgrammeId programme,
                                   EntryId entry, std::string_view request) {
  if (request.empty()) return Refusal(refused::request_is_empty);
  OrganisationId holder;
  {
    auto rows = transaction.query(select_holder_counted, {entry, programme});
    if (!rows.next()) return Refusal(refused::stocktake_unknown);
    holder = rows.id<OrganisationId>(0);
  }
  RELAIS_TRY_DONE(permit.check(programme, holder));
  return reverse(transaction, permit, entry, "stocktake/" + std::string(request),
                 people::get_organisation(transaction, holder).code);
}

}  // namespace relais::ledger
