#pragma once
#include "accounts/gate_pages.hpp"
#include "handover/handover.hpp"
#include "web/site.hpp"

namespace relais::handover {

/// The counter of a structure: what is on its shelf, what was handed over, and the next hand-over in one press.
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_hand_over_pages(web::Site& site, accounts::Gate& gate);
/// The same for programs, under /api/v1/hand-overs; by add_hand_over_pages.
void add_hand_over_api(accounts::Gate& gate);

/// The structure of that code, or the one in whose name the visit acts when it is empty.
/// Refuses     structure_unknown (also one that the permit does not cover).
base::Result<people::Organisation> structure_of(store::Reader& reader, const people::ScopedPermit& permit,
                                                const accounts::Visit& visit, std::string_view code);
/// What is on its shelf, in the order of the catalogue.
std::vector<Part> shelf_of(store::Reader& reader, const Catalogue& catalogue, OrganisationId structure);

}  // namespace relais::handover
