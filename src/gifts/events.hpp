#pragma once
#include "gifts/pledges.hpp"

namespace relais::gifts {

/// Tells whoever wants to hear of it, in the same transaction, that a depot counted goods in: references and counts.
///
/// Effect      webhooks `gift.received` to the donor, the depot and the coordinators.
/// Refuses     what the outbox refuses.
base::Result<> tell_received(store::Transaction& transaction, const Pledge& pledge, const Receipt& receipt);

}  // namespace relais::gifts
