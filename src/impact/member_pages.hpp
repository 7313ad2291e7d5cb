#pragma once
#include "accounts/gate_pages.hpp"

namespace relais::impact {

/// GET /impact, /impact.csv, /impact.xlsx: what came of it for whoever asks, their structures and their gifts. The
/// templates are those of add_impact_pages.
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_member_impact_pages(accounts::Gate& gate);

}  // namespace relais::impact
