#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/personal.hpp"
#include "base/result.hpp"

namespace relais::accounts {

using Password = base::Personal<std::string>;

inline constexpr int password_characters_min = 12;
inline constexpr int password_characters_max = 200;

/// Whether a password may be chosen. No rule of composition: length counts, and not being guessed first.
///
/// Refuses  password_too_short, password_too_long, password_common (in data/passwords, alone or with digits and signs
///          around it; a row of the keyboard; a piece repeated), password_about_you (mostly one of `about`).
/// Source   NIST SP 800-63B, section 5.1.1.2.
base::Result<> check_password(const Password& password, const std::vector<base::Personal<std::string>>& about);

/// Argon2id, 19 MiB, two passes: some 60 ms. At most a few run at a time, so that a crowd signing in fills no memory;
/// the others wait. Never call it inside a transaction.
std::string hash_password(const Password& password);
/// `hash` empty: nobody has that account; takes as long all the same.
bool is_password(std::string_view hash, const Password& password);

}  // namespace relais::accounts
