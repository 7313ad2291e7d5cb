#pragma once
#include "allocation/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// What allocation/compare.mustache shows, beside what `set_allocation` sets.
void set_comparison(web::Data& data, const Compared& compared, base::Language language);

}  // namespace relais::allocation
