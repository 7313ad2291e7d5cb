#pragma once
#include <string_view>

#include "impact/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::impact {

/// The table of the départements: `columns`, whose heads order the table when followed, and `departements`.
/// `order` is the name of a column; any other text orders by code. Figures go from the largest down.
void set_departements(web::Data& data, const Departements& departements, std::string_view order,
                      base::Language language);

/// One département's figures, in words: what a row, and its own page, show.
web::Data figures_data(const DepartementFigures& departement, base::Language language);

}  // namespace relais::impact
