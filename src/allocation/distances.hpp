#pragma once
#include "allocation/depots.hpp"
#include "places/point.hpp"

namespace relais::allocation {

/// Between two places on a plane where a degree of longitude is as long as it is half way between them; whole numbers
/// throughout, so that every machine decides alike. Within some percent over France.
std::int64_t plane_distance_km(places::Point from, places::Point to);

/// Between the depots that had stock and the structures of an allocation: from the commune's centre, or else the middle
/// of the département's communes.
Distances read_distances(store::Reader& reader, AllocationId allocation);

}  // namespace relais::allocation
