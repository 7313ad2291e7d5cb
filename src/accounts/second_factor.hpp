#pragma once
/// A code of six digits that an application on the person's telephone shows, and recovery codes for when it is lost.

#include "accounts/keys.hpp"
#include "accounts/sessions.hpp"
#include "accounts/totp.hpp"

namespace relais::accounts {

/// Starts a set-up, or goes on with the one begun: gives the secret to show. It counts once a code of it comes back.
///
/// Refuses  second_factor_set.
base::Result<PersonalText> begin_second_factor(store::Transaction& transaction, const Key& key, AccountId account);

/// Ends the set-up with a code of the new secret; gives the recovery codes, to be shown once, now.
///
/// Effect   the session is full; the account's other sessions owe the code.
/// Refuses  second_factor_absent, second_factor_set, code_wrong.
base::Result<std::vector<PersonalText>> confirm_second_factor(store::Transaction& transaction, const Key& key,
                                                              const Visitor& visitor, std::string_view code);

/// Judges the code of a session that owes one: of the application, or a recovery code, which is then used up.
///
/// Effect   right: the session is full; a record in the audit trail. Wrong: counted as a failed attempt; after five in
///          one session the session ends.
/// Retry    a code of the application serves once, except the demonstration's.
/// Refuses  too_many_attempts, session_ended, code_wrong.
base::Result<> give_second_factor(store::Database& database, const Key& key, const Visitor& visitor,
                                  std::string_view code, const std::string& address);

/// New recovery codes in place of all earlier ones.
/// Refuses  second_factor_absent.
base::Result<std::vector<PersonalText>> renew_recovery_codes(store::Transaction& transaction, const Key& key,
                                                             AccountId account);
std::int64_t count_recovery_codes(store::Reader& reader, AccountId account);

/// Takes the second factor away, for someone who lost the telephone and the codes, or who no longer wants it.
void remove_second_factor(store::Transaction& transaction, const people::Permit& permit, AccountId account);
/// The person's own wish.
/// Refuses  second_factor_required.
base::Result<> give_up_second_factor(store::Transaction& transaction, const Visitor& visitor);

}  // namespace relais::accounts
