#pragma once
#include <string>
#include <vector>

#include "allocation/inputs.hpp"
#include "base/result.hpp"

namespace relais::allocation {

/// What is recorded of a plan.
struct Outcome {
  std::vector<Line> lines;  ///< complete, in the order of the inputs
  std::vector<Class> classes;
  std::string instance_sha256;
  std::string plan_sha256;
};

/// Refuses  what `fairness::solve` refuses.
base::Result<Outcome> solve(const Inputs& inputs);

}  // namespace relais::allocation
