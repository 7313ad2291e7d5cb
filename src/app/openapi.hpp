#pragma once
/// The document of the API: what is under /api/v1, from the routes that the Gate knows and the files of
/// src/app/openapi/, which say in a few words what each takes and gives. OpenAPI 3.1.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/gate_pages.hpp"
#include "base/embedded.hpp"
#include "web/json.hpp"

namespace relais::app {

/// One operation: a route under /api/v1 and what its file says of it.
struct Operation {
  std::string method;
  std::string pattern;
  std::optional<people::Right> right;  ///< none: public
  web::Json said;                      ///< as in the file

  std::string text(std::string_view name, base::Language language) const;
  bool has(std::string_view name) const { return said.contains(std::string(name)); }
  std::vector<std::string> path_names() const;
  bool needs_key() const { return method == "POST"; }
};

struct Family {
  std::string code;  ///< the file's name: `gifts`
  int place = 0;     ///< of smaller ones first
  web::Json title;
  std::vector<Operation> operations;
};

class ApiDocument {
 public:
  /// Reads the files; a defect when one is no JSON.
  ApiDocument(std::span<const base::EmbeddedFile> files, const std::vector<accounts::Gate::Declaration>& routes);

  const std::vector<Family>& families() const { return families_; }
  /// Routes that no file describes, and descriptions without a route, each with what to do about it.
  const std::vector<std::string>& gaps() const { return gaps_; }
  /// The document, its texts in that language.
  web::Json openapi(base::Language language, const std::string& site_url) const;

 private:
  void read(const base::EmbeddedFile& file, std::map<std::string, std::optional<people::Right>>& undescribed);

  std::vector<Family> families_;
  web::Json schemas_ = web::Json::object();  ///< as in the files, by name
  std::vector<std::string> gaps_;
};

/// The short notation of the files, as a JSON Schema:
///
///     "text", "integer", "number", "boolean", "day", "instant", "open|closed", "Gift" (another schema), ["Gift"],
///     {"code": "text", "lines": ["GiftLine"], "note?": "text"} (a member that may be left out),
///     {"is": "integer", "min": 1, "max": 200, "fr": "…", "en": "…"}; a `?` after a type: or null.
///
/// `is_closed`: other members are refused, as in what a program sends.
web::Json schema_of(const web::Json& notation, base::Language language, bool is_closed);

/// Its statuses: what the handler's file says, and what the Gate and the readers of bodies may answer.
std::vector<int> statuses_of(const Operation& operation);

}  // namespace relais::app
