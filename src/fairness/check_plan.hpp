#pragma once
#include <string>
#include <vector>

#include "fairness/fairness.hpp"

namespace relais::fairness {

/// How it is known that a plan has the fewest of something.
enum class Certainty {
  by_prices,    ///< fewer would cost more than there is
  by_search,    ///< every choice of recipes was tried, and none has fewer
  on_trust,     ///< more choices than the check tries
  not_claimed,  ///< the plan itself says only that there are at least so many
};

struct PlanCheck {
  std::vector<base::Refusal> faults;  ///< of `faults.hpp`; empty for a plan that keeps the rule; the first hundred
  std::size_t refusals_proved = 0;    ///< by prices
  std::size_t refusals_searched = 0;  ///< without prices: every choice of recipes was tried, and none fits
  std::size_t refusals_on_trust = 0;  ///< without prices, and more choices than the check tries
  Certainty substitutions = Certainty::not_claimed;  ///< the fewest, over every choice of recipes and kinds
  Certainty other_recipes = Certainty::not_claimed;  ///< the fewest, over those with no more substitutions
};

/// How much a check searches for all that has no prices together: edges of the routing looked at. The same on every
/// machine; about a fifth of a second.
inline constexpr std::int64_t check_search_max = 100'000'000;

/// Checks a plan against its instance, from the rule alone: it shares no code with `solve`. Bounds and lots; routing
/// and stock; per class, that exactly the blocks before the refused one were granted, and the published cutoff; per
/// refusal, that the demand replayed at that point costs more than the stock at the certificate's prices, or that no
/// choice of recipes serves it, and what ran out; over all choices of recipes and kinds, that none has fewer
/// substitutions, or as few and fewer other recipes.
///
/// One pass over the lines, for any number of refusals; a line takes part in the lottery only where keys are equal.
///
/// `instance` is one that `solve` accepts; `plan` may hold anything.
PlanCheck check_plan(const Instance& instance, const Plan& plan);

}  // namespace relais::fairness
