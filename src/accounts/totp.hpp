#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace relais::accounts {

inline constexpr std::int64_t code_step_ms = 30'000;

/// 160 random bits.
std::string new_code_secret();
/// As people type it into an application: base 32, in groups of four.
std::string readable_secret(std::string_view secret);
/// What the QR code says. Source: the Key Uri Format of Google Authenticator, which applications follow.
std::string key_address(std::string_view secret, std::string_view issuer, std::string_view account);

inline std::int64_t step_at(base::Instant now) { return base::to_integer(now) / code_step_ms; }
/// The six digits of a step. Source: RFC 6238, with SHA-1 as applications expect.
std::string code_of_step(std::string_view secret, std::int64_t step);
/// The step that a code is of: the current one, the one before or after (clocks differ), after `last_step` alone.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, base::Instant now,
                                         std::int64_t last_step);

}  // namespace relais::accounts
