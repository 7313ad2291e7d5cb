#pragma once
#include "impact/members.hpp"
#include "impact/sums.hpp"

namespace relais::impact {

/// As `sum_people` and `sum_items`, of the structures that are covered, in no group.
std::vector<PeopleSum> sum_people_of(store::Reader& reader, ProgrammeId programme, const people::Coverage& coverage);
std::vector<ItemSum> sum_items_of(store::Reader& reader, ProgrammeId programme, const people::Coverage& coverage);
std::int64_t count_structures_of(store::Reader& reader, ProgrammeId programme, const people::Coverage& coverage);

/// Items pledged, by donor and kind.
std::map<std::pair<OrganisationId, KindId>, std::int64_t> sum_pledged_of(store::Reader& reader, ProgrammeId programme,
                                                                         const people::Coverage& coverage);

}  // namespace relais::impact
