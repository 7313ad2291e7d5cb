#include "web/json.hpp"

#include "web/refusals.hpp"

namespace relais::web {
namespace {
constexpr int json_nesting_max = 32;
}

Response json(const Json& value, int status) {
  return json(value.dump(-1, ' ', false, Json::error_handler_t::replace), status);
}

base::Result<Json> parse_json(const Request& request) {
  bool too_deep = false;
  const auto watch_depth = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > json_nesting_max;
    return !too_deep;
  };
  Json value = Json::parse(request.body, watch_depth, false);
  if (too_deep || value.is_discarded()) return base::Refusal(refusals::not_json);
  return value;
}

}  // namespace relais::web
