#pragma once
/// Where the goods are, and how they came there: accounts, balanced entries, balances, the chain.
///
/// An entry is a dated, reasoned, balanced set of postings. Entries are only ever added; a mistake is corrected by a
/// reversing entry. Each entry carries the hash of the one before it in its strand; see docs/decisions/0005.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "people/organisations.hpp"
#include "store/store.hpp"

namespace relais::ledger {

using catalogue::KindId;
using catalogue::ProgrammeId;
using people::OrganisationId;
using people::Permit;
using AccountId = base::Id<struct AccountTag>;
using EntryId = base::Id<struct EntryTag>;

/// Where goods are. Outside accounts may be negative or grow; inside accounts never go below zero.
/// On hand at a depot is `depot` + `reserved` + `quarantine`; free is `depot` alone.
enum class AccountKind {
  donor,        ///< outside, of a donor: minus what it gave
  depot,        ///< of a depot: free to be reserved
  reserved,     ///< of a depot: promised by an approved allocation
  quarantine,   ///< of a depot: not yet released
  workshop,     ///< of a depot: second-hand devices being tested and erased
  in_transit,   ///< of a structure: dispatched to it, not received yet
  shelf,        ///< of a structure: received, to be handed over
  handed_over,  ///< outside, of a structure: given to people
  lost,         ///< outside, of any holder: missing or damaged
  recycled,     ///< outside, of a depot
};
std::string_view code_of(AccountKind kind);
std::optional<AccountKind> parse_account_kind(std::string_view code);
bool is_outside(AccountKind kind);

/// Why goods moved. The set grows with the stages; the codes are kept in the entries for ever.
enum class Reason {
  gift_received,
  surplus_received,
  reserved,
  reservation_released,
  dispatched,
  received,
  discrepancy,
  handed_over,
  returned,
  adjusted,
  reversed,
};
std::string_view code_of(Reason reason);
std::optional<Reason> parse_reason(std::string_view code);

struct Posting {
  AccountId account;
  KindId kind;
  std::int64_t quantity;  ///< items; added to the account, negative when taken from it; never 0
  auto operator<=>(const Posting&) const = default;
};

struct EntryOrder {
  ProgrammeId programme;
  std::string request;  ///< the request key: the same key acts once
  Reason reason;
  std::string about;  ///< reference of the document it carries out, such as a gift's or a shipment's
  std::vector<Posting> postings;
};

struct Recorded {
  EntryId entry;
  bool repeated = false;  ///< the same request had been recorded before; nothing was done now
};

/// Adds the two postings of a move to an order.
void add_move(EntryOrder& order, AccountId from, AccountId to, KindId kind, std::int64_t quantity);

/// Appends one entry and changes the balances it touches.
///
/// Permission  `permit` names who acts; the stage that calls has checked what they may.
/// Effect      one entry, its postings and the balances, inside the caller's transaction.
/// Retry       safe: the same `request` with the same content gives the first entry.
/// Refuses     empty_entry, not_balanced, request_reused (same key, other content), would_go_negative.
///             After a refusal the transaction must be given up: some balances may have been changed.
base::Result<Recorded> record(store::Transaction& transaction, const Permit& permit, const EntryOrder& order);

/// Appends the opposite of an entry: the only correction.
///
/// Retry    safe.
/// Refuses  entry_unknown, already_reversed, is_a_reversal, would_go_negative.
base::Result<Recorded> reverse(store::Transaction& transaction, const Permit& permit, EntryId entry,
                               std::string_view request, std::string_view about);

/// The account of that kind of that holder, opened when it is asked for the first time.
AccountId open_account(store::Transaction& transaction, ProgrammeId programme, AccountKind kind, OrganisationId holder);
std::optional<AccountId> find_account(store::Reader& reader, AccountKind kind, OrganisationId holder);

struct Balance {
  OrganisationId holder;
  AccountKind account_kind;
  KindId kind;
  std::int64_t quantity;
};

std::int64_t balance_of(store::Reader& reader, AccountId account, KindId kind);
/// Every balance that is not zero of the accounts of one kind, by holder and item kind.
std::vector<Balance> list_balances(store::Reader& reader, ProgrammeId programme, AccountKind kind);
/// The same of one holder.
std::vector<Balance> balances_of(store::Reader& reader, AccountKind kind, OrganisationId holder);
/// Over all holders: item kind by account kind, not zero.
std::vector<Balance> sum_balances(store::Reader& reader, ProgrammeId programme);

/// What `verify` looked at, and the first thing it found wrong.
struct Verification {
  std::int64_t entries = 0;
  std::int64_t postings = 0;
  std::int64_t balances = 0;
  std::int64_t strands = 0;
  std::optional<std::string> fault;  ///< in French, with the entry or account that is wrong
  std::optional<std::string> fault_english;
};

/// Recomputes everything from the entries: each is balanced, the chain is whole, every balance is the sum of its
/// postings, no inside account is below zero, all accounts sum to zero.
/// One pass over the postings; memory grows with accounts, not with entries.
Verification verify(store::Reader& reader);

}  // namespace relais::ledger
