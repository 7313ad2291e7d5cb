#include "accounts/invitations.hpp"

#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/tokens.hpp"
#include "accounts/verified.hpp"
#include "audit/audit.hpp"

namespace relais::accounts {
namespace {

using base::Instant;
using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Rows;
using store::Transaction;

constexpr auto end_same_invitation =
    "UPDATE accounts_invitation SET ended_at = $4 WHERE email = $1 AND organisation_id = $2 AND role = $3 AND "
    "ended_at IS NULL";
constexpr auto insert_invitation =
    "INSERT INTO accounts_invitation (id, token_hash, email, organisation_id, role, valid_until, invited_at, "
    "invited_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

}  // namespace

Result<NewInvitation> invite(Transaction& transaction, const people::AccountPermit& permit,
                             const InvitationDraft& draft) {
  const auto organisation = people::get_organisation(transaction, draft.role.organisation);
  RELAIS_TRY_DONE(permit.check(organisation.programme, organisation.id));
  const auto email = normal_email(draft.email.reveal());
  if (!email) return Refusal(refused::email_malformed);
  const auto now = transaction.now();
  RELAIS_TRY_DONE(check_role(organisation, draft.role, day_of(now)));
  transaction.execute(end_same_invitation, {*email, organisation.id, code_of(draft.role.role), now});
  NewInvitation made{transaction.new_id<InvitationId>(), PersonalText(new_token())};
  transaction.execute(insert_invitation,
                      {made.id, token_hash(made.token.reveal()), *email, organisation.id, code_of(draft.role.role),
                       draft.role.until, now, permit.actor(), now + invitation_lives});
  return made;
}

namespace {

constexpr auto select_by_token =
    "SELECT i.id, i.email, i.organisation_id, o.name, i.role, i.valid_until, i.invited_by, i.expires_at, "
    "(SELECT COUNT(*) FROM accounts_account a WHERE a.email = i.email), o.programme_id FROM accounts_invitation i "
    "JOIN people_organisation o ON o.id = i.organisation_id "
    "WHERE i.token_hash = $1 AND i.ended_at IS NULL AND i.expires_at > $2";
constexpr auto select_of_organisation =
    "SELECT i.id, i.email, i.organisation_id, o.name, i.role, i.valid_until, i.invited_by, i.expires_at, "
    "(SELECT COUNT(*) FROM accounts_account a WHERE a.email = i.email), o.programme_id FROM accounts_invitation i "
    "JOIN people_organisation o ON o.id = i.organisation_id "
    "WHERE o.programme_id = $1 AND (CAST($2 AS BIGINT) = 0 OR i.organisation_id = $2 OR o.network_id = $2) AND "
    "i.ended_at IS NULL AND i.expires_at > $3 ORDER BY i.id DESC";
constexpr auto select_whose_invitation =
    "SELECT o.programme_id, o.id FROM accounts_invitation i JOIN people_organisation o ON o.id = i.organisation_id "
    "WHERE i.id = $1";
constexpr auto end_invitation =
    "UPDATE accounts_invitation SET ended_at = $2, account_id = $3 WHERE id = $1 AND ended_at IS NULL";

Invitation read_invitation(const Rows& rows) {
  const auto role = people::parse_role(rows.text(4));
  RELAIS_CHECK(role.has_value());
  return {.id = rows.id<InvitationId>(0),
          .email = PersonalText(rows.string(1)),
          .organisation = rows.id<OrganisationId>(2),
          .organisation_name = rows.string(3),
          .role = *role,
          .until = rows.is_null(5) ? std::nullopt : std::optional(rows.day(5)),
          .invited_by = rows.string(6),
          .expires_at = rows.instant(7),
          .has_account = rows.boolean(8)};
}

}  // namespace

Result<Saved> withdraw_invitation(Transaction& transaction, const people::AccountPermit& permit,
                                  InvitationId invitation) {
  auto rows = transaction.query(select_whose_invitation, {invitation});
  if (!rows.next()) return Refusal(refused::invitation_invalid);
  RELAIS_TRY_DONE(permit.check(rows.id<ProgrammeId>(0), rows.id<OrganisationId>(1)));
  const auto ended = transaction.execute(end_invitation, {invitation, transaction.now(), nullptr});
  return ended == 1 ? Saved::updated : Saved::unchanged;
}

std::optional<Invitation> find_invitation(Reader& reader, std::string_view token, Instant now) {
  auto rows = reader.query(select_by_token, {token_hash(token), now});
  if (!rows.next()) return std::nullopt;
  return read_invitation(rows);
}

std::vector<Invitation> list_invitations(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                         OrganisationId organisation, Instant now) {
  std::vector<Invitation> invitations;
  const auto& coverage = permit.coverage();
  if (!coverage.covers(programme) && !coverage.covers(programme, organisation)) return invitations;
  for (auto rows = reader.query(select_of_organisation, {programme, organisation, now}); rows.next();)
    if (coverage.covers(programme, rows.id<OrganisationId>(2))) invitations.push_back(read_invitation(rows));
  return invitations;
}

Result<AccountId> accept_invitation(Transaction& transaction, const Acceptance& acceptance) {
  const auto now = transaction.now();
  const auto found = find_invitation(transaction, acceptance.token, now);
  if (!found) return Refusal(refused::invitation_invalid);
  AccountId account;
  if (const auto existing = find_account(transaction, found->email)) {
    account = existing->id;
  } else {
    RELAIS_TRY(account, insert_account(transaction, found->invited_by,
                                       {found->email, acceptance.display_name, acceptance.password_hash}));
  }
  // Of two that accept at once, the second finds it ended.
  if (transaction.execute(end_invitation, {found->id, now, account}) == 0) return Refusal(refused::invitation_invalid);
  const RoleDraft draft{found->organisation, found->role, found->until};
  const auto organisation = people::get_organisation(transaction, found->organisation);
  RELAIS_TRY_DONE(check_role(organisation, draft, day_of(now)));
  write_role(transaction, found->invited_by, account, draft);
  audit::record(transaction, Verified::own_affairs(actor_name(get_account(transaction, account).reference)),
                {.action = "accept_invitation",
                 .subject = std::string(code_of(found->role)) + " " + organisation.code,
                 .address = acceptance.address,
                 .programme = organisation.programme,
                 .on_behalf = organisation.id});
  return account;
}

}  // namespace relais::accounts
