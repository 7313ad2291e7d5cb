#include "accounts/demo.hpp"

#include <sodium.h>

#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/totp.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

constexpr int words_of_password = 4;
constexpr std::int64_t lives_days = 3'650;
constexpr auto insert_demo = "INSERT INTO accounts_demo (account_id, password) VALUES ($1, $2)";
constexpr auto insert_confirmed_factor =
    "INSERT INTO accounts_second_factor (account_id, sealed_secret, begun_at, confirmed_at, last_step) "
    "VALUES ($1, $2, $3, $3, 0)";
constexpr auto select_demo =
    "SELECT a.email, a.display_name, d.password, m.organisation_id, m.role, COALESCE(f.sealed_secret, ''), a.id "
    "FROM accounts_demo d JOIN accounts_account a ON a.id = d.account_id "
    "JOIN accounts_membership m ON m.account_id = a.id AND m.ended_at IS NULL "
    "LEFT JOIN accounts_second_factor f ON f.account_id = a.id AND f.confirmed_at IS NOT NULL ORDER BY a.number";
constexpr auto count_others =
    "SELECT COUNT(*) FROM accounts_account WHERE id NOT IN (SELECT account_id FROM accounts_demo)";

std::string about_demo_secret(std::int64_t account) { return "second factor of " + std::to_string(account); }

}  // namespace

std::string new_demo_password() {
  RELAIS_CHECK(sodium_init() >= 0);
  static constexpr std::string_view words[] = {
      "arbre",  "bateau",  "cerise", "dune",   "epice",  "falaise", "girafe",  "hamac",   "igloo",  "jardin", "kayak",
      "lagune", "menthe",  "nuage",  "olive",  "plume",  "quai",    "rivage",  "sentier", "tulipe", "vague",  "wagon",
      "zeste",  "ardoise", "brume",  "copeau", "dahlia", "ecluse",  "fougere", "galet",   "herbe",  "lierre"};
  std::string password;
  for (int at = 0; at < words_of_password; ++at) {
    if (!password.empty()) password += '-';
    password += words[randombytes_uniform(std::size(words))];
  }
  return password + '-' + std::to_string(randombytes_uniform(90) + 10);
}

namespace {

Result<Saved> insert_demo_account(Transaction& transaction, const people::AccountPermit& permit, const Key& key,
                                  const DemoAccount& draft, const std::string& hash) {
  const PersonalText email(draft.email);
  if (find_account(transaction, email)) return Saved::unchanged;
  RELAIS_TRY(const auto account, insert_account(transaction, permit.actor(), {email, PersonalText(draft.name), hash}));
  RoleDraft role{draft.organisation, draft.role, std::nullopt};
  if (draft.role == Role::structure_volunteer) role.until = day_of(transaction.now()) + std::chrono::days(lives_days);
  RELAIS_TRY_DONE(give_role(transaction, permit, account, role));
  transaction.execute(insert_demo, {account, draft.password});
  if (is_privileged(draft.role))
    transaction.execute(insert_confirmed_factor,
                        {account, key.seal(new_code_secret(), about_demo_secret(account.value)), transaction.now()});
  return Saved::created;
}

}  // namespace

Result<Saved> add_demo_account(store::Database& database, const people::AccountPermit& permit, const Key& key,
                               const DemoAccount& draft) {
  const PersonalText email(draft.email);
  if (database.read([&](Reader& reader) { return find_account(reader, email).has_value(); })) return Saved::unchanged;
  const auto hash = hash_password(Password(draft.password));
  return database.write(
      [&](Transaction& transaction) { return insert_demo_account(transaction, permit, key, draft, hash); });
}

std::vector<DemoAccount> list_demo_accounts(Reader& reader, const Key& key, base::Instant now) {
  std::vector<DemoAccount> accounts;
  for (auto rows = reader.query(select_demo); rows.next();) {
    const auto role = people::parse_role(rows.text(4));
    RELAIS_CHECK(role.has_value());
    accounts.push_back({rows.string(0), rows.string(1), rows.string(2), rows.id<OrganisationId>(3), *role, {}});
    if (const auto secret = key.open(rows.text(5), about_demo_secret(rows.integer(6))))
      accounts.back().code = code_of_step(*secret, step_at(now));
  }
  return accounts;
}

Result<> check_demo(Reader& reader) {
  if (reader.integer(count_others) > 0) return Refusal(refused::demo_needs_demo_accounts);
  return base::Done{};
}

}  // namespace relais::accounts
