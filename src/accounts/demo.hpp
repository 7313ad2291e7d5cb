#pragma once
/// The demonstration's accounts: one per role, whose passwords its sign-in page shows. They open nothing elsewhere.

#include "accounts/keys.hpp"
#include "accounts/sessions.hpp"

namespace relais::accounts {

struct DemoAccount {
  std::string email;  ///< not a person's
  std::string name;
  std::string password;
  OrganisationId organisation;
  Role role = Role::structure_volunteer;
  std::string code = {};  ///< of the second factor at this moment; empty when there is none
};

/// Makes the account of a role, with a password and, where the role asks for it, a second factor of its own, both drawn
/// at random.
///
/// Retry  safe: an account that is there stays as it is.
base::Result<people::Saved> add_demo_account(store::Database& database, const people::AccountPermit& permit,
                                             const Key& key, const DemoAccount& draft);
std::string new_demo_password();
/// In the order in which they were made. One query.
std::vector<DemoAccount> list_demo_accounts(store::Reader& reader, const Key& key, base::Instant now);

/// Refuses  demo_needs_demo_accounts: a database with an account that is not of the demonstration.
base::Result<> check_demo(store::Reader& reader);

}  // namespace relais::accounts
