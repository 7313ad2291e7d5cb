#pragma once
#include <map>
#include <vector>

#include "allocation/records.hpp"

namespace relais::allocation {

/// How far every depot is from every structure. Units: kilometres; 0 where a place is not known.
class Distances {
 public:
  void set(OrganisationId depot, OrganisationId structure, std::int64_t distance_km) {
    distances_[{depot, structure}] = distance_km;
  }
  std::int64_t between_km(OrganisationId depot, OrganisationId structure) const {
    const auto found = distances_.find({depot, structure});
    return found == distances_.end() ? 0 : found->second;
  }

 private:
  std::map<std::pair<OrganisationId, OrganisationId>, std::int64_t> distances_;
};

/// What one line was granted, down to the kinds.
struct GrantedLine {
  OrganisationId structure;
  ProductId product;
  std::int64_t units = 0;
  std::vector<Portion> portions;
};
std::vector<GrantedLine> granted_lines_of(const Recorded& recorded);

/// Says which depot each item comes from.
///
/// Structures choose in the order of their lines' names. A structure takes everything from the nearest depot that has
/// it all; when none has, each of its lines takes as many whole units as it can from one depot after the other, the
/// nearest first, and at last, kind by kind, what could not be kept together. When that carries the goods further than
/// they must be carried, an exact transport of each kind says how much each structure takes from each depot, and the
/// same choice is made within it. See docs/decisions/0007-nearest-depot.md.
std::vector<Reservation> assign_depots(const Recorded& recorded, const Distances& distances);

}  // namespace relais::allocation
