#include "accounts/form_pages.hpp"

namespace relais::accounts {

void FormErrors::show(web::Data& data, base::Language language) const {
  data.set("has_errors", !all_.empty());
  web::Data errors(web::Data::type::list);
  for (const auto& one : all_) {
    const auto message = one.refusal.message(language);
    web::Data error;
    error.set("field", one.field);
    error.set("message", message);
    errors << error;
    data.set(one.field + "_error", message);
  }
  data.set("errors", errors);
}

std::string typed_password(const web::Request& request, std::string_view field) {
  return std::string(request.form.find(field).value_or(""));
}

}  // namespace relais::accounts
