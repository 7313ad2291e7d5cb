#include "app/guide.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "accounts/scope_pages.hpp"
#include "accounts/webhooks.hpp"
#include "base/text.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::app {
namespace {

using base::Language;
using web::Data;
using web::Json;
using web::Request;
using web::Response;
using web::translate;

constexpr int indent = 2;

/// The path with the examples of its parts.
std::string example_path(const Operation& operation) {
  std::string path;
  for (const auto part : base::split(std::string_view(operation.pattern).substr(1), '/')) {
    const auto name =
        std::string(part.substr(part.starts_with('{') ? 1 : 0, part.size() - (part.starts_with('{') ? 2 : 0)));
    const bool has_example = part.starts_with('{') && operation.has("path") && operation.said["path"].contains(name) &&
                             operation.said["path"][name].contains("example");
    path += '/' + (has_example ? web::percent_encode(operation.said["path"][name]["example"].get<std::string>())
                               : std::string(part));
  }
  return path;
}

/// A command to copy; a quote inside the body would end it, so it is written as the shell wants it.
std::string curl_of(const Operation& operation, const std::string& site_url) {
  std::string command = "curl";
  if (operation.method != "GET") command += " -X " + operation.method;
  command += ' ' + site_url + example_path(operation);
  const auto header = [&](const std::string& text) { command += " \\\n  -H \"" + text + '"'; };
  if (operation.right) header("Authorization: Bearer $RELAIS_TOKEN");
  if (operation.needs_key()) header("Idempotency-Key: $(uuidgen)");
  if (operation.has("if_match") && operation.said["if_match"] == "required") header("If-Match: $ETAG");
  if (!operation.has("body")) return command;
  header("Content-Type: application/json");
  std::string body = operation.said["body"].dump(indent);
  for (std::size_t at = 0; (at = body.find('\'', at)) != body.npos; at += 4) body.replace(at, 1, "'\\''");
  return command + " \\\n  -d '" + body + '\'';
}

/// A schema's members, one a row: name, type, remark.
std::string type_words(const Json& notation) {
  if (notation.is_string()) return notation.get<std::string>();
  if (notation.is_array()) return "[" + type_words(notation.at(0)) + "]";
  if (notation.contains("is")) return type_words(notation["is"]);
  std::string members;
  for (const auto& [member, type] : notation.items())
    members += (members.empty() ? "" : ", ") + member + ": " + (type.is_object() ? "…" : type_words(type));
  return "{" + members + "}";
}

Data inputs_of(const Operation& operation, const char* where, Language language) {
  Data rows(Data::type::list);
  if (!operation.has(where)) return rows;
  for (const auto& [name, said] : operation.said[where].items()) {
    Data row;
    row.set("name", name);
    row.set("type", said.contains("is") ? type_words(said["is"]) : std::string("text"));
    row.set("says", said.value(language == Language::french ? "fr" : "en", ""));
    rows << row;
  }
  return rows;
}

std::string statuses_text(const Operation& operation) {
  std::string text;
  for (const auto status : statuses_of(operation))
    text += (text.empty() ? "" : ", ") + std::to_string(status) + ' ' + std::string(web::status_phrase(status));
  return text;
}

Data operation_row(const Operation& operation, Language language, const std::string& site_url) {
  Data row;
  row.set("id", operation.said["id"].get<std::string>());
  row.set("method", operation.method);
  row.set("pattern", operation.pattern);
  row.set("summary", operation.text("summary", language));
  const auto description = operation.text("description", language);
  row.set("has_description", !description.empty());
  row.set("description", description);
  row.set("has_scope", operation.right.has_value());
  row.set("scope", operation.right ? std::string(people::code_of(*operation.right)) : std::string());
  row.set("scope_words", operation.right ? accounts::words_of(*operation.right, language) : std::string());
  row.set("path", inputs_of(operation, "path", language));
  row.set("query", inputs_of(operation, "query", language));
  row.set("is_list", operation.has("is_list"));
  row.set("has_inputs", operation.has("path") || operation.has("query") || operation.has("is_list"));
  row.set("curl", curl_of(operation, site_url));
  row.set("has_schema", operation.has("takes"));
  row.set("takes", operation.has("takes") ? type_words(operation.said["takes"]) : std::string());
  row.set("gives", type_words(operation.said["gives"]));
  row.set("statuses", statuses_text(operation));
  return row;
}

Data families_of(const ApiDocument& document, Language language, const std::string& site_url) {
  Data families(Data::type::list);
  for (const auto& family : document.families()) {
    Data row, operations(Data::type::list);
    for (const auto& operation : family.operations) operations << operation_row(operation, language, site_url);
    row.set("code", family.code);
    row.set("title", family.title.value(language == Language::french ? "fr" : "en", ""));
    row.set("operations", operations);
    families << row;
  }
  return families;
}

Data schemas_of(const ApiDocument& document, Language language) {
  Data rows(Data::type::list);
  const auto openapi = document.openapi(language, "");
  for (const auto& [name, schema] : openapi["components"]["schemas"].items()) {
    Data row;
    row.set("name", name);
    row.set("schema", schema.dump(indent, ' ', false, Json::error_handler_t::replace));
    rows << row;
  }
  return rows;
}

Data webhook_rows(Language language) {
  Data rows(Data::type::list);
  for (const auto& event : accounts::webhook_events()) {
    Data row;
    row.set("type", std::string(event.type));
    row.set("says", event.label.in(language));
    rows << row;
  }
  return rows;
}

Response guide_page(const web::Site& site, const accounts::Gate& gate, const ApiDocument& document,
                    const Request& request) {
  Data data;
  data.set("site_url", gate.options().site_url);
  data.set("families", families_of(document, request.language, gate.options().site_url));
  data.set("schemas", schemas_of(document, request.language));
  data.set("events", webhook_rows(request.language));
  web::Page page{.title = translate(request.language, "L’API pour vos programmes")};
  page.keep = web::Keep::revalidate;
  return site.page(request, "app/guide", page, data);
}

}  // namespace

void add_guide(web::Site& site, accounts::Gate& gate, const std::function<const ApiDocument&()>& document) {
  gate.open("GET", "/api",
            [&site, &gate, document](const Request& request) { return guide_page(site, gate, document(), request); });
  gate.open("GET", "/api/v1/openapi.json", [&gate, document](const Request& request) {
    return web::json(document().openapi(request.language, gate.options().site_url)).keep_as(web::Keep::revalidate);
  });
}

}  // namespace relais::app
