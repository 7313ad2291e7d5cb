#include "web/body.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "web/refusals.hpp"

namespace relais::web {
namespace {

using base::Refusal;

constexpr std::size_t iso_day_characters = 10;

/// Source      RFC 6901, section 3.
std::string escaped(std::string_view member) {
  std::string text;
  for (const char letter : member) {
    if (letter == '~')
      text += "~0";
    else if (letter == '/')
      text += "~1";
    else
      text += letter;
  }
  return text;
}

Json fault_json(const Request& request, const Fault& fault) {
  Json json = Json::object();
  if (fault.parameter.empty())
    json["pointer"] = fault.pointer;
  else
    json["parameter"] = fault.parameter;
  json["code"] = fault.refusal.code();
  json["detail"] = fault.refusal.message(request.language);
  return json;
}

bool is_integer(const Json& value) {
  return value.is_number_integer() &&
         !(value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max());
}

}  // namespace

Response problem_with(const Request& request, const Refusal& refusal, const Faults& faults) {
  auto response = problem(request, refusal);
  if (faults.empty()) return response;
  auto members = Json::parse(response.body);
  members["errors"] = Json::array();
  for (const auto& fault : faults) members["errors"].push_back(fault_json(request, fault));
  response.body = members.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

Response problem_with(const Request& request, const Faults& faults) {
  return problem_with(request, Refusal(refusals::invalid_members), faults);
}

base::Result<Json> read_json(const Request& request) {
  const auto type = request.headers.find("Content-Type").value_or("");
  const auto name = base::trim(type.substr(0, type.find(';')));
  if (name != "application/json") return Refusal(refusals::not_json_type);
  return parse_json(request);
}

Body::Body(const Json& value, std::string pointer, Faults& faults)
    : value_(&value), pointer_(std::move(pointer)), faults_(&faults) {
  if (!value.is_object()) faults.push_back({pointer_, Refusal(refusals::not_object)});
}

std::string Body::pointer_of(std::string_view member) const { return pointer_ + '/' + escaped(member); }

void Body::add(std::string_view member, const base::RefusalReason& reason, std::vector<std::string> facts) {
  faults_->push_back({pointer_of(member), Refusal(reason, std::move(facts))});
}

void Body::add_unknown(std::string_view member, std::string_view known) {
  add(member, refusals::code_unknown, {std::string(known)});
}

const Json* Body::find(std::string_view member, bool is_required) {
  asked_.emplace_back(member);
  if (!value_->is_object()) return nullptr;
  const auto found = value_->find(std::string(member));
  if (found != value_->end() && !found->is_null()) return &*found;
  if (is_required) add(member, refusals::member_missing);
  return nullptr;
}

std::optional<std::string> Body::read_text(std::string_view member, std::size_t bytes_max, bool is_required) {
  const auto* value = find(member, is_required);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    add(member, refusals::not_text);
    return std::nullopt;
  }
  const auto& given = value->get_ref<const std::string&>();
  if (given.size() > bytes_max) {
    add(member, refusals::text_too_long, {std::to_string(bytes_max)});
    return std::nullopt;
  }
  if (given.find('\0') != given.npos) {
    add(member, refusals::text_unreadable);
    return std::nullopt;
  }
  std::string text(base::trim(given));
  if (text.empty() && is_required) add(member, refusals::member_missing);
  return text;
}

std::string Body::text(std::string_view member, std::size_t bytes_max) {
  return read_text(member, bytes_max, true).value_or(std::string());
}

std::optional<std::string> Body::maybe_text(std::string_view member, std::size_t bytes_max) {
  return read_text(member, bytes_max, false);
}

std::optional<std::int64_t> Body::read_integer(std::string_view member, bool is_required) {
  const auto* value = find(member, is_required);
  if (value == nullptr) return std::nullopt;
  if (is_integer(*value)) return value->get<std::int64_t>();
  add(member, refusals::not_integer);
  return std::nullopt;
}

std::int64_t Body::integer(std::string_view member) { return read_integer(member, true).value_or(0); }
std::optional<std::int64_t> Body::maybe_integer(std::string_view member) { return read_integer(member, false); }

bool Body::flag(std::string_view member) {
  const auto* value = find(member, false);
  if (value == nullptr) return false;
  if (!value->is_boolean()) add(member, refusals::not_boolean);
  return value->is_boolean() && value->get<bool>();
}

std::optional<base::Day> Body::read_day(std::string_view member, bool is_required) {
  const auto text = read_text(member, iso_day_characters, is_required);
  if (!text || (text->empty() && is_required)) return std::nullopt;  // told already
  auto day = base::parse_day(*text);
  if (day && base::iso_day(*day) != *text) day.reset();  // the French way is for tables
  if (!day) add(member, refusals::not_a_date);
  return day;
}

base::Day Body::day(std::string_view member) { return read_day(member, true).value_or(base::Day{}); }
std::optional<base::Day> Body::maybe_day(std::string_view member) { return read_day(member, false); }

std::vector<Body> Body::read_objects(std::string_view member, std::size_t items_max, bool is_required) {
  std::vector<Body> objects;
  const auto* value = find(member, is_required);
  if (value == nullptr) return objects;
  if (!value->is_array()) {
    add(member, refusals::not_list);
  } else if (value->size() > items_max) {
    add(member, refusals::list_too_long, {std::to_string(items_max)});
  } else {
    for (std::size_t at = 0; at < value->size(); ++at)
      objects.emplace_back((*value)[at], pointer_of(member) + '/' + std::to_string(at), *faults_);
  }
  return objects;
}

std::vector<Body> Body::objects(std::string_view member, std::size_t items_max) {
  return read_objects(member, items_max, true);
}

std::vector<Body> Body::maybe_objects(std::string_view member, std::size_t items_max) {
  return read_objects(member, items_max, false);
}

void Body::finish() {
  if (!value_->is_object()) return;
  for (const auto& [member, value] : value_->items())
    if (std::find(asked_.begin(), asked_.end(), member) == asked_.end())
      add(std::string_view(member).substr(0, 60), refusals::member_unknown);
}

}  // namespace relais::web
