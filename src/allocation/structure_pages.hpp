#pragma once
#include "allocation/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// What allocation/structure.mustache shows of each line: figures, why, and the sums to do again with a calculator.
web::Data line_cards(const OfStructure& of, base::Language language);

/// A rank as people read it: `23/60 = 0,383`.
std::string rank_text(const Rank& rank, int digits, base::Language language);

}  // namespace relais::allocation
