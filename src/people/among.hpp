#pragma once
#include <string>
#include <vector>

#include "people/permit.hpp"
#include "store/store.hpp"

namespace relais::people {

/// The placeholders of a list of ids, `$4, $5`, whose values are added. The last is repeated up to a power of two: few
/// texts of SQL, whatever the number of ids. No ids: one that nothing has.
std::string placeholders_of(std::vector<store::Parameter>& values, const std::vector<OrganisationId>& ids);

/// The organisations of a coverage, in order; nothing when it is all of them.
std::optional<std::vector<OrganisationId>> listed_organisations(const Coverage& coverage);

/// For the end of a WHERE clause: ` AND (column IN (…) OR other IN (…))`, or nothing when the coverage is everything.
std::string among(const Coverage& coverage, const std::vector<std::string>& columns,
                  std::vector<store::Parameter>& values);

}  // namespace relais::people
