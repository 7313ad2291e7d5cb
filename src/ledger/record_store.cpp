#include <algorithm>
#include <map>
#include <span>

#include <fmt/format.h>

#include "ledger/chain.hpp"
#include "ledger/ledger.hpp"
#include "ledger/refusals.hpp"

namespace relais::ledger {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

constexpr auto select_by_request =
    "SELECT id, reason, about, COALESCE(reverses_id, 0) FROM ledger_entry WHERE programme_id = $1 AND request = $2";
constexpr auto select_postings =
    "SELECT account_id, kind_id, quantity FROM ledger_posting WHERE entry_id = $1 ORDER BY line";

std::vector<Posting> postings_of(Reader& reader, EntryId entry) {
  std::vector<Posting> postings;
  for (auto rows = reader.query(select_postings, {entry}); rows.next();)
    postings.push_back({rows.id<AccountId>(0), rows.id<KindId>(1), rows.integer(2)});
  return postings;
}

/// One posting per account and kind, in ascending order: the order in which every writer takes balances.
std::vector<Posting> merged(std::vector<Posting> postings) {
  std::sort(postings.begin(), postings.end());
  std::vector<Posting> out;
  for (const auto& posting : postings) {
    if (!out.empty() && out.back().account == posting.account && out.back().kind == posting.kind)
      out.back().quantity += posting.quantity;
    else
      out.push_back(posting);
  }
  std::erase_if(out, [](const Posting& posting) { return posting.quantity == 0; });
  return out;
}

std::optional<Refusal> imbalance(const std::vector<Posting>& postings) {
  std::map<KindId, std::int64_t> sums;
  for (const auto& posting : postings) sums[posting.kind] += posting.quantity;
  for (const auto& [kind, sum] : sums)
    if (sum != 0) return Refusal(refused::not_balanced, {std::to_string(kind.value), std::to_string(sum)});
  return std::nullopt;
}

/// What the same request recorded before, if it did.
std::optional<Result<Recorded>> find_repeat(Reader& reader, const EntryOrder& order, EntryId reverses,
                                            const std::vector<Posting>& postings) {
  auto rows = reader.query(select_by_request, {order.programme, order.request});
  if (!rows.next()) return std::nullopt;
  const auto entry = rows.id<EntryId>(0);
  const bool same = rows.text(1) == code_of(order.reason) && rows.text(2) == order.about &&
                    rows.integer(3) == reverses.value && postings_of(reader, entry) == postings;
  if (!same) return Refusal(refused::request_reused, {order.request});
  return Recorded{entry, true};
}

constexpr auto select_head = "SELECT position, hash FROM ledger_entry WHERE strand = $1 ORDER BY position DESC LIMIT 1";
constexpr auto insert_entry =
    "INSERT INTO ledger_entry (id, programme_id, strand, position, request, reason, about, actor, recorded_at, "
    "reverses_id, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
constexpr auto insert_postings = "INSERT INTO ledger_posting (entry_id, line, account_id, kind_id, quantity) VALUES ";
constexpr std::size_t postings_at_once_max = 32;

/// The statement for so many postings: on PostgreSQL each statement is a round trip.
std::string insert_of(std::size_t count) {
  std::string sql = insert_postings;
  for (std::size_t at = 0, last = 1; at < count; ++at, last += 4)
    sql += fmt::format("{}($1, ${}, ${}, ${}, ${})", at == 0 ? "" : ", ", last + 1, last + 2, last + 3, last + 4);
  return sql;
}

void insert_all(Transaction& transaction, std::int64_t entry, std::span<const Posting> postings) {
  std::int64_t line = 0;
  while (!postings.empty()) {
    const auto batch = postings.first(std::min(postings.size(), postings_at_once_max));
    std::vector<store::Parameter> values{entry};
    for (const auto& posting : batch) {
      values.emplace_back(++line);
      values.emplace_back(posting.account);
      values.emplace_back(posting.kind);
      values.emplace_back(posting.quantity);
    }
    transaction.execute(insert_of(batch.size()), values);
    postings = postings.subspan(batch.size());
  }
}

EntryId append(Transaction& transaction, const Permit& permit, const EntryOrder& order, EntryId reverses,
               const std::vector<Posting>& postings) {
  std::string previous(genesis_hash);
  std::int64_t position = 0;
  if (auto head = transaction.query(select_head, {transaction.lane()}); head.next()) {
    position = head.integer(0);
    previous = head.string(1);
  }
  const EntryFields fields{.strand = transaction.lane(),
                           .position = position + 1,
                           .previous_hash = previous,
                           .id = transaction.next_id(),
                           .programme = order.programme.value,
                           .request = order.request,
                           .reason = code_of(order.reason),
                           .about = order.about,
                           .actor = permit.actor(),
                           .recorded_at = base::to_integer(transaction.now()),
                           .reverses = reverses.value};
  transaction.execute(
      insert_entry, {fields.id, fields.programme, fields.strand, fields.position, fields.request, fields.reason,
                     fields.about, fields.actor, fields.recorded_at,
                     reverses ? std::optional(reverses.value) : std::nullopt, previous, entry_hash(fields, postings)});
  insert_all(transaction, fields.id, postings);
  return EntryId{fields.id};
}

// Taking: the row must hold enough. Both engines evaluate the condition on the locked, current row.
constexpr auto take_from_balance =
    "UPDATE ledger_balance SET quantity = quantity + $3 "
    "WHERE account_id = $1 AND kind_id = $2 AND (is_outside = 1 OR quantity + $3 >= 0)";
// Adding never refuses; the first posting of a kind to an account makes the row.
constexpr auto add_to_balance =
    "INSERT INTO ledger_balance (account_id, kind_id, is_outside, quantity) "
    "SELECT id, $2, is_outside, $3 FROM ledger_account WHERE id = $1 "
    "ON CONFLICT (account_id, kind_id) DO UPDATE SET quantity = ledger_balance.quantity + excluded.quantity";
constexpr auto select_is_outside = "SELECT is_outside FROM ledger_account WHERE id = $1";
constexpr auto select_shortage =
    "SELECT k.name_french, COALESCE(b.quantity, 0), o.name FROM ledger_account a "
    "JOIN people_organisation o ON o.id = a.holder_id JOIN catalogue_kind k ON k.id = $2 "
    "LEFT JOIN ledger_balance b ON b.account_id = a.id AND b.kind_id = k.id WHERE a.id = $1";

Refusal shortage(Reader& reader, const Posting& posting) {
  auto rows = reader.query(select_shortage, {posting.account, posting.kind});
  RELAIS_CHECK(rows.next());
  return Refusal(refused::would_go_negative,
                 {std::to_string(-posting.quantity), rows.string(0), std::to_string(rows.integer(1)), rows.string(2)});
}

/// Whether the balance could take the posting.
bool change_balance(Transaction& transaction, const Posting& posting) {
  if (posting.quantity < 0) {
    if (transaction.execute(take_from_balance, {posting.account, posting.kind, posting.quantity}) == 1) return true;
    if (transaction.integer(select_is_outside, {posting.account}) == 0) return false;
  }
  RELAIS_CHECK(transaction.execute(add_to_balance, {posting.account, posting.kind, posting.quantity}) == 1);
  return true;
}

Result<Recorded> record_checked(Transaction& transaction, const Permit& permit, const EntryOrder& order,
                                EntryId reverses) {
  const auto postings = merged(order.postings);
  if (postings.empty()) return Refusal(refused::empty_entry);
  if (const auto fault = imbalance(postings)) return *fault;
  if (auto repeat = find_repeat(transaction, order, reverses, postings)) return *std::move(repeat);
  for (const auto& posting : postings)
    if (!change_balance(transaction, posting)) return shortage(transaction, posting);
  return Recorded{append(transaction, permit, order, reverses, postings), false};
}

constexpr auto select_entry = "SELECT programme_id, reverses_id FROM ledger_entry WHERE id = $1";
constexpr auto select_reversal = "SELECT request FROM ledger_entry WHERE reverses_id = $1";

}  // namespace

void add_move(EntryOrder& order, AccountId from, AccountId to, KindId kind, std::int64_t quantity) {
  order.postings.push_back({from, kind, -quantity});
  order.postings.push_back({to, kind, quantity});
}

Result<Recorded> record(Transaction& transaction, const Permit& permit, const EntryOrder& order) {
  return record_checked(transaction, permit, order, EntryId{});
}

Result<Recorded> reverse(Transaction& transaction, const Permit& permit, EntryId entry, std::string_view request,
                         std::string_view about) {
  const auto name = std::to_string(entry.value);
  EntryOrder order{.programme = {},
                   .request = std::string(request),
                   .reason = Reason::reversed,
                   .about = std::string(about),
                   .postings = {}};
  {
    auto rows = transaction.query(select_entry, {entry});
    if (!rows.next()) return Refusal(refused::entry_unknown, {name});
    if (!rows.is_null(1)) return Refusal(refused::is_a_reversal, {name});
    order.programme = rows.id<ProgrammeId>(0);
  }
  if (auto rows = transaction.query(select_reversal, {entry}); rows.next() && rows.text(0) != request)
    return Refusal(refused::already_reversed, {name});
  order.postings = postings_of(transaction, entry);
  for (auto& posting : order.postings) posting.quantity = -posting.quantity;
  return record_checked(transaction, permit, order, entry);
}

}  // namespace relais::ledger
