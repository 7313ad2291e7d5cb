/// A plan file that anyone may write, against an instance that is not theirs: whatever it holds, it is refused, or its
/// faults are named, or it is the plan.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fairness/any_instance_fuzz.hpp"

namespace fairness = relais::fairness;

namespace {

/// The instance of the seeds in tests/fuzz/seeds/plan_fuzz.
const fairness::Instance& plan_fuzz_instance() {
  static const fairness::Instance instance{1,
                                           {{"blue", 5}, {"red", 5}, {"sim", 6}},
                                           {{"pair", {0}}, {"red_or_blue", {1, 0}}, {"sim", {2}}},
                                           {{"kit", 1, {{{0, 2}, {2, 1}}, {{1, 2}, {2, 1}}}}, {"sim", 2, {{{2, 1}}}}},
                                           {{"a", 0, 0, 3, 9, 0, 0}, {"b", 0, 0, 2, 9, 1, 0}, {"c", 1, 1, 1, 4, 0, 1}}};
  return instance;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto expected = fairness::solve(plan_fuzz_instance());
  RELAIS_CHECK(expected.ok());
  const auto written = fairness::parse_plan({reinterpret_cast<const char*>(data), size}, plan_fuzz_instance());
  if (!written.ok()) return 0;
  const auto check = fairness::check_written_plan(plan_fuzz_instance(), *written);
  if (!check.faults.empty() || check.refusals_on_trust > 0) return 0;
  RELAIS_CHECK(written->plan.granted == expected->granted);
  return 0;
}
