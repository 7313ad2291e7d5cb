#pragma once
#include "accounts/gate_pages.hpp"
#include "web/site.hpp"

namespace relais::accounts {

/// Signing in and out, forgotten passwords, the second factor, invitations, one's own account, the accounts and the
/// tokens of an organisation, the audit trail.
///
/// Ownership   `gate` must outlive the router that its routes are in.
void add_access_pages(web::Site& site, Gate& gate);

// In this order, by add_access_pages.
void add_sign_in_pages(Gate& gate);
void add_reset_pages(Gate& gate);
void add_identity_pages(Gate& gate);
void add_second_factor_pages(Gate& gate);
void add_account_pages(Gate& gate);
void add_invitation_pages(Gate& gate);
void add_member_pages(Gate& gate);
void add_token_pages(Gate& gate);
void add_webhook_pages(Gate& gate);
void add_trail_pages(Gate& gate);

/// Where a session goes after the password was right: on, to the code, or to the set-up of one.
web::Response enter(const Gate& gate, const PersonalText& token, const std::string& next);
Origin origin_of(const web::Request& request);

}  // namespace relais::accounts
