#include "accounts/identities.hpp"
#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/verified.hpp"
#include "audit/audit.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

constexpr auto select_identity = "SELECT account_id FROM accounts_identity WHERE issuer = $1 AND subject = $2";
constexpr auto select_link = "SELECT linked_at FROM accounts_identity WHERE account_id = $1 AND issuer = $2";
constexpr auto count_demo_accounts = "SELECT COUNT(*) FROM accounts_demo WHERE account_id = $1";
constexpr auto insert_identity =
    "INSERT INTO accounts_identity (id, account_id, issuer, subject, linked_at) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT DO NOTHING";
constexpr auto delete_link = "DELETE FROM accounts_identity WHERE account_id = $1 AND issuer = $2";
constexpr auto delete_links = "DELETE FROM accounts_identity WHERE account_id = $1";
constexpr auto touch_identity = "UPDATE accounts_identity SET used_at = $3 WHERE issuer = $1 AND subject = $2";

std::optional<AccountId> find_owner(Reader& reader, const oidc::Identity& identity) {
  auto rows = reader.query(select_identity, {identity.issuer, identity.subject.reveal()});
  return rows.next() ? std::optional(rows.id<AccountId>(0)) : std::nullopt;
}

void record_own(Transaction& transaction, const people::Permit& permit, const char* action,
                const std::string& address) {
  audit::record(transaction, permit, {.action = action, .address = address});
}

}  // namespace

Result<Saved> link_identity(Transaction& transaction, const Visitor& visitor, const oidc::Identity& identity,
                            const std::string& address) {
  if (transaction.integer(count_demo_accounts, {visitor.account}) > 0) return Refusal(refused::demo_fixed);
  if (const auto owner = find_owner(transaction, identity)) {
    if (*owner != visitor.account) return Refusal(refused::identity_taken);
    return Saved::unchanged;
  }
  const auto inserted =
      transaction.execute(insert_identity, {transaction.new_id<base::Id<struct IdentityTag>>(), visitor.account,
                                            identity.issuer, identity.subject.reveal(), transaction.now()});
  // Another of the account's, or, of two that come at once, the other.
  if (inserted == 0) return Refusal(refused::identity_set);
  record_own(transaction, Verified::own_affairs(visitor.actor.name()), "link_identity", address);
  return Saved::created;
}

Result<> unlink_identity(Transaction& transaction, const Visitor& visitor, const std::string& issuer) {
  if (transaction.execute(delete_link, {visitor.account, issuer}) == 0) return Refusal(refused::identity_unknown);
  return base::Done{};
}

void unlink_identities(Transaction& transaction, AccountId account) { transaction.execute(delete_links, {account}); }

std::optional<base::Instant> find_link(Reader& reader, AccountId account, const std::string& issuer) {
  auto rows = reader.query(select_link, {account, issuer});
  return rows.next() ? std::optional(rows.instant(0)) : std::nullopt;
}

Result<SignedIn> sign_in_by_identity(Transaction& transaction, const oidc::Identity& identity, const Origin& origin) {
  const auto owner = find_owner(transaction, identity);
  if (!owner) return Refusal(refused::identity_unknown);
  transaction.execute(touch_identity, {identity.issuer, identity.subject.reveal(), transaction.now()});
  const auto account = get_account(transaction, *owner);
  record_own(transaction, Verified::own_affairs(actor_name(account.reference)), "sign_in_by_identity", origin.address);
  return SignedIn{account.id, open_session(transaction, account.id, origin)};
}

}  // namespace relais::accounts
