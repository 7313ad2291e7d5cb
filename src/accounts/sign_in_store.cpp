#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/throttle.hpp"
#include "accounts/verified.hpp"
#include "audit/audit.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

constexpr auto select_hash =
    "SELECT p.account_id, p.hash, a.number, (SELECT COUNT(*) FROM accounts_demo d WHERE d.account_id = p.account_id), "
    "(SELECT COUNT(*) FROM accounts_session s WHERE s.account_id = p.account_id AND s.address = $2) "
    "FROM accounts_password p JOIN accounts_account a ON a.id = p.account_id WHERE a.email = $1";

struct KnownAccount {
  AccountId id;
  std::string hash;  ///< empty: nobody, or nobody who may sign in here
  std::int64_t number = 0;
  bool is_known_address = false;
};

KnownAccount find_known(Reader& reader, const std::string& email, const SignInAttempt& attempt) {
  auto rows = reader.query(select_hash, {email, attempt.origin.address});
  if (!rows.next() || (rows.boolean(3) && !attempt.is_demo)) return {};
  return {rows.id<AccountId>(0), rows.string(1), rows.integer(2), rows.integer(4) > 0};
}

/// Refuses  too_many_attempts, sign_in_refused.
Result<> judge(store::Database& database, const Key& key, const SignInAttempt& attempt, const Trier& trier,
               const KnownAccount& known) {
  RELAIS_TRY_DONE(database.write([&](Transaction& transaction) { return charge_attempt(transaction, key, trier); }));
  if (!is_password(known.hash, attempt.password)) return Refusal(refused::sign_in_refused);
  return base::Done{};
}

}  // namespace

Result<SignedIn> sign_in(store::Database& database, const Key& key, const SignInAttempt& attempt) {
  const auto email = normal_email(attempt.email.reveal()).value_or("");
  const auto known = database.read([&](Reader& reader) { return find_known(reader, email, attempt); });
  const Trier trier{PersonalText(email), attempt.origin.address, known.is_known_address};
  RELAIS_TRY_DONE(judge(database, key, attempt, trier, known));
  return database.write([&](Transaction& transaction) -> Result<SignedIn> {
    forgive_attempt(transaction, key, trier);
    audit::record(transaction, Verified::own_affairs(actor_name(reference_of_number(known.number))),
                  {.action = "sign_in", .address = attempt.origin.address});
    return SignedIn{known.id, open_session(transaction, known.id, attempt.origin)};
  });
}

Result<> check_own_password(store::Database& database, const Key& key, const SignInAttempt& attempt) {
  const auto email = normal_email(attempt.email.reveal()).value_or("");
  const auto known = database.read([&](Reader& reader) { return find_known(reader, email, attempt); });
  const Trier trier{PersonalText(email), attempt.origin.address, true};
  RELAIS_TRY_DONE(judge(database, key, attempt, trier, known));
  return database.write([&](Transaction& transaction) -> Result<> {
    forgive_attempt(transaction, key, trier);
    return base::Done{};
  });
}

void change_own_password(Transaction& transaction, const Visitor& visitor, std::string_view password_hash) {
  write_password(transaction, visitor.account, password_hash);
  end_sessions(transaction, visitor.account, visitor.session);
}

}  // namespace relais::accounts
