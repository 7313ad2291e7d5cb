#include "fairness/strict_json.hpp"

#include <limits>

#include "fairness/refusals.hpp"
#include "fairness/validate.hpp"

namespace relais::fairness::strict {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using nlohmann::json;

/// The library keeps the last of two equal fields; we refuse, since one of them was meant otherwise.
class RepeatedFields {
 public:
  bool operator()(int, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
        seen_.emplace_back();
        break;
      case json::parse_event_t::object_end:
        seen_.pop_back();
        break;
      case json::parse_event_t::key:
        if (!seen_.back().insert(parsed.get<std::string>()).second && first_.empty())
          first_ = parsed.get<std::string>();
        break;
      default:
        break;
    }
    return true;
  }
  const std::string& first() const { return first_; }

 private:
  std::vector<std::set<std::string>> seen_;
  std::string first_;
};

std::string named(const std::string& place) { return place.empty() ? "/" : place; }

Refusal wrong_type(const std::string& place, const char* needed) {
  return Refusal(refusals::wrong_type, {named(place), needed});
}

/// A number that not even a floating one could hold: the library says only "… number overflow parsing '1e999'".
Refusal too_large(std::string_view told) {
  constexpr std::size_t digits_shown = 20;
  const auto quote = std::min(told.find('\''), told.size() - 1);
  return Refusal(refusals::out_of_range, {"/", std::string(told.substr(quote + 1, digits_shown)) + "…", "0",
                                          std::to_string(std::numeric_limits<std::int64_t>::max())});
}

}  // namespace

Result<json> parse(std::string_view text) {
  RepeatedFields repeated;
  json root;
  try {
    root = json::parse(text, std::ref(repeated));
  } catch (const json::parse_error& error) {
    return Refusal(refusals::not_json, {std::to_string(error.byte)});
  } catch (const json::out_of_range& error) {
    return too_large(error.what());
  }
  if (!repeated.first().empty()) return Refusal(refusals::duplicate_id, {"/", repeated.first()});
  return root;
}

Result<Done> check_fields(const json& object, const std::string& place, const std::set<std::string_view>& required,
                          const std::set<std::string_view>& optional) {
  RELAIS_TRY_DONE(check_object(object, place));
  for (const auto& [name, value] : object.items())
    if (!required.contains(name) && !optional.contains(name))
      return Refusal(refusals::unknown_field, {place + "/" + pointer_token(name)});
  for (const auto name : required)
    if (!object.contains(name)) return Refusal(refusals::missing_field, {named(place), std::string(name)});
  return Done{};
}

Result<std::int64_t> integer(const json& value, const std::string& place) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (!value.is_number_integer()) return wrong_type(place, "0, 1, 2…");
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
    return Refusal(refusals::out_of_range,
                   {place, std::to_string(value.get<std::uint64_t>()), "0", std::to_string(most)});
  return value.get<std::int64_t>();
}

Result<std::int64_t> integer_between(const json& value, const std::string& place, std::int64_t low, std::int64_t high) {
  RELAIS_TRY(const auto number, integer(value, place));
  if (number < low || number > high)
    return Refusal(refusals::out_of_range, {place, std::to_string(number), std::to_string(low), std::to_string(high)});
  return number;
}

Result<std::string> text(const json& value, const std::string& place) {
  if (!value.is_string()) return wrong_type(place, "\"…\"");
  return value.get<std::string>();
}

Result<std::uint32_t> position(const Names& names, const json& value, const std::string& place) {
  RELAIS_TRY(const auto name, text(value, place));
  return position_of(names, name, place);
}

Result<std::uint32_t> position_of(const Names& names, const std::string& name, const std::string& place) {
  const auto found = names.find(name);
  if (found == names.end()) return Refusal(refusals::unknown_name, {place, name});
  return found->second;
}

Result<Done> check_list(const json& value, const std::string& place) {
  if (!value.is_array()) return wrong_type(place, "[]");
  return Done{};
}

Result<Done> check_object(const json& value, const std::string& place) {
  if (!value.is_object()) return wrong_type(place, "{}");
  return Done{};
}

}  // namespace relais::fairness::strict
