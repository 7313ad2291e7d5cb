#pragma once
#include "allocation/allocation.hpp"

namespace relais::allocation {

/// What the independent checker found in an allocation as it is recorded.
struct Proof {
  bool are_inputs_intact = false;      ///< the recorded inputs still have the hash they were solved with
  std::vector<Label> faults;           ///< empty: the plan keeps the rule, as far as its certificate proves it
  std::int64_t lines = 0;              ///< checked: bounds, lots, order within the class
  std::int64_t refusals_proved = 0;    ///< by prices: the refused unit costs more than there is
  std::int64_t refusals_searched = 0;  ///< every choice of recipes was tried, and none fits
  std::int64_t refusals_on_trust = 0;  ///< only a search in whole numbers could confirm them
  bool holds() const { return are_inputs_intact && faults.empty(); }
};

/// Runs `fairness::check_plan`, which shares no code with the solver, on what is recorded of an allocation: inputs,
/// figures of the lines, classes, routes, certificate. `approve` requires that it holds.
Proof check_recorded(store::Reader& reader, AllocationId allocation);

/// Whether `approve` would do it on that day: what it refuses, this refuses, and nothing is changed.
///
/// Refuses  allocation_unknown, already_approved, superseded, is_a_trial, needs_changed, stock_changed, inputs_altered,
///          plan_is_wrong.
base::Result<Proof> check_before_approval(store::Reader& reader, AllocationId allocation, base::Day day);

}  // namespace relais::allocation
