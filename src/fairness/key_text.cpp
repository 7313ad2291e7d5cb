#include "fairness/key_text.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "fairness/rank.hpp"

namespace relais::fairness {
namespace {

constexpr int decimals_min = 3;
constexpr int decimals_max = 9;

}  // namespace

// A numerator is below 2^32, so nine decimals fit in 64 bits.
std::string format_key(const Key& key, int decimals, base::Language language) {
  RELAIS_CHECK(decimals >= 1 && decimals <= decimals_max && key.denominator > 0);
  std::int64_t scale = 1;
  for (int at = 0; at < decimals; ++at) scale *= 10;
  auto scaled = key.numerator * scale / key.denominator;
  const auto rest = key.numerator * scale % key.denominator;
  if (2 * rest >= key.denominator) ++scaled;
  return fmt::format("{}{}{:0{}}", scaled / scale, language == base::Language::french ? ',' : '.', scaled % scale,
                     decimals);
}

int decimals_to_tell_apart(const Key& left, const Key& right) {
  int decimals = decimals_min;
  const auto look_equal = [&] {
    return format_key(left, decimals, base::Language::english) == format_key(right, decimals, base::Language::english);
  };
  if (compare(left, right) == 0) return decimals;
  while (decimals < decimals_max && look_equal()) ++decimals;
  return decimals;
}

}  // namespace relais::fairness
