#pragma once
/// Who may sign in, and as what. Names and e-mail addresses are personal data: they stay in this slice and on the pages
/// of those who keep accounts.

#include <optional>
#include <string>
#include <vector>

#include "accounts/password.hpp"
#include "base/id.hpp"
#include "base/personal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "people/organisations.hpp"
#include "people/permit.hpp"
#include "people/role.hpp"
#include "store/store.hpp"

namespace relais::accounts {

using people::OrganisationId;
using people::ProgrammeId;
using people::Role;
using AccountId = base::Id<struct AccountTag>;
using MembershipId = base::Id<struct MembershipTag>;
using PersonalText = base::Personal<std::string>;

/// `U-0001-X`: how an account is named in the ledger, in the audit trail and in addresses.
std::string reference_of_number(std::int64_t number);
/// How the ledger names who acts: `account:U-0001-X`.
std::string actor_name(std::string_view reference);

/// The address as accounts are told apart by it: one `name@host.example`, in lower case; nothing when it is not one.
std::optional<std::string> normal_email(std::string_view text);

struct Account {
  AccountId id;
  std::string reference;
  PersonalText email;
  PersonalText display_name;
};
std::optional<Account> find_account(store::Reader& reader, const PersonalText& email);
std::optional<Account> find_account(store::Reader& reader, std::string_view reference);
Account get_account(store::Reader& reader, AccountId id);

struct AccountDraft {
  PersonalText email;
  PersonalText display_name;
  std::string password_hash = {};  ///< of hash_password, made before the transaction
};
/// Makes an account without any role.
///
/// Permission  covers everything: others invite (invitations.hpp).
/// Refuses     people's not_yours, email_malformed, email_taken, name_missing.
base::Result<AccountId> add_account(store::Transaction& transaction, const people::AccountPermit& permit,
                                    const AccountDraft& draft);
/// Also ends every session of the account, and its links to identities of a provider.
void set_password(store::Transaction& transaction, const people::Permit& permit, AccountId account,
                  std::string_view password_hash);

/// A role in an organisation, as it is to be given.
struct RoleDraft {
  OrganisationId organisation;
  Role role = Role::structure_volunteer;
  std::optional<base::Day> until = {};  ///< the last day; a volunteer must have one
};
/// Whether an organisation of that kind has that role: a depot has no network manager.
bool fits(Role role, people::OrganisationKind kind);
/// The roles that an organisation of that kind has.
std::vector<Role> roles_of(people::OrganisationKind kind);

/// Gives a role; the same role again gets the new last day.
///
/// Permission  covers the organisation.
/// Retry       safe.
/// Refuses     people's not_yours, role_unfit, end_missing (a volunteer's access ends), end_past, own_role.
base::Result<people::Saved> give_role(store::Transaction& transaction, const people::AccountPermit& permit,
                                      AccountId account, const RoleDraft& draft);
/// Ends a role now. Sessions stay; what the role allowed is refused from the next request on.
///
/// Permission  covers the organisation.
/// Retry       safe: an ended role stays so.
/// Refuses     membership_unknown, people's not_yours, own_role.
base::Result<people::Saved> end_role(store::Transaction& transaction, const people::AccountPermit& permit,
                                     MembershipId membership);
/// The role that somebody has there, when it was not ended.
std::optional<MembershipId> find_membership(store::Reader& reader, AccountId account, OrganisationId organisation,
                                            Role role);
/// Ends the role and gives another in the same organisation, in one.
///
/// Refuses     as end_role and give_role.
base::Result<people::Saved> change_role(store::Transaction& transaction, const people::AccountPermit& permit,
                                        MembershipId membership, Role role, std::optional<base::Day> until);

/// One row of the list of accounts.
struct Member {
  MembershipId membership;
  std::string account_reference;
  PersonalText display_name;
  PersonalText email;
  OrganisationId organisation;
  std::string organisation_code;
  std::string organisation_name;
  Role role = Role::structure_volunteer;
  std::optional<base::Day> until;
  bool has_second_factor = false;
  std::optional<base::Instant> seen_at;  ///< the last session's last request
};
struct MemberFilter {
  OrganisationId organisation = {};  ///< with its structures; none: the whole programme, if the permit covers it
  MembershipId after = {};           ///< for the next page: the last of the one before
  std::int64_t members_max = 50;
};
/// Roles that were not ended, in the order in which they were given. One query.
std::vector<Member> list_members(store::Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                 const MemberFilter& filter = {});
std::optional<Member> find_member(store::Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                  MembershipId membership);

/// Whether a role asks for a second factor, and for short sessions.
bool is_privileged(Role role);

}  // namespace relais::accounts
