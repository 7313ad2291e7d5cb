#pragma once
#include <algorithm>
#include <string_view>

namespace relais::directory {

/// A French number in national form: 0, then nine digits.
inline constexpr std::size_t national_digits = 10;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

}  // namespace relais::directory
