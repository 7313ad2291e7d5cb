#pragma once
#include "allocation/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// What allocation/fairness.mustache shows, beside what `set_allocation` sets: groups with their bars, the worst off.
void set_fairness(web::Data& data, const Fair& fair, base::Language language);

/// A row per audience, then one per département. RFC 4180; see `render_table`.
std::string fairness_csv(const Fair& fair, base::Language language);

/// Commas, CRLF, UTF-8; a text that a spreadsheet would run as a formula starts with an apostrophe.
std::string render_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace relais::allocation
