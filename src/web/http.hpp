#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace relais::web {

/// Named values in the order they came: a query, a form, the parameters of a path. Always valid UTF-8 without NUL.
class Fields {
 public:
  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  /// The first value of that name; `list` gives them all, as a group of check boxes sends them.
  std::optional<std::string_view> find(std::string_view name) const;
  /// The first value without blanks around it, or "" when there is none: what a form field usually wants.
  std::string_view text(std::string_view name) const;
  std::vector<std::string_view> list(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

/// Header names are compared without case.
class Headers {
 public:
  void add(std::string name, std::string value);
  void set(std::string_view name, std::string value);
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

/// A file sent in a multipart form. `bytes` are whatever the sender put there.
struct Upload {
  std::string field;
  std::string file_name;
  std::string bytes;
};

struct Request {
  std::string method = "GET";
  std::string path = "/";  ///< as sent, still percent-encoded, without the query
  Fields query;
  Headers headers;
  std::string body;
  Fields form;  ///< of a urlencoded or multipart body
  std::vector<Upload> uploads;
  Fields parameters;  ///< `{name}` parts of the route, decoded
  base::Language language = base::Language::french;
  std::string client_address;
  /// What the app found out about who sends it, before the route was sought (`Router::before`). Web does not look in.
  std::shared_ptr<const void> sender;
  bool is_member = false;  ///< found out then too: a page that is public shows them more

  /// A `{name}` of the route. It is a defect to ask for one that the route does not have.
  std::string_view parameter(std::string_view name) const;
  std::optional<std::string_view> cookie(std::string_view name) const;
  /// Under /api/, or the client asks for JSON rather than HTML.
  bool wants_json() const;
};

/// Who may keep an answer. `never`: the default, personal pages. `revalidate`: public pages, kept and asked for again
/// with their ETag. `forever`: files whose name changes with their content.
enum class Keep { never, revalidate, forever };

struct Cookie {
  std::string name;
  std::string value;
  std::optional<std::chrono::seconds> lives = {};  ///< absent: until the browser closes; 0: erased now
  bool secure = true;                              ///< sent over HTTPS only
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  Keep keep = Keep::never;

  Response& keep_as(Keep how) {
    keep = how;
    return *this;
  }
  /// Always HttpOnly, SameSite=Lax, Path=/.
  Response& set_cookie(const Cookie& cookie);
};

Response html(std::string body, int status = 200);
Response plain(std::string body, int status = 200);
/// `text` is JSON already written; `json.hpp` takes values.
Response json(std::string text, int status = 200);
/// A file to save under `file_name` (ASCII letters, digits, dots and dashes; the rest becomes a dash).
Response download(std::string body, std::string content_type, std::string_view file_name);
/// 303 See Other to a path of ours. Anything else, such as `//elsewhere.example`, leads to `/`.
Response redirect(std::string_view path);
/// RFC 9457 `application/problem+json`, in the request's language.
/// Source      RFC 9457, section 3.
Response problem(const Request&, const base::Refusal&);

/// The standard reason phrase, "" when unknown.
std::string_view status_phrase(int status);

}  // namespace relais::web
