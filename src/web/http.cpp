#include "web/http.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>
#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/i18n.hpp"

namespace relais::web {
namespace {

bool same_letters(std::string_view left, std::string_view right) {
  const auto lower = [](char letter) { return std::tolower(static_cast<unsigned char>(letter)); };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }

Response with_type(std::string body, std::string type, int status) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", std::move(type));
  response.body = std::move(body);
  return response;
}

bool is_local_path(std::string_view path) {
  const bool starts_here = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\");
  return starts_here && std::none_of(path.begin(), path.end(), [](char c) { return is_control(c) || c == '\\'; });
}

std::string ascii_file_name(std::string_view name) {
  std::string plain;
  for (const char letter : name) {
    const auto code = static_cast<unsigned char>(letter);
    const bool kept = code < 0x80 && (std::isalnum(code) || letter == '.' || letter == '_');
    plain += kept ? letter : '-';
  }
  return plain;
}

}  // namespace

std::optional<std::string_view> Fields::find(std::string_view name) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& field) { return field.first == name; });
  return found == all_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::string_view Fields::text(std::string_view name) const { return base::trim(find(name).value_or("")); }

std::vector<std::string_view> Fields::list(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [field, value] : all_) {
    if (field == name) values.emplace_back(value);
  }
  return values;
}

void Headers::add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(all_, [&](const auto& header) { return same_letters(header.first, name); });
  add(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const auto& header) { return same_letters(header.first, name); });
  return found == all_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::string_view Request::parameter(std::string_view name) const {
  const auto value = parameters.find(name);
  RELAIS_CHECK(value.has_value());
  return *value;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto pair : base::split(headers.find("Cookie").value_or(""), ';')) {
    const auto trimmed = base::trim(pair);
    const auto equals = trimmed.find('=');
    if (equals != trimmed.npos && trimmed.substr(0, equals) == name) return trimmed.substr(equals + 1);
  }
  return std::nullopt;
}

bool Request::wants_json() const {
  if (path.starts_with("/api/")) return true;
  const auto accept = headers.find("Accept").value_or("");
  return accept.find("json") != accept.npos && accept.find("text/html") == accept.npos;
}

Response& Response::set_cookie(const Cookie& cookie) {
  RELAIS_CHECK(cookie.value.find_first_of("; ,\"\\") == std::string::npos);
  std::string text = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", cookie.name, cookie.value);
  if (cookie.secure) text += "; Secure";
  if (cookie.lives) text += fmt::format("; Max-Age={}", cookie.lives->count());
  headers.add("Set-Cookie", std::move(text));
  return *this;
}

Response html(std::string body, int status) { return with_type(std::move(body), "text/html; charset=utf-8", status); }
Response plain(std::string body, int status) { return with_type(std::move(body), "text/plain; charset=utf-8", status); }
Response json(std::string text, int status) { return with_type(std::move(text), "application/json", status); }

Response download(std::string body, std::string content_type, std::string_view file_name) {
  Response response = with_type(std::move(body), std::move(content_type), 200);
  response.headers.set("Content-Disposition", fmt::format("attachment; filename=\"{}\"", ascii_file_name(file_name)));
  return response;
}

Response redirect(std::string_view path) {
  Response response;
  response.status = 303;
  response.headers.set("Location", is_local_path(path) ? std::string(path) : "/");
  return response;
}

Response problem(const Request& request, const base::Refusal& refusal) {
  const int status = refusal.reason().http_status;
  const nlohmann::ordered_json members{{"type", fmt::format("/problems/{}", refusal.code())},
                                       {"title", status_phrase(status)},
                                       {"status", status},
                                       {"code", refusal.code()},
                                       {"detail", refusal.message(request.language)}};
  Response response = with_type(members.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
                                "application/problem+json", status);
  response.headers.set("Content-Language", std::string(language_code(request.language)));
  return response;
}

std::string_view status_phrase(int status) {
  namespace http = boost::beast::http;
  const auto known = http::int_to_status(static_cast<unsigned>(status));
  const auto phrase = http::obsolete_reason(known);
  return known == http::status::unknown ? std::string_view() : std::string_view(phrase.data(), phrase.size());
}

}  // namespace relais::web
