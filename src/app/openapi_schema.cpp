#include "app/openapi.hpp"
#include "base/text.hpp"

namespace relais::app {
namespace {

using web::Json;

const Json& simple_types() {
  static const Json types{{"text", {{"type", "string"}}},
                          {"integer", {{"type", "integer"}, {"format", "int64"}}},
                          {"number", {{"type", "number"}}},
                          {"boolean", {{"type", "boolean"}}},
                          {"any", Json::object()},
                          {"day", {{"type", "string"}, {"format", "date"}}},
                          {"instant", {{"type", "string"}, {"format", "date-time"}}}};
  return types;
}

Json or_null(Json schema) {
  if (schema.contains("type")) {
    schema["type"] = Json::array({schema["type"], "null"});
    if (schema.contains("enum")) schema["enum"].push_back(Json());
    return schema;
  }
  return {{"oneOf", Json::array({schema, {{"type", "null"}}})}};
}

Json named_schema(std::string_view name) {
  if (name.ends_with('?')) return or_null(named_schema(name.substr(0, name.size() - 1)));
  if (const auto simple = simple_types().find(std::string(name)); simple != simple_types().end()) return *simple;
  if (name.find('|') == name.npos) return {{"$ref", "#/components/schemas/" + std::string(name)}};
  Json codes = Json::array();
  for (const auto code : base::split(name, '|')) codes.push_back(std::string(code));
  return {{"type", "string"}, {"enum", codes}};
}

std::string in_language(const Json& both, base::Language language) {
  const auto* code = language == base::Language::french ? "fr" : "en";
  return both.contains(code) ? both[code].get<std::string>() : std::string();
}

Json remarked_schema(const Json& notation, base::Language language, bool is_closed) {
  auto schema = schema_of(notation["is"], language, is_closed);
  for (const auto& [ours, theirs] :
       {std::pair("min", "minimum"), std::pair("max", "maximum"), std::pair("length_max", "maxLength"),
        std::pair("items_min", "minItems"), std::pair("length_min", "minLength")})
    if (notation.contains(ours)) schema[theirs] = notation[ours];
  if (const auto says = in_language(notation, language); !says.empty()) schema["description"] = says;
  return schema;
}

Json object_schema(const Json& notation, base::Language language, bool is_closed) {
  Json schema{{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
  for (const auto& [member, type] : notation.items()) {
    const bool is_optional = member.ends_with('?');
    const auto name = is_optional ? member.substr(0, member.size() - 1) : member;
    schema["properties"][name] = schema_of(type, language, is_closed);
    if (!is_optional) schema["required"].push_back(name);
  }
  if (schema["required"].empty()) schema.erase("required");
  if (is_closed) schema["additionalProperties"] = false;
  return schema;
}

}  // namespace

Json schema_of(const Json& notation, base::Language language, bool is_closed) {
  if (notation.is_string()) return named_schema(notation.get<std::string>());
  if (notation.is_array()) return {{"type", "array"}, {"items", schema_of(notation.at(0), language, is_closed)}};
  if (notation.contains("is")) return remarked_schema(notation, language, is_closed);
  return object_schema(notation, language, is_closed);
}

}  // namespace relais::app
