#pragma once
#include "allocation/allocation.hpp"
#include "allocation/depots.hpp"

namespace relais::allocation {

/// Tells whoever wants to hear of it, in the same transaction, that an allocation was approved: each only of its own
/// part of it, in counts.
///
/// Effect      webhooks `allocation.approved` to coordinators, networks, structures and depots.
/// Refuses     what the outbox refuses.
base::Result<> tell_approved(store::Transaction& transaction, const Allocation& allocation,
                             const std::vector<Reservation>& reservations);

}  // namespace relais::allocation
