#pragma once
#include <nlohmann/json.hpp>

#include "base/result.hpp"
#include "web/http.hpp"

namespace relais::web {

using Json = nlohmann::ordered_json;

/// Text that is not UTF-8 is written with U+FFFD in place of the wrong bytes.
Response json(const Json& value, int status = 200);

/// The body as JSON.
/// Refuses     not_json: also when it nests deeper than 32.
base::Result<Json> parse_json(const Request& request);

}  // namespace relais::web
