#include "web/json.hpp"

#include <algorithm>
#include <set>

#include "web/refusals.hpp"

namespace relais::web {
namespace {

using base::Refusal;

constexpr int json_nesting_max = 32;

/// What the parser is told of while it reads: how deep it is, and which members each open object has so far.
struct JsonWatch {
  bool is_too_deep = false;
  std::string repeated;
  std::vector<std::set<std::string>> members = {};

  bool note(int depth, Json::parse_event_t event, const Json& parsed) {
    is_too_deep = is_too_deep || depth > json_nesting_max;
    if (event == Json::parse_event_t::object_start) members.emplace_back();
    if (event == Json::parse_event_t::object_end) members.pop_back();
    if (event == Json::parse_event_t::key && repeated.empty()) {
      const auto& name = parsed.get_ref<const std::string&>();
      if (!members.back().insert(name).second) repeated = name;
    }
    return !is_too_deep;
  }
};

/// Line and column of a byte, counted from 1.
Refusal not_json_at(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n');
  const auto column = before.size() - (start == before.npos ? 0 : start + 1) + 1;
  return Refusal(refusals::not_json, {std::to_string(line), std::to_string(column)});
}

}  // namespace

Response json(const Json& value, int status) {
  return json(value.dump(-1, ' ', false, Json::error_handler_t::replace), status);
}

base::Result<Json> parse_json(const Request& request) {
  if (request.body.size() > json_bytes_max) return Refusal(refusals::json_too_large, {std::to_string(json_bytes_max)});
  JsonWatch watch;
  try {
    Json value = Json::parse(
        request.body,
        [&](int depth, Json::parse_event_t event, Json& parsed) { return watch.note(depth, event, parsed); }, true);
    if (watch.is_too_deep) return Refusal(refusals::json_too_deep, {std::to_string(json_nesting_max)});
    if (!watch.repeated.empty()) return Refusal(refusals::member_repeated, {watch.repeated.substr(0, 60)});
    return value;
  } catch (const Json::parse_error& error) {
    return not_json_at(request.body, error.byte);
  }
}

}  // namespace relais::web
