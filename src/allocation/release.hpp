#pragma once
#include "allocation/allocation.hpp"

namespace relais::allocation {

/// Gives up what an approved allocation keeps for one structure.
struct ReleaseOrder {
  std::string request;  ///< the request key: the same key acts once
  AllocationId allocation;
  OrganisationId structure;
  std::string reason;  ///< kept for ever
};

struct Released {
  std::int64_t items = 0;
  bool repeated = false;
};

/// Effect   one ledger entry per depot, reserved -> depot; the structure's reservations are closed, and what it was
///          granted there no longer counts as received: its needs ask for it again.
/// Retry    safe: the same `request` gives the first outcome.
/// Refuses  request_is_empty, reason_is_empty, allocation_unknown, people's not_yours, request_reused,
/// nothing_reserved, partly_dispatched
///          (a shipment of it has left: what remains goes with the next one).
base::Result<Released> release(store::Transaction& transaction, const AllocatePermit& permit,
                               const ReleaseOrder& order);

struct Release {
  AllocationId allocation;
  OrganisationId structure;
  std::int64_t items = 0;
  std::string reason;
  std::string actor;
  base::Instant at;
};
/// Of one allocation, the oldest first. One query.
std::vector<Release> list_releases(store::Reader& reader, AllocationId allocation);

}  // namespace relais::allocation
