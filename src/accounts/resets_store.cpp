#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/resets.hpp"
#include "accounts/throttle.hpp"
#include "accounts/tokens.hpp"
#include "accounts/verified.hpp"
#include "audit/audit.hpp"

namespace relais::accounts {
namespace {

using base::Instant;
using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

constexpr std::chrono::days resets_kept{90};

constexpr auto count_demo = "SELECT COUNT(*) FROM accounts_demo WHERE account_id = $1";
constexpr auto count_recent_resets = "SELECT COUNT(*) FROM accounts_reset WHERE account_id = $1 AND asked_at > $2";
constexpr auto delete_old_resets = "DELETE FROM accounts_reset WHERE account_id = $1 AND asked_at < $2";
constexpr auto insert_reset =
    "INSERT INTO accounts_reset (id, account_id, token_hash, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
constexpr auto select_reset =
    "SELECT id, account_id FROM accounts_reset WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2";
constexpr auto mark_reset_used =
    "UPDATE accounts_reset SET used_at = $2, ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
constexpr auto end_resets = "UPDATE accounts_reset SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL";

people::Permit own_permit(const Account& account) { return Verified::own_affairs(actor_name(account.reference)); }

/// An attacker who asks for links slows down further links, not the owner's sign-in.
Trier reset_trier(const std::string& normal_email, const std::string& address) {
  return {PersonalText("reset " + normal_email), address, false};
}

}  // namespace

Result<> charge_reset(Transaction& transaction, const Key& key, const PersonalText& email, const std::string& address) {
  const auto normal = normal_email(email.reveal());
  if (!normal) return Refusal(refused::email_malformed);
  return charge_attempt(transaction, key, reset_trier(*normal, address));
}

std::optional<NewReset> ask_reset(Transaction& transaction, const PersonalText& email, const std::string& address) {
  const auto account = find_account(transaction, email);
  if (!account || transaction.integer(count_demo, {account->id}) > 0) return std::nullopt;
  const auto now = transaction.now();
  if (transaction.integer(count_recent_resets, {account->id, now - std::chrono::hours(1)}) >= resets_of_an_hour_max)
    return std::nullopt;
  transaction.execute(delete_old_resets, {account->id, now - resets_kept});
  NewReset made{transaction.new_id<ResetId>(), account->email, PersonalText(new_token())};
  transaction.execute(insert_reset, {made.id, account->id, token_hash(made.token.reveal()), now, now + reset_lives});
  audit::record(transaction, own_permit(*account), {.action = "ask_reset_password", .address = address});
  return made;
}

std::optional<Reset> find_reset(Reader& reader, std::string_view token, Instant now) {
  auto rows = reader.query(select_reset, {token_hash(token), now});
  if (!rows.next()) return std::nullopt;
  return Reset{rows.id<ResetId>(0), get_account(reader, rows.id<AccountId>(1))};
}

Result<Reset> use_reset(Transaction& transaction, const Key& key, std::string_view token,
                        std::string_view password_hash, const std::string& address) {
  const auto now = transaction.now();
  const auto reset = find_reset(transaction, token, now);
  // Of two that come at once, the second finds it used.
  if (!reset || transaction.execute(mark_reset_used, {reset->id, now}) == 0) return Refusal(refused::reset_invalid);
  const auto& account = reset->account;
  transaction.execute(end_resets, {account.id, now});
  set_password(transaction, own_permit(account), account.id, password_hash);
  forgive_attempt(transaction, key, {account.email, address, true});
  audit::record(transaction, own_permit(account), {.action = "reset_password", .address = address});
  return *reset;
}

}  // namespace relais::accounts
