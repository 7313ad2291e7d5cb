#pragma once
/// Which numbers of people are to be verified before they count in an allocation. Nothing is refused for them: the
/// structure's answer stands as it says, and waits for somebody to check it (docs/decisions/0014).

#include <map>
#include <optional>
#include <unordered_map>

#include "needs/needs.hpp"

namespace relais::needs {

/// What is known of a structure besides what it says now.
struct Known {
  std::optional<std::int64_t> population = {};          ///< of its commune; none: national, or not told
  std::map<Audience, std::int64_t> people_before = {};  ///< as counted in the round before, the most of any product
};

/// population: more than a tenth of the commune (a sixth for pupils), and more than 100. past: more than three times
/// what it was in the round before, or less than a third, and 50 people away from it.
Doubt doubt_of(const Known& known, Audience audience, std::int64_t people);

/// Two queries.
Known read_known(store::Reader& reader, const Round& round, OrganisationId structure);
/// Of all structures of the round's programme. Two queries.
std::unordered_map<OrganisationId, Known> read_all_known(store::Reader& reader, const Round& round);

}  // namespace relais::needs
