#pragma once
#include "allocation/allocation.hpp"
#include "people/permit.hpp"

namespace relais::shipments {

/// What an approved allocation keeps at depots that no shipment takes yet.
struct Unprepared {
  allocation::AllocationId allocation;
  std::string reference;
  std::int64_t parcels = 0;  ///< shipments that `prepare_all` would make
};
/// Of the depots that are covered, the newest first. One query.
std::vector<Unprepared> list_unprepared(store::Reader& reader, catalogue::ProgrammeId programme,
                                        const people::Coverage& coverage);

}  // namespace relais::shipments
