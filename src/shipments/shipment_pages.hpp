#pragma once
#include "accounts/gate_pages.hpp"
#include "shipments/deliveries.hpp"
#include "web/site.hpp"

namespace relais::shipments {

/// The desk of shipments: what is to be packed and handed to the carrier, what is on its way, what to count in.
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_shipment_pages(web::Site& site, accounts::Gate& gate);

// In this order, by add_shipment_pages.
void add_shipment_list(accounts::Gate& gate);
void add_shipment_page(accounts::Gate& gate);
/// The same for programs, under /api/v1/shipments.
void add_shipment_api(accounts::Gate& gate);

std::string path_of(const Shipment& shipment);
/// The shipment, when the permit covers who sends or who receives it.
/// Refuses     shipment_unknown: another's is as unknown as one that is not there.
base::Result<Shipment> visible_shipment(store::Reader& reader, const people::ScopedPermit& permit,
                                        ProgrammeId programme, std::string_view reference);

}  // namespace relais::shipments
