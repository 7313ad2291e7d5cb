#pragma once
#include "fairness/fit.hpp"

namespace relais::fairness {

/// How to serve a demand, of all choices of recipes and kinds: with the fewest substitutions, then the fewest units by
/// other recipes, and what proves it.
struct Choice {
  std::vector<std::int64_t> uses;  ///< per way of the model
  Fewest substitutions;
  Fewest other_recipes;
};

/// For a demand that fits. None when that is left undecided; a search for fewer that is left undecided only leaves
/// `at_least` below what the choice has. One recipe for each product leaves no choice: `at_least` is then 0, and the
/// cheapest routing of these recipes has the fewest.
std::optional<Choice> choose_ways(const Instance& instance, const Model& model, const Fit& fit, const Demand& demand);

}  // namespace relais::fairness
