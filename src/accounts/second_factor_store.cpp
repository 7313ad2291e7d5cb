#include "accounts/second_factor.hpp"

#include <algorithm>

#include <sodium.h>

#include "accounts/refusals.hpp"
#include "accounts/throttle.hpp"
#include "accounts/verified.hpp"
#include "audit/audit.hpp"

namespace relais::accounts {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

constexpr int recovery_codes_given = 10;
constexpr std::size_t recovery_code_characters = 10;  // of 32 letters: 50 bits
constexpr std::int64_t wrong_codes_max = 5;

constexpr auto select_factor =
    "SELECT f.sealed_secret, f.confirmed_at, f.last_step, "
    "(SELECT COUNT(*) FROM accounts_demo d WHERE d.account_id = f.account_id) "
    "FROM accounts_second_factor f WHERE f.account_id = $1";
constexpr auto insert_factor =
    "INSERT INTO accounts_second_factor (account_id, sealed_secret, begun_at, last_step) VALUES ($1, $2, $3, 0)";

std::string about_secret(AccountId account) { return "second factor of " + std::to_string(account.value); }

struct Factor {
  std::string secret;
  bool is_confirmed = false;
  std::int64_t last_step = 0;
  bool is_demo = false;
};

std::optional<Factor> find_factor(Reader& reader, const Key& key, AccountId account) {
  auto rows = reader.query(select_factor, {account});
  if (!rows.next()) return std::nullopt;
  const auto secret = key.open(rows.text(0), about_secret(account));
  RELAIS_CHECK(secret.has_value());
  return Factor{*secret, !rows.is_null(1), rows.integer(2), rows.boolean(3)};
}

}  // namespace

Result<PersonalText> begin_second_factor(Transaction& transaction, const Key& key, AccountId account) {
  if (const auto begun = find_factor(transaction, key, account)) {
    if (begun->is_confirmed) return Refusal(refused::second_factor_set);
    return PersonalText(begun->secret);
  }
  PersonalText secret(new_code_secret());
  transaction.execute(insert_factor, {account, key.seal(secret.reveal(), about_secret(account)), transaction.now()});
  return secret;
}

namespace {

constexpr auto delete_codes = "DELETE FROM accounts_recovery_code WHERE account_id = $1";
constexpr auto insert_code = "INSERT INTO accounts_recovery_code (account_id, digest) VALUES ($1, $2)";
constexpr auto use_code =
    "UPDATE accounts_recovery_code SET used_at = $3 WHERE account_id = $1 AND digest = $2 AND used_at IS NULL";
constexpr auto count_codes = "SELECT COUNT(*) FROM accounts_recovery_code WHERE account_id = $1 AND used_at IS NULL";
constexpr std::string_view code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: none is taken for another

std::string new_recovery_code() {
  std::string code;
  for (std::size_t at = 0; at < recovery_code_characters; ++at)
    code += code_letters[randombytes_uniform(static_cast<std::uint32_t>(code_letters.size()))];
  return code;
}

/// As it was made, however it was typed: blanks, dashes and case aside, O for 0, I and L for 1.
std::string plain_code(std::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (upper == ' ' || upper == '-') continue;
    plain += upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
  }
  return plain;
}

std::string digest_of_code(const Key& key, AccountId account, std::string_view plain) {
  return key.digest("recovery " + std::to_string(account.value) + " " + std::string(plain));
}

std::vector<PersonalText> make_recovery_codes(Transaction& transaction, const Key& key, AccountId account) {
  transaction.execute(delete_codes, {account});
  std::vector<PersonalText> codes;
  for (int made = 0; made < recovery_codes_given; ++made) {
    auto code = new_recovery_code();
    transaction.execute(insert_code, {account, digest_of_code(key, account, code)});
    codes.emplace_back(code.insert(recovery_code_characters / 2, 1, '-'));
  }
  return codes;
}

constexpr auto confirm_factor =
    "UPDATE accounts_second_factor SET confirmed_at = $2, last_step = $3 WHERE account_id = $1";

}  // namespace

Result<std::vector<PersonalText>> confirm_second_factor(Transaction& transaction, const Key& key,
                                                        const Visitor& visitor, std::string_view code) {
  const auto factor = find_factor(transaction, key, visitor.account);
  if (!factor) return Refusal(refused::second_factor_absent);
  if (factor->is_confirmed) return Refusal(refused::second_factor_set);
  const auto step = step_of_code(factor->secret, code, transaction.now(), factor->last_step);
  if (!step) return Refusal(refused::code_wrong);
  transaction.execute(confirm_factor, {visitor.account, transaction.now(), *step});
  strengthen_session(transaction, visitor.session);
  return make_recovery_codes(transaction, key, visitor.account);
}

namespace {

constexpr auto use_step = "UPDATE accounts_second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2";
constexpr auto count_wrong =
    "UPDATE accounts_session SET wrong_codes = wrong_codes + 1 WHERE id = $1 AND ended_at IS NULL RETURNING "
    "wrong_codes";

/// Uses the code up when it is right.
bool is_right_code(Transaction& transaction, const Key& key, AccountId account, std::string_view code) {
  const auto factor = find_factor(transaction, key, account);
  if (!factor || !factor->is_confirmed) return false;
  if (const auto step = step_of_code(factor->secret, code, transaction.now(), factor->is_demo ? 0 : factor->last_step))
    return factor->is_demo || transaction.execute(use_step, {account, *step}) == 1;
  const auto plain = plain_code(code);
  return transaction.execute(use_code, {account, digest_of_code(key, account, plain), transaction.now()}) == 1;
}

}  // namespace

Result<> give_second_factor(store::Database& database, const Key& key, const Visitor& visitor, std::string_view code,
                            const std::string& address) {
  // Whoever stands here knows the password: the address alone does not make them wait for others' mistakes.
  const Trier trier{PersonalText("second factor " + std::to_string(visitor.account.value)), address, true};
  RELAIS_TRY_DONE(database.write([&](Transaction& transaction) { return charge_attempt(transaction, key, trier); }));
  bool is_right = false;
  RELAIS_TRY_DONE(database.write([&](Transaction& transaction) -> Result<> {
    is_right = false;
    auto wrong = transaction.query(count_wrong, {visitor.session});
    if (!wrong.next()) return Refusal(refused::session_ended);
    const auto tries = wrong.integer(0);
    while (wrong.next()) {
    }
    if (is_right_code(transaction, key, visitor.account, code)) {
      is_right = true;
      forgive_attempt(transaction, key, trier);
      strengthen_session(transaction, visitor.session);
      audit::record(transaction, Verified::own_affairs(visitor.actor.name()),
                    {.action = "give_second_factor", .address = address});
    } else if (tries >= wrong_codes_max) {
      end_session(transaction, visitor.session);
    }
    return Done{};
  }));
  if (!is_right) return Refusal(refused::code_wrong);
  return Done{};
}

Result<std::vector<PersonalText>> renew_recovery_codes(Transaction& transaction, const Key& key, AccountId account) {
  const auto factor = find_factor(transaction, key, account);
  if (!factor || !factor->is_confirmed) return Refusal(refused::second_factor_absent);
  return make_recovery_codes(transaction, key, account);
}

std::int64_t count_recovery_codes(Reader& reader, AccountId account) { return reader.integer(count_codes, {account}); }

namespace {

constexpr auto delete_factor = "DELETE FROM accounts_second_factor WHERE account_id = $1";

}  // namespace

void remove_second_factor(Transaction& transaction, const people::Permit&, AccountId account) {
  transaction.execute(delete_codes, {account});
  transaction.execute(delete_factor, {account});
}

Result<> give_up_second_factor(Transaction& transaction, const Visitor& visitor) {
  for (const auto& one : visitor.actor.memberships())
    if (is_privileged(one.role)) return Refusal(refused::second_factor_required);
  remove_second_factor(transaction, Verified::own_affairs(visitor.actor.name()), visitor.account);
  return Done{};
}

}  // namespace relais::accounts
