#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/personal.hpp"

namespace relais::outbox {

/// `whsec_` and 24 random bytes in base 64.
base::Personal<std::string> make_webhook_secret();

/// `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base 64, under the bytes that the secret stands for. Nothing
/// when the secret is not of that form.
/// Source: Standard Webhooks, https://www.standardwebhooks.com, signature scheme.
std::optional<std::string> webhook_signature(const base::Personal<std::string>& secret, std::string_view id,
                                             std::int64_t timestamp_s, std::string_view body);

}  // namespace relais::outbox
