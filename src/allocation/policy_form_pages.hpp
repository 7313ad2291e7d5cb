#pragma once
#include "accounts/form_pages.hpp"
#include "allocation/allocation.hpp"
#include "web/http.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// A stated rule as the fields of a form: `weight.vital`, `tier.vital`, `departement_floor`, `substitutes`,
/// `lot.PRODUCT`, `serves.KIND` (one for each kind that it may be given in place of).
web::Fields fields_of(const Policy& policy, const Catalogue& catalogue);

/// The rule that was typed; each field that is no figure, or out of its range, is told beside itself.
Policy read_policy(const web::Fields& typed, const Catalogue& catalogue, accounts::FormErrors& errors);

/// Fills in allocation/policy_fields.mustache with what was typed. `data` has been shown the errors.
void set_policy_fields(web::Data& data, const web::Fields& typed, const Catalogue& catalogue, base::Language language);

/// A whole number of a form; out of its range it is told beside its field.
struct Range {
  std::int64_t min = 0;
  std::int64_t max = 0;
};
std::int64_t read_number(const web::Fields& typed, const std::string& field, Range range, accounts::FormErrors& errors);

}  // namespace relais::allocation
