#pragma once
#include "allocation/allocation.hpp"

namespace relais::allocation {

/// What if the rule were another?
struct TrialOrder {
  std::string request;  ///< the request key: the same key acts once
  AllocationId of;      ///< its recorded needs, stock, promises, earmarks and adjustments are taken
  Policy policy = {};
  std::optional<std::uint32_t> seed = {};  ///< none: that of the allocation
};

/// Computes the recorded inputs of an allocation again under another policy.
///
/// Effect   one allocation in the state `trial`: it supersedes nothing, reserves nothing, is never approved, and counts
///          nowhere. The département floor is raised anew from the recorded départements.
/// Retry    safe: the same `request` with the same order gives the first trial.
/// Refuses  request_is_empty, allocation_unknown, people's not_yours, request_reused, policy_out_of_range,
/// product_unknown, kind_unknown,
///          what `fairness::solve` refuses.
base::Result<Proposed> propose_trial(store::Database& database, const AllocatePermit& permit, const TrialOrder& order,
                                     const Progress& progress = {});

}  // namespace relais::allocation
