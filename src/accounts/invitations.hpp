#pragma once
/// How people come to have an account: somebody who keeps the accounts of an organisation invites their address.

#include "accounts/accounts.hpp"

namespace relais::accounts {

using InvitationId = base::Id<struct InvitationTag>;
inline constexpr std::chrono::days invitation_lives{7};

struct InvitationDraft {
  PersonalText email;
  RoleDraft role;
};
struct NewInvitation {
  InvitationId id;
  PersonalText token;  ///< to be sent to the address; kept nowhere here
};

/// Makes an invitation, in place of an open one of the same address to the same role.
///
/// Permission  covers the organisation.
/// Refuses     people's not_yours, email_malformed, role_unfit, end_missing, end_past.
base::Result<NewInvitation> invite(store::Transaction& transaction, const people::AccountPermit& permit,
                                   const InvitationDraft& draft);
/// Refuses  invitation_invalid, people's not_yours.
base::Result<people::Saved> withdraw_invitation(store::Transaction& transaction, const people::AccountPermit& permit,
                                                InvitationId invitation);

struct Invitation {
  InvitationId id;
  PersonalText email;
  OrganisationId organisation;
  std::string organisation_name;
  Role role = Role::structure_volunteer;
  std::optional<base::Day> until;
  std::string invited_by;
  base::Instant expires_at;
  bool has_account = false;  ///< the address has one already: accepting only adds the role
};
/// Nothing when it expired, was used or withdrawn.
std::optional<Invitation> find_invitation(store::Reader& reader, std::string_view token, base::Instant now);
/// Open ones, the newest first; `organisation` as in MemberFilter. One query.
std::vector<Invitation> list_invitations(store::Reader& reader, const people::AccountPermit& permit,
                                         ProgrammeId programme, OrganisationId organisation, base::Instant now);

struct Acceptance {
  std::string token;
  PersonalText display_name;       ///< not asked of whoever has an account
  std::string password_hash = {};  ///< as above
  std::string address = {};
};
/// Makes the account if need be, and gives it the role. The token serves once.
///
/// Refuses  invitation_invalid, email_taken (an account was made meanwhile: reload), name_missing, end_past.
base::Result<AccountId> accept_invitation(store::Transaction& transaction, const Acceptance& acceptance);

}  // namespace relais::accounts
