#pragma once
/// A forgotten password: a link in a mail, once and for half an hour, to set another. It opens no session: who used it
/// signs in, second factor and all.

#include "accounts/keys.hpp"
#include "accounts/sign_in.hpp"

namespace relais::accounts {

using ResetId = base::Id<struct ResetTag>;
inline constexpr std::chrono::minutes reset_lives{30};
inline constexpr std::int64_t resets_of_an_hour_max = 3;

/// Counts the wish for a link, the same for an address with and without an account. It slows down no sign-in of the
/// account.
/// Refuses  email_malformed, too_many_attempts.
base::Result<> charge_reset(store::Transaction& transaction, const Key& key, const PersonalText& email,
                            const std::string& address);

struct NewReset {
  ResetId id;
  PersonalText email;
  PersonalText token;  ///< to be sent to the address; kept nowhere here
};
/// Makes a link for the account of that address. Earlier ones stay good, so that a stranger who asks ends nothing.
///
/// Effect   a record in the audit trail. Nothing at all when nobody has that address, when it is a demonstration's, or
///          when the account had three links in the last hour.
std::optional<NewReset> ask_reset(store::Transaction& transaction, const PersonalText& email,
                                  const std::string& address);

struct Reset {
  ResetId id;
  Account account;
};
/// Nothing when it expired, was used, or another one of the account was.
std::optional<Reset> find_reset(store::Reader& reader, std::string_view token, base::Instant now);

/// Sets the password; the link and all others of the account end, and so do its sessions and its links
/// to identities of a provider.
///
/// Effect   a record in the audit trail; failed attempts from this address are forgotten.
/// Refuses  reset_invalid.
base::Result<Reset> use_reset(store::Transaction& transaction, const Key& key, std::string_view token,
                              std::string_view password_hash, const std::string& address);

}  // namespace relais::accounts
