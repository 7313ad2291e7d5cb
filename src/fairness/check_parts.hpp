#pragma once
#include <string>
#include <vector>

#include "fairness/fairness.hpp"

/// The parts of `check_plan`. Nothing here is used by the solver, nor uses it.
namespace relais::fairness {

/// What is wrong with a plan, up to a hundred.
class Faults {
 public:
  void add(std::string text) {
    if (all_.size() < faults_max) all_.push_back(std::move(text));
  }
  bool any() const { return !all_.empty(); }
  std::vector<std::string> take() { return std::move(all_); }

 private:
  static constexpr std::size_t faults_max = 100;
  std::vector<std::string> all_;
};

/// Recipes whole and adding up to what each class was granted, kinds that are accepted and in stock, substitutions and
/// other recipes counted, and no exchange of kinds that would save a substitution. Every index of the plan is in range.
void check_routes(const Instance& instance, const Plan& plan, Faults& faults);

enum class Found { nothing, a_routing, unknown };

/// Whether any choice of recipes in whole numbers serves the demand (per product): tries them all.
///
/// `work_left` is what may be spent, and is lowered by what was; `unknown` when it runs out.
Found search_every_recipe(const Instance& instance, const std::vector<std::int64_t>& demand, std::int64_t& work_left);

}  // namespace relais::fairness
