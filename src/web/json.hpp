#pragma once
#include <nlohmann/json.hpp>

#include "base/result.hpp"
#include "web/http.hpp"

namespace relais::web {

using Json = nlohmann::ordered_json;

inline constexpr std::size_t json_bytes_max = 262'144;

/// Text that is not UTF-8 is written with U+FFFD in place of the wrong bytes.
Response json(const Json& value, int status = 200);

/// The body as JSON.
/// Refuses     json_too_large, not_json (with line and column), json_too_deep (over 32 levels), member_repeated.
base::Result<Json> parse_json(const Request& request);

}  // namespace relais::web
