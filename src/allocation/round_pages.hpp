#pragma once
#include "allocation/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::allocation {

/// What the pages say of one allocation as a whole: state, days, figures, hashes.
void set_allocation(web::Data& data, const Allocation& allocation, const needs::Round& round, base::Language language);

/// The stated rule, a sentence each.
web::Data policy_sentences(const Catalogue& catalogue, const Allocation& allocation, const std::string& promises_of,
                           base::Language language);
web::Data class_rows(const Catalogue& catalogue, const std::vector<Class>& classes, base::Language language);
/// Rows of the table of coverage, each with its bar in a picture 360 wide and 100 high.
web::Data coverage_rows(const std::vector<CoverageStep>& steps, base::Language language);
web::Data line_rows(const Catalogue& catalogue, const Allocation& allocation, const std::vector<LineSummary>& lines,
                    base::Language language);
/// The register of adjustments by hand, for allocation/register.mustache.
void set_register(web::Data& data, const Catalogue& catalogue, const std::vector<RegisterRow>& adjustments,
                  base::Language language);

}  // namespace relais::allocation
