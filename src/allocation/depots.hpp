#pragma once
#include <map>
#include <vector>

#include "allocation/inputs.hpp"

namespace relais::allocation {

/// What is left at a depot while goods are being assigned.
struct DepotStock {
  OrganisationId depot;
  std::map<KindId, std::int64_t> left;
};

/// What is free, by depot code.
std::vector<DepotStock> depot_stocks_of(const Inputs& inputs);

/// Says which depot each item of the granted lines comes from. Structures choose in the order of their lines' names. A
/// structure takes everything from the first depot that has it all, in the order of depot codes; when none has, each of
/// its lines takes as many whole units as it can from one depot after the other, and at last, kind by kind, what could
/// not be kept together.
std::vector<Reservation> assign_depots(const Inputs& inputs, AllocationId allocation);

}  // namespace relais::allocation
