#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.hpp"

/// Reading JSON that someone else wrote: each refusal tells the place, as a JSON pointer, and the reason.
namespace relais::fairness::strict {

using Names = std::map<std::string, std::uint32_t, std::less<>>;

/// Refuses  not_json, duplicate_id (a field twice in one object).
base::Result<nlohmann::json> parse(std::string_view text);

/// Refuses  wrong_type, unknown_field, missing_field.
base::Result<base::Done> check_fields(const nlohmann::json& object, const std::string& place,
                                      const std::set<std::string_view>& required,
                                      const std::set<std::string_view>& optional = {});

/// Each refuses wrong_type; a number also out_of_range, a name also unknown_name.
base::Result<std::int64_t> integer(const nlohmann::json& value, const std::string& place);
base::Result<std::int64_t> integer_between(const nlohmann::json& value, const std::string& place, std::int64_t low,
                                           std::int64_t high);
base::Result<std::string> text(const nlohmann::json& value, const std::string& place);
base::Result<std::uint32_t> position(const Names& names, const nlohmann::json& value, const std::string& place);
base::Result<std::uint32_t> position_of(const Names& names, const std::string& name, const std::string& place);
base::Result<base::Done> check_list(const nlohmann::json& value, const std::string& place);
base::Result<base::Done> check_object(const nlohmann::json& value, const std::string& place);

template <class Item>
Names names_of(const std::vector<Item>& items) {
  Names names;
  for (std::uint32_t at = 0; at < items.size(); ++at) names.emplace(items[at].id, at);
  return names;
}

}  // namespace relais::fairness::strict
