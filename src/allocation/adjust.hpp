#pragma once
#include "allocation/allocation.hpp"

namespace relais::allocation {

/// Sets one line by hand.
struct AdjustOrder {
  std::string request;      ///< the request key: the same key acts once
  AllocationId allocation;  ///< the proposal that the coordinator looks at
  NeedId need;
  std::optional<std::int64_t> quantity = {};  ///< units; none withdraws an earlier adjustment of the need
  std::string reason;                         ///< kept for ever; the structure may read it
};

/// Proposes anew with one line set by hand: its floor and its cap both become `quantity`, and the rest is solved around
/// it under the same day, seed, policy and promises.
///
/// Effect   a new proposal that supersedes the former, and one row of the register of adjustments, which is only ever
///          added to. Later proposals for the round keep every adjustment until it is withdrawn.
/// Retry    safe: the same `request` with the same order gives the first proposal.
/// Refuses  request_is_empty, reason_is_empty, allocation_unknown, people's not_yours, request_reused,
/// already_approved, superseded,
///          is_a_trial, line_unknown, adjustment_above_asked, adjustment_below_guarantee (promise and earmark; the
///          département's floor is then met by its other lines), not_adjusted (nothing to withdraw),
///          adjustment_does_not_fit (the stock does not allow it), then what `propose` refuses.
base::Result<Proposed> adjust(store::Database& database, const AllocatePermit& permit, const AdjustOrder& order,
                              const Progress& progress = {});

/// One row of the register.
struct Adjustment {
  AllocationId from;  ///< the proposal that was looked at
  AllocationId to;    ///< the proposal made of it
  NeedId need;
  std::int64_t granted_before = 0;       ///< in `from`
  std::optional<std::int64_t> quantity;  ///< set by hand; none: withdrawn
  std::string reason;
  std::string actor;
  base::Instant at;
};

/// Of a round, the oldest first; or of one need of it. One query.
std::vector<Adjustment> list_adjustments(store::Reader& reader, RoundId round, NeedId need = {});

}  // namespace relais::allocation
