#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "web/http.hpp"
#include "web/template.hpp"

namespace relais::accounts {

/// Why a form is shown again, for `{{> accounts/errors}}` on top of it and `{{FIELD_error}}` beside the field.
class FormErrors {
 public:
  void add(std::string_view field, const base::Refusal& refusal) { all_.push_back({std::string(field), refusal}); }
  /// Adds the refusal of a result; gives whether there was one.
  template <class T>
  bool add_refusal(std::string_view field, const base::Result<T>& result) {
    if (!result.ok()) add(field, result.refusal());
    return !result.ok();
  }
  bool empty() const { return all_.empty(); }
  /// Of the first; 200 when there is none.
  int status() const { return all_.empty() ? 200 : all_.front().refusal.reason().http_status; }
  void show(web::Data& data, base::Language language) const;

 private:
  struct Error {
    std::string field;
    base::Refusal refusal;
  };
  std::vector<Error> all_;
};

/// A password as it was typed, blanks and all.
std::string typed_password(const web::Request& request, std::string_view field);

}  // namespace relais::accounts
