#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "fairness/check_plan.hpp"
#include "fairness/fairness.hpp"

/// A plan in JSON, as anyone may hand it in; README.md shows the file.
namespace relais::fairness {

/// What a plan file says of a line besides what it was granted.
struct WrittenLine {
  std::int64_t owed = 0;
  std::int64_t unmet = 0;
  std::optional<Key> level;
  std::optional<Key> next;
  LineEnd end = LineEnd::met;
};

struct WrittenPlan {
  Plan plan;
  std::vector<WrittenLine> lines;             ///< in the order of the instance
  std::vector<base::Refusal> contradictions;  ///< where the file says one thing twice, differently
};

/// Refuses  not_json, duplicate_id (a field, line or class twice), wrong_type, missing_field, unknown_field,
///          unknown_name, out_of_range, wrong_shape (not one entry for each line).
base::Result<WrittenPlan> parse_plan(std::string_view json, const Instance& instance);

/// `check_plan`, and every other figure that the file shows.
PlanCheck check_written_plan(const Instance& instance, const WrittenPlan& written);

/// `relais solve --check PLAN FILE`.
/// Refuses  what parse_instance and parse_plan refuse; an instance that is out of range, as `solve` does.
base::Result<PlanCheck> check_json(std::string_view instance, std::string_view plan);

}  // namespace relais::fairness
