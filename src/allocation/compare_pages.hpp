#pragma once
#include "allocation/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// What allocation/compare.mustache shows, beside what `set_allocation` sets.
void set_comparison(web::Data& data, const Compared& compared, base::Language language);

/// A row per structure. RFC 4180; see `render_table` of fairness_pages.hpp.
std::string comparison_csv(const Comparison& comparison, base::Language language);

}  // namespace relais::allocation
