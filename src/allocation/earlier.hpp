#pragma once
#include <map>
#include <tuple>

#include "allocation/allocation.hpp"

namespace relais::allocation {

/// Units granted to each need, by approved allocations of its census round.
std::map<NeedId, std::int64_t> granted_by_need(store::Reader& reader, RoundId round);
/// Units granted in one allocation. Nothing when it is not one of that round.
std::optional<std::map<NeedId, std::int64_t>> granted_in(store::Reader& reader, RoundId round, AllocationId allocation);

using Past = std::map<std::tuple<OrganisationId, Audience, ProductId>, std::int64_t>;
/// Units granted by all approved allocations of the programme.
Past granted_so_far(store::Reader& reader, ProgrammeId programme);

}  // namespace relais::allocation
