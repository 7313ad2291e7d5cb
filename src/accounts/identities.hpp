#pragma once
/// Who a provider of identities (OpenID Connect) says somebody is, linked to the account that they have here. An
/// identity makes no account, and no e-mail address links one: only whoever is signed in and gives the password.

#include "accounts/sessions.hpp"
#include "accounts/sign_in.hpp"
#include "oidc/oidc.hpp"

namespace relais::accounts {

/// Links an identity to the visitor's own account. The caller has asked for the password.
///
/// Effect   a record in the audit trail.
/// Refuses  identity_taken (another account has it), identity_set (the account has another of that provider),
/// demo_fixed.
base::Result<people::Saved> link_identity(store::Transaction& transaction, const Visitor& visitor,
                                          const oidc::Identity& identity, const std::string& address);
/// Refuses  identity_unknown.
base::Result<> unlink_identity(store::Transaction& transaction, const Visitor& visitor, const std::string& issuer);
/// All of an account: when its password is set anew, who had come in by one must not come back.
void unlink_identities(store::Transaction& transaction, AccountId account);

/// Since when the account has an identity of that provider.
std::optional<base::Instant> find_link(store::Reader& reader, AccountId account, const std::string& issuer);

/// Opens a session for the account that has the identity. A second factor, when there is one, is still owed.
///
/// Effect   a session; a record in the audit trail.
/// Refuses  identity_unknown.
base::Result<SignedIn> sign_in_by_identity(store::Transaction& transaction, const oidc::Identity& identity,
                                           const Origin& origin);

}  // namespace relais::accounts
