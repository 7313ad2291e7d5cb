/// An instance file that anyone may write: read, solved, checked.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fairness/any_instance_fuzz.hpp"

namespace fairness = relais::fairness;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto instance = fairness::parse_instance({reinterpret_cast<const char*>(data), size});
  if (!instance.ok() || !fairness::fuzz::is_small(*instance)) return 0;
  const auto text = fairness::render_instance(*instance);
  const auto again = fairness::parse_instance(text);
  RELAIS_CHECK(again.ok() && fairness::render_instance(*again) == text);
  fairness::fuzz::solve_and_check(*instance);
  return 0;
}
