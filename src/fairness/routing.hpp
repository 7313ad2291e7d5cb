#pragma once
#include <vector>

#include "fairness/model.hpp"

namespace relais::fairness {

/// Chooses the kinds for a demand that fits, with the fewest substitutions, and fills plan.routing, plan.substitutions,
/// plan.other_recipes, and what ran out in each of plan.closures. `uses` says how often each way of the model is used;
/// plan.classes holds what was granted.
void route(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses, Plan& plan);

/// How many substitutions `route` would make.
std::int64_t count_substitutions(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses);

}  // namespace relais::fairness
