#pragma once
/// Accounts as they are kept; for the files of this slice.

#include "accounts/accounts.hpp"

namespace relais::accounts {

/// Refuses  email_malformed, email_taken, name_missing.
base::Result<AccountId> insert_account(store::Transaction& transaction, std::string_view actor,
                                       const AccountDraft& draft);
/// Refuses  role_unfit, end_missing, end_past.
base::Result<> check_role(const people::Organisation& organisation, const RoleDraft& draft, base::Day today);
people::Saved write_role(store::Transaction& transaction, std::string_view actor, AccountId account,
                         const RoleDraft& draft);
void write_password(store::Transaction& transaction, AccountId account, std::string_view password_hash);

inline base::Day day_of(base::Instant instant) { return std::chrono::floor<std::chrono::days>(instant); }

}  // namespace relais::accounts
