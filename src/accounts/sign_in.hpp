#pragma once
#include "accounts/keys.hpp"
#include "accounts/sessions.hpp"

namespace relais::accounts {

struct SignInAttempt {
  PersonalText email;
  Password password;
  Origin origin;
  bool is_demo = false;  ///< the server shows the demonstration: its accounts may sign in
};
struct SignedIn {
  AccountId account;
  PersonalText token;
};

/// Opens a session for whoever knows the password. A second factor, when there is one, is still owed.
///
/// Effect   a session; a record in the audit trail. A refused attempt is counted (throttle.hpp).
/// Refuses  too_many_attempts, sign_in_refused (the account or the password: it does not say which, and takes as long).
base::Result<SignedIn> sign_in(store::Database& database, const Key& key, const SignInAttempt& attempt);

/// Judges the password of an account as sign_in does, and opens nothing: for a change of it.
/// Refuses  too_many_attempts, sign_in_refused.
base::Result<> check_own_password(store::Database& database, const Key& key, const SignInAttempt& attempt);

/// Sets the person's own new password; the other sessions of the account end.
void change_own_password(store::Transaction& transaction, const Visitor& visitor, std::string_view password_hash);

}  // namespace relais::accounts
