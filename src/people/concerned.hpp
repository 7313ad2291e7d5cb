#pragma once
#include <vector>

#include "people/organisations.hpp"

namespace relais::people {

/// Whose affairs it is when something happens to these organisations: they themselves, the networks of the structures
/// among them, and the coordinators of the programme. At most one query for each, and one more.
std::vector<OrganisationId> list_concerned(store::Reader& reader, ProgrammeId programme,
                                           const std::vector<OrganisationId>& organisations);

}  // namespace relais::people
