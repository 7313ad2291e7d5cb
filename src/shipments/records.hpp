#pragma once
#include <map>

#include "shipments/shipments.hpp"

namespace relais::shipments {

/// The requests that a shipment was acted on by; empty until then.
struct Requests {
  std::string dispatch;
  std::string receipt;
};

/// A shipment whose row is taken until the end of the transaction.
struct Locked {
  Shipment shipment;
  Requests requests;
};
std::optional<Locked> lock_shipment(store::Transaction& transaction, ShipmentId id);

using Goods = std::map<KindId, std::int64_t>;
/// Items shipped, by kind.
Goods shipped_goods(store::Reader& reader, ShipmentId shipment);

void mark_dispatched(store::Transaction& transaction, const ShipPermit& permit, const DispatchOrder& order);
void mark_received(store::Transaction& transaction, const ReceivePermit& permit, const ReceiptOrder& order,
                   const std::vector<Content>& contents);

bool is_kind_of(store::Reader& reader, ProgrammeId programme, KindId kind);

}  // namespace relais::shipments
