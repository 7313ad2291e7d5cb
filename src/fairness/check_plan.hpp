#pragma once
#include <string>
#include <vector>

#include "fairness/fairness.hpp"

namespace relais::fairness {

struct PlanCheck {
  std::vector<std::string> faults;    ///< empty for a plan that keeps the rule; the first hundred of a bad one
  std::size_t refusals_proved = 0;    ///< by prices
  std::size_t refusals_searched = 0;  ///< without prices: every choice of recipes was tried, and none fits
  std::size_t refusals_on_trust = 0;  ///< without prices, and more choices than the check tries
};

/// How much a check searches for all refusals without prices together: edges of the routing looked at. The same on
/// every machine; about a fifth of a second.
inline constexpr std::int64_t check_search_max = 100'000'000;

/// Checks a plan against its instance, from the rule alone: it shares no code with `solve`. Bounds and lots; routing
/// and stock, with the fewest substitutions that the chosen recipes allow; per class, that exactly the blocks before
/// the refused one were granted, and the published cutoff; per refusal, that the demand replayed at that point costs
/// more than the stock at the certificate's prices, or that no choice of recipes serves it.
///
/// One pass over the lines, for any number of refusals; a line takes part in the lottery only where keys are equal. Not
/// checked: that no other choice of recipes needs fewer other recipes.
///
/// `instance` is one that `solve` accepts; `plan` may hold anything.
PlanCheck check_plan(const Instance& instance, const Plan& plan);

}  // namespace relais::fairness
