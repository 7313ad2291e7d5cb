#pragma once
#include "accounts/gate_pages.hpp"
#include "handover/handover.hpp"
#include "web/site.hpp"

namespace relais::handover {

/// The counter of a structure: what is on its shelf, what was handed over, and the next hand-over in one press.
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_hand_over_pages(web::Site& site, accounts::Gate& gate);

}  // namespace relais::handover
