#pragma once
#include "allocation/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// What allocation/fairness.mustache shows, beside what `set_allocation` sets: groups with their bars, the worst off.
void set_fairness(web::Data& data, const Fair& fair, base::Language language);

/// A row per audience, then one per département. For a spreadsheet, in the dialect of the language.
std::string fairness_csv(const Fair& fair, base::Language language);

}  // namespace relais::allocation
