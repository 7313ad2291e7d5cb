#include "app/openapi.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "web/http.hpp"

namespace relais::app {
namespace {

using base::Language;
using web::Json;

constexpr std::string_view api_root = "/api/v1/";

std::string both(const Json& texts, Language language) {
  const auto* code = language == Language::french ? "fr" : "en";
  return texts.is_object() && texts.contains(code) ? texts[code].get<std::string>() : std::string();
}

std::string family_of(const std::string& file) { return std::filesystem::path(file).stem().string(); }

std::string ref_of(std::string_view kind, std::string_view name) {
  return fmt::format("#/components/{}/{}", kind, name);
}

Json path_parameter(const Operation& operation, const std::string& name, Language language) {
  Json parameter{{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
  if (!operation.has("path") || !operation.said["path"].contains(name)) return parameter;
  const auto& said = operation.said["path"][name];
  parameter["description"] = both(said, language);
  if (said.contains("example")) parameter["example"] = said["example"];
  return parameter;
}

Json query_parameter(const std::string& name, const Json& said, Language language) {
  Json parameter{{"name", name}, {"in", "query"}, {"schema", schema_of(said["is"], language, false)}};
  parameter["description"] = both(said, language);
  return parameter;
}

Json parameters_of(const Operation& operation, Language language) {
  Json parameters = Json::array();
  for (const auto& name : operation.path_names()) parameters.push_back(path_parameter(operation, name, language));
  if (operation.has("query"))
    for (const auto& [name, said] : operation.said["query"].items())
      parameters.push_back(query_parameter(name, said, language));
  const auto add = [&](const char* name) { parameters.push_back({{"$ref", ref_of("parameters", name)}}); };
  if (operation.has("is_list")) {
    add("limit");
    add("after");
  }
  if (operation.needs_key()) add("IdempotencyKey");
  if (operation.has("if_match")) add(operation.said["if_match"] == "required" ? "IfMatchRequired" : "IfMatch");
  return parameters;
}

Json success_of(const Operation& operation, Language language) {
  Json media{{"schema", schema_of(operation.said["gives"], language, false)}};
  if (operation.has("example")) media["example"] = operation.said["example"];
  Json response{{"description", both(operation.said["summary"], language)}};
  Json headers = Json::object();
  const auto add = [&](const char* name) { headers[name] = {{"$ref", ref_of("headers", name)}}; };
  if (operation.has("creates")) add("Location");
  if (operation.has("etag")) add("ETag");
  if (operation.has("is_list")) add("Link");
  if (!headers.empty()) response["headers"] = headers;
  response["content"] = {{operation.said.value("media", "application/json"), media}};
  return response;
}

Json operation_json(const Operation& operation, Language language) {
  Json json{{"operationId", operation.said["id"]}, {"summary", operation.text("summary", language)}};
  auto description = operation.text("description", language);
  if (operation.right) {
    json["security"] = Json::array({{{"token", Json::array()}}});
    json["x-scope"] = people::code_of(*operation.right);
    const auto scope = fmt::format(fmt::runtime(language == Language::french ? "Portée : `{}`." : "Scope: `{}`."),
                                   people::code_of(*operation.right));
    description += (description.empty() ? "" : "\n\n") + scope;
  } else {
    json["security"] = Json::array();
  }
  if (!description.empty()) json["description"] = description;
  if (auto parameters = parameters_of(operation, language); !parameters.empty()) json["parameters"] = parameters;
  if (operation.has("takes")) {
    Json media{{"schema", schema_of(operation.said["takes"], language, true)}};
    if (operation.has("body")) media["example"] = operation.said["body"];
    json["requestBody"] = {{"required", true}, {"content", {{"application/json", media}}}};
  }
  json["responses"] = Json::object();
  const int success = operation.has("creates") ? 201 : 200;
  json["responses"][std::to_string(success)] = success_of(operation, language);
  for (const auto status : statuses_of(operation))
    if (status >= 400)
      json["responses"][std::to_string(status)] = {{"$ref", ref_of("responses", std::to_string(status))}};
  return json;
}

Json header_parameter(const char* name, bool is_required, const Json& schema, const std::string& description) {
  return {
      {"name", name}, {"in", "header"}, {"required", is_required}, {"schema", schema}, {"description", description}};
}

Json common_parameters(Language language) {
  const auto say = [&](const char* french, const char* english) {
    return std::string(language == Language::french ? french : english);
  };
  const Json text{{"type", "string"}};
  Json parameters = Json::object();
  parameters["limit"] = {
      {"name", "limit"},
      {"in", "query"},
      {"schema", {{"type", "integer"}, {"minimum", 1}, {"maximum", accounts::list_items_max}, {"default", 50}}},
      {"description", say("Combien d’éléments au plus.", "How many items at most.")}};
  parameters["after"] = {{"name", "after"},
                         {"in", "query"},
                         {"schema", text},
                         {"description", say("La suite d’une liste : suivez « next » plutôt que de l’écrire.",
                                             "The rest of a list: follow “next” rather than write it.")}};
  parameters["IdempotencyKey"] = header_parameter(
      "Idempotency-Key", true, {{"type", "string"}, {"pattern", "^\"?[A-Za-z0-9_.:-]{1,64}\"?$"}},
      say("Neuve pour chaque acte, la même pour le répéter : un acte répété n’agit qu’une fois et reçoit la même "
          "réponse.",
          "New for each act, the same to repeat it: a repeated act acts once and is given the same answer."));
  parameters["IfMatch"] =
      header_parameter("If-Match", false, text,
                       say("L’ETag de ce que vous avez lu : rien n’est fait si cela a changé depuis.",
                           "The ETag of what you read: nothing is done if it has changed since."));
  parameters["IfMatchRequired"] = parameters["IfMatch"];
  parameters["IfMatchRequired"]["required"] = true;
  return parameters;
}

Json common_headers() {
  const Json text{{"type", "string"}};
  return {{"ETag", {{"schema", text}}}, {"Link", {{"schema", text}}}, {"Location", {{"schema", text}}}};
}

Json problem_schema(Language language) {
  return schema_of({{"type", "text"},
                    {"title", "text"},
                    {"status", "integer"},
                    {"code",
                     {{"is", "text"},
                      {"fr", "Stable : c’est sur lui qu’un programme décide."},
                      {"en", "Stable: what a program decides by."}}},
                    {"detail",
                     {{"is", "text"},
                      {"fr", "Pour une personne, dans la langue demandée."},
                      {"en", "For a person, in the language asked for."}}},
                    {"errors?", Json::array({"ProblemPart"})}},
                   language, false);
}

Json problem_part_schema(Language language) {
  return schema_of(
      {{"pointer?",
        {{"is", "text"},
         {"fr", "Dans le corps : un JSON Pointer (RFC 6901)."},
         {"en", "In the body: a JSON Pointer (RFC 6901)."}}},
       {"parameter?", {{"is", "text"}, {"fr", "Dans la requête : son nom."}, {"en", "In the query: its name."}}},
       {"code", "text"},
       {"detail", "text"}},
      language, false);
}

Json common_responses() {
  Json responses = Json::object();
  for (const int status : {400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503}) {
    auto& response = responses[std::to_string(status)];
    response["description"] = web::status_phrase(status);
    if (status == 401) response["headers"]["WWW-Authenticate"] = {{"schema", {{"type", "string"}}}};
    response["content"]["application/problem+json"]["schema"]["$ref"] = ref_of("schemas", "Problem");
  }
  return responses;
}

}  // namespace

std::string Operation::text(std::string_view name, Language language) const {
  return has(name) ? both(said[std::string(name)], language) : std::string();
}

std::vector<std::string> Operation::path_names() const {
  std::vector<std::string> names;
  for (const auto part : base::split(pattern, '/'))
    if (part.starts_with('{')) names.emplace_back(part.substr(1, part.size() - 2));
  return names;
}

std::vector<int> statuses_of(const Operation& operation) {
  std::set<int> statuses{operation.has("creates") ? 201 : 200, 400, 503};
  if (operation.right) statuses.insert({401, 403});
  if (!operation.path_names().empty()) statuses.insert(404);
  if (operation.has("takes")) statuses.insert({413, 415, 422});
  if (operation.needs_key()) statuses.insert({409, 422});
  if (operation.has("is_list")) statuses.insert(422);
  if (operation.has("if_match")) statuses.insert(412);
  if (operation.has("if_match") && operation.said["if_match"] == "required") statuses.insert(428);
  if (operation.has("refuses"))
    for (const auto& status : operation.said["refuses"]) statuses.insert(status.get<int>());
  return {statuses.begin(), statuses.end()};
}

ApiDocument::ApiDocument(std::span<const base::EmbeddedFile> files,
                         const std::vector<accounts::Gate::Declaration>& routes) {
  std::map<std::string, std::optional<people::Right>> undescribed;
  for (const auto& route : routes)
    if (route.pattern.starts_with(api_root)) undescribed.emplace(route.method + ' ' + route.pattern, route.right);
  for (const auto& file : files) read(file, undescribed);
  std::stable_sort(families_.begin(), families_.end(),
                   [](const Family& one, const Family& other) { return one.place < other.place; });
  for (const auto& [route, right] : undescribed)
    gaps_.push_back(
        fmt::format("{0}: the Gate knows this route and no file describes it. Add \"{0}\" to the operations "
                    "of a file in src/app/openapi/ (gifts.json shows how).",
                    route));
}

void ApiDocument::read(const base::EmbeddedFile& file,
                       std::map<std::string, std::optional<people::Right>>& undescribed) {
  constexpr bool has_comments = true;
  const auto json = Json::parse(file.bytes, nullptr, false, has_comments);
  RELAIS_CHECK(json.is_object());
  Family family{family_of(std::string(file.path)), json.value("place", 0), json["title"], {}};
  for (const auto& [route, said] : json["operations"].items()) {
    const auto found = undescribed.find(route);
    if (found == undescribed.end()) {
      gaps_.push_back(
          fmt::format("{0}: src/app/openapi/{1}.json describes a route that the Gate does not know (or a "
                      "second time). Remove it, or declare the route.",
                      route, family.code));
      continue;
    }
    const auto blank = route.find(' ');
    family.operations.push_back({route.substr(0, blank), route.substr(blank + 1), found->second, said});
    undescribed.erase(found);
  }
  if (json.contains("schemas")) schemas_.update(json["schemas"]);
  families_.push_back(std::move(family));
}

Json ApiDocument::openapi(Language language, const std::string& site_url) const {
  const bool is_french = language == Language::french;
  Json document{{"openapi", "3.1.0"}};
  document["info"] = {{"title", "Relais"},
                      {"version", "1"},
                      {"description", is_french ? "Les dons, de la promesse à la remise. Guide : /api"
                                                : "Gifts, from the pledge to the hand-over. Guide: /api"}};
  document["servers"] = Json::array({{{"url", site_url.empty() ? "/" : site_url}}});
  document["tags"] = Json::array();
  document["paths"] = Json::object();
  for (const auto& family : families_) {
    document["tags"].push_back({{"name", family.code}, {"description", both(family.title, language)}});
    for (const auto& operation : family.operations) {
      auto json = operation_json(operation, language);
      json["tags"] = Json::array({family.code});
      std::string method = operation.method;
      std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
      document["paths"][operation.pattern][method] = std::move(json);
    }
  }
  auto& components = document["components"];
  components["schemas"] = {{"Problem", problem_schema(language)}, {"ProblemPart", problem_part_schema(language)}};
  for (const auto& [name, notation] : schemas_.items())
    components["schemas"][name] = schema_of(notation, language, name.ends_with("Draft"));
  components["parameters"] = common_parameters(language);
  components["headers"] = common_headers();
  components["responses"] = common_responses();
  components["securitySchemes"]["token"] = {{"type", "http"}, {"scheme", "bearer"}};
  return document;
}

}  // namespace relais::app
