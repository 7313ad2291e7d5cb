#pragma once
#include "allocation/records.hpp"

namespace relais::allocation {

/// As `propose`, for an adjustment too.
base::Result<Proposed> propose_order(store::Database& database, const AllocatePermit& permit, const Order& order,
                                     const Progress& progress);

/// What the same request proposed before, if it did.
///
/// Refuses  round_unknown, request_reused.
base::Result<std::optional<Proposed>> find_repeated_proposal(store::Reader& reader, const Order& order);

/// A line, and the proposal it is of.
struct LookedAt {
  Allocation allocation;
  Line line;
};
/// Refuses  allocation_unknown, already_approved, superseded, is_a_trial, line_unknown, adjustment_above_asked,
///          adjustment_below_guarantee, not_adjusted.
base::Result<LookedAt> line_to_adjust(store::Reader& reader, const AdjustOrder& order);

}  // namespace relais::allocation
