#pragma once
/// Shipments as people look for them: with the names of who sends and who receives.

#include "shipments/shipments.hpp"

namespace relais::shipments {

struct Delivery {
  Shipment shipment;
  std::string structure;
  std::string departement;
  std::string depot;
  std::string structure_code;
  std::string depot_code;
};

struct DeliveryFilter {
  std::optional<State> state = {};
  /// Only those that one of these sends or receives; nothing: everyone's.
  std::optional<std::vector<OrganisationId>> parties = {};
  /// Only those to one of these; nothing: to all.
  std::optional<std::vector<OrganisationId>> structures = {};
  ShipmentId before = {};  ///< for the next page: the last of the one before; none: from the newest
  std::int64_t deliveries_max = 50;
};

/// The newest first. One query.
std::vector<Delivery> list_deliveries(store::Reader& reader, ProgrammeId programme, const DeliveryFilter& filter);

}  // namespace relais::shipments
