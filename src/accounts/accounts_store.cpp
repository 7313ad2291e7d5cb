#include "accounts/identities.hpp"
#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/sessions.hpp"
#include "base/reference.hpp"
#include "base/text.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Rows;
using store::Transaction;

constexpr std::size_t display_name_bytes_max = 320;  // 80 characters of four bytes

constexpr auto select_account_by_email =
    "SELECT id, number, email, display_name FROM accounts_account WHERE email = $1";
constexpr auto select_account_by_number =
    "SELECT id, number, email, display_name FROM accounts_account WHERE number = $1";
constexpr auto select_account_by_id = "SELECT id, number, email, display_name FROM accounts_account WHERE id = $1";

std::optional<Account> first_account(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return Account{rows.id<AccountId>(0), reference_of_number(rows.integer(1)), PersonalText(rows.string(2)),
                 PersonalText(rows.string(3))};
}

}  // namespace

std::optional<Account> find_account(Reader& reader, const PersonalText& email) {
  const auto normal = normal_email(email.reveal());
  if (!normal) return std::nullopt;
  return first_account(reader.query(select_account_by_email, {*normal}));
}

std::optional<Account> find_account(Reader& reader, std::string_view reference) {
  const auto number = base::parse_reference('U', reference);
  if (!number) return std::nullopt;
  return first_account(reader.query(select_account_by_number, {*number}));
}

Account get_account(Reader& reader, AccountId id) {
  auto account = first_account(reader.query(select_account_by_id, {id}));
  RELAIS_CHECK(account.has_value());
  return *std::move(account);
}

namespace {

constexpr auto take_number = "UPDATE accounts_sequence SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr auto insert_account_row =
    "INSERT INTO accounts_account (id, number, email, display_name, created_at, created_by) "
    "VALUES ($1, $2, $3, $4, $5, $6)";
constexpr auto upsert_password =
    "INSERT INTO accounts_password (account_id, hash, changed_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at";

}  // namespace

Result<AccountId> insert_account(Transaction& transaction, std::string_view actor, const AccountDraft& draft) {
  const auto email = normal_email(draft.email.reveal());
  if (!email) return Refusal(refused::email_malformed);
  const auto name = base::trim(draft.display_name.reveal());
  if (name.empty() || name.size() > display_name_bytes_max) return Refusal(refused::name_missing);
  // Taken first, so that two who make the same account wait for each other here.
  const auto number = transaction.integer(take_number);
  if (find_account(transaction, draft.email)) return Refusal(refused::email_taken);
  const auto id = transaction.new_id<AccountId>();
  transaction.execute(insert_account_row, {id, number, *email, name, transaction.now(), actor});
  if (!draft.password_hash.empty()) write_password(transaction, id, draft.password_hash);
  return id;
}

void write_password(Transaction& transaction, AccountId account, std::string_view password_hash) {
  transaction.execute(upsert_password, {account, password_hash, transaction.now()});
}

Result<AccountId> add_account(Transaction& transaction, const people::AccountPermit& permit,
                              const AccountDraft& draft) {
  RELAIS_TRY_DONE(permit.check(ProgrammeId{}));
  return insert_account(transaction, permit.actor(), draft);
}

void set_password(Transaction& transaction, const people::Permit&, AccountId account, std::string_view password_hash) {
  write_password(transaction, account, password_hash);
  end_sessions(transaction, account);
  unlink_identities(transaction, account);
}

Result<> check_role(const people::Organisation& organisation, const RoleDraft& draft, base::Day today) {
  if (!fits(draft.role, organisation.kind)) return Refusal(refused::role_unfit, {organisation.name});
  if (draft.role == Role::structure_volunteer && !draft.until) return Refusal(refused::end_missing);
  if (draft.until && *draft.until < today) return Refusal(refused::end_past);
  return base::Done{};
}

namespace {

constexpr auto select_same_role =
    "SELECT id, valid_until FROM accounts_membership WHERE account_id = $1 AND organisation_id = $2 AND role = $3 "
    "AND ended_at IS NULL";
constexpr auto insert_membership =
    "INSERT INTO accounts_membership (id, account_id, organisation_id, role, valid_until, given_at, given_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr auto update_until = "UPDATE accounts_membership SET valid_until = $2 WHERE id = $1";
constexpr auto end_membership =
    "UPDATE accounts_membership SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
constexpr auto select_membership =
    "SELECT m.account_id, m.organisation_id, o.programme_id, a.number FROM accounts_membership m "
    "JOIN people_organisation o ON o.id = m.organisation_id JOIN accounts_account a ON a.id = m.account_id "
    "WHERE m.id = $1";

struct KeptMembership {
  AccountId account;
  OrganisationId organisation;
};

/// The membership, when the permit may change it.
Result<KeptMembership> membership_to_change(Transaction& transaction, const people::AccountPermit& permit,
                                            MembershipId id) {
  auto rows = transaction.query(select_membership, {id});
  if (!rows.next()) return Refusal(refused::membership_unknown);
  const KeptMembership kept{rows.id<AccountId>(0), rows.id<OrganisationId>(1)};
  RELAIS_TRY_DONE(permit.check(rows.id<ProgrammeId>(2), kept.organisation));
  if (permit.actor() == actor_name(reference_of_number(rows.integer(3)))) return Refusal(refused::own_role);
  return kept;
}

}  // namespace

std::optional<MembershipId> find_membership(Reader& reader, AccountId account, OrganisationId organisation, Role role) {
  auto rows = reader.query(select_same_role, {account, organisation, code_of(role)});
  return rows.next() ? std::optional(rows.id<MembershipId>(0)) : std::nullopt;
}

Saved write_role(Transaction& transaction, std::string_view actor, AccountId account, const RoleDraft& draft) {
  auto same = transaction.query(select_same_role, {account, draft.organisation, code_of(draft.role)});
  if (!same.next()) {
    transaction.execute(insert_membership, {transaction.new_id<MembershipId>(), account, draft.organisation,
                                            code_of(draft.role), draft.until, transaction.now(), actor});
    return Saved::created;
  }
  const auto until = same.is_null(1) ? std::nullopt : std::optional(same.day(1));
  if (until == draft.until) return Saved::unchanged;
  transaction.execute(update_until, {same.id<MembershipId>(0), draft.until});
  return Saved::updated;
}

Result<Saved> give_role(Transaction& transaction, const people::AccountPermit& permit, AccountId account,
                        const RoleDraft& draft) {
  const auto organisation = people::get_organisation(transaction, draft.organisation);
  RELAIS_TRY_DONE(permit.check(organisation.programme, organisation.id));
  RELAIS_TRY_DONE(check_role(organisation, draft, day_of(transaction.now())));
  if (permit.actor() == actor_name(get_account(transaction, account).reference)) return Refusal(refused::own_role);
  return write_role(transaction, permit.actor(), account, draft);
}

Result<Saved> end_role(Transaction& transaction, const people::AccountPermit& permit, MembershipId membership) {
  RELAIS_TRY_DONE(membership_to_change(transaction, permit, membership));
  const auto ended = transaction.execute(end_membership, {membership, transaction.now(), permit.actor()});
  return ended == 1 ? Saved::updated : Saved::unchanged;
}

Result<Saved> change_role(Transaction& transaction, const people::AccountPermit& permit, MembershipId membership,
                          Role role, std::optional<base::Day> until) {
  RELAIS_TRY(const auto kept, membership_to_change(transaction, permit, membership));
  const RoleDraft draft{kept.organisation, role, until};
  RELAIS_TRY_DONE(
      check_role(people::get_organisation(transaction, kept.organisation), draft, day_of(transaction.now())));
  auto same = transaction.query(select_same_role, {kept.account, kept.organisation, code_of(role)});
  const bool is_same = same.next() && same.id<MembershipId>(0) == membership;
  if (!is_same) RELAIS_TRY_DONE(end_role(transaction, permit, membership));
  return write_role(transaction, permit.actor(), kept.account, draft);
}

}  // namespace relais::accounts
