#pragma once
#include <vector>

#include "fairness/model.hpp"

namespace relais::fairness {

/// Chooses the kinds for a demand that fits, with the fewest substitutions, and fills plan.routing, plan.substitutions
/// and plan.other_recipes. `uses` says how often each way of the model is used; plan.classes holds what was granted.
void route(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses, Plan& plan);

}  // namespace relais::fairness
