#pragma once
#include "shipments/shipments.hpp"

namespace relais::shipments {

/// Tells whoever wants to hear of it, in the same transaction, that a shipment left or was counted in: references and
/// counts.
///
/// Effect      webhooks `shipment.dispatched`, `shipment.received` to the structure, its network, the depot and the
///             coordinators.
/// Refuses     what the outbox refuses.
base::Result<> tell_dispatched(store::Transaction& transaction, const Shipment& shipment);
base::Result<> tell_received(store::Transaction& transaction, const Shipment& shipment,
                             const std::vector<Content>& contents);

}  // namespace relais::shipments
