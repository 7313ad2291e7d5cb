#include "accreditation/pivot.hpp"

#include <algorithm>

#include "accreditation/refusals.hpp"

namespace relais::accreditation {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int luhn_sum(std::string_view digits) {
  int sum = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const int digit = digits[digits.size() - 1 - at] - '0';
    const int weighted = at % 2 == 0 ? digit : 2 * digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

bool is_of_la_poste(std::string_view siret) {
  int sum = 0;
  for (const char c : siret) sum += c - '0';
  return siret.starts_with("356000000") && sum % 5 == 0;
}

}  // namespace

base::Result<std::string> parse_pivot(std::string_view text) {
  std::string pivot;
  for (const char c : text) {
    if (c == ' ' || c == '.' || c == '-') continue;
    pivot += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const auto digits = std::string_view(pivot).substr(pivot.starts_with('W') ? 1 : 0);
  const bool all_digits = std::all_of(digits.begin(), digits.end(), is_digit);
  if (all_digits && digits.size() == 9 && digits.size() < pivot.size()) return pivot;
  if (!all_digits || pivot.size() != 14 || digits.size() != 14) return base::Refusal(refused::pivot_malformed);
  if (luhn_sum(digits) % 10 != 0 && !is_of_la_poste(digits)) return base::Refusal(refused::siret_check_wrong);
  return pivot;
}

}  // namespace relais::accreditation
