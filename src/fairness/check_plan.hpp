#pragma once
#include <string>
#include <vector>

#include "fairness/fairness.hpp"

namespace relais::fairness {

struct PlanCheck {
  std::vector<std::string> faults;    ///< empty for a plan that keeps the rule, as far as its certificate proves it
  std::size_t refusals_proved = 0;    ///< by prices
  std::size_t refusals_on_trust = 0;  ///< those without prices: only a search in whole numbers could confirm them
};

/// Checks a plan against its instance, from the rule alone: it shares no code with `solve`. Bounds and lots; routing
/// and stock; per class, that exactly the blocks before the refused one were granted; per refusal, that the demand
/// replayed at that point costs more than the stock at the certificate's prices. Linear in the lines for each refusal.
///
/// `instance` is one that `solve` accepts.
PlanCheck check_plan(const Instance& instance, const Plan& plan);

}  // namespace relais::fairness
