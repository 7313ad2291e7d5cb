#pragma once
#include "base/check.hpp"
#include "fairness/instance_json.hpp"
#include "fairness/written_plan.hpp"

/// What must hold of any instance at all, for the fuzzers.
namespace relais::fairness::fuzz {

/// Small enough that a fuzzer tries thousands a second.
inline bool is_small(const Instance& instance) {
  return instance.kinds.size() <= 6 && instance.components.size() <= 6 && instance.products.size() <= 4 &&
         instance.lines.size() <= 40;
}

/// Solved or refused; what is solved passes the check, and is read back from its file to the same bytes.
inline void solve_and_check(const Instance& instance) {
  const auto plan = solve(instance);
  if (!plan.ok()) return;
  RELAIS_CHECK(check_plan(instance, *plan).faults.empty());
  const auto text = render_plan(instance, *plan);
  const auto written = parse_plan(text, instance);
  RELAIS_CHECK(written.ok());
  RELAIS_CHECK(check_written_plan(instance, *written).faults.empty());
  RELAIS_CHECK(render_plan(instance, written->plan) == text);
}

}  // namespace relais::fairness::fuzz
