#pragma once
#include <string>
#include <string_view>

#include "fairness/fairness.hpp"

/// The instance file and the plan file; README.md shows both.
namespace relais::fairness {

/// Refuses  not_json, duplicate_id (a field twice), wrong_type, missing_field, unknown_field, unknown_name,
///          out_of_range (a number that does not fit in 64 bits). What the numbers may be is for `solve` to say.
base::Result<Instance> parse_instance(std::string_view json);

/// The same bytes for any order of the same input: kept beside a plan, it is what the plan can be recomputed from.
std::string render_instance(const Instance& instance);

/// Lines by id; everything else in the order of the plan.
std::string render_plan(const Instance& instance, const Plan& plan);

/// `relais solve FILE`.
/// Refuses  what parse_instance and solve refuse.
base::Result<std::string> solve_json(std::string_view json);

}  // namespace relais::fairness
