#include "base/reference.hpp"

#include <cctype>

#include "base/check.hpp"

namespace relais::base {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";  // Crockford, with his check symbols
constexpr int group_length = 4;
constexpr std::size_t characters_max = 1 + 16 + 1;  // 13 digits hold any number, written in four groups

int digit_of(char character) {
  const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  if (upper == 'O') return 0;
  if (upper == 'I' || upper == 'L') return 1;
  const auto position = alphabet.find(upper);
  return position == alphabet.npos ? -1 : static_cast<int>(position);
}

char check_character(std::int64_t number) { return alphabet[static_cast<std::size_t>(number % 37)]; }

}  // namespace

std::string format_reference(char kind, std::int64_t number) {
  RELAIS_CHECK(number >= 0);
  std::string digits;
  for (auto rest = number; rest > 0; rest /= 32)
    digits.insert(digits.begin(), alphabet[static_cast<std::size_t>(rest % 32)]);
  while (digits.empty() || digits.size() % group_length != 0) digits.insert(digits.begin(), '0');
  std::string text(1, kind);
  for (std::size_t at = 0; at < digits.size(); at += group_length) text += '-' + digits.substr(at, group_length);
  return text + '-' + check_character(number);
}

std::optional<std::int64_t> parse_reference(char kind, std::string_view text) {
  std::string plain;
  for (char c : text)
    if (c != '-' && c != ' ') plain += c;
  if (plain.size() < 3 || plain.size() > characters_max ||
      std::toupper(static_cast<unsigned char>(plain.front())) != kind)
    return std::nullopt;
  std::int64_t number = 0;
  for (std::size_t at = 1; at + 1 < plain.size(); ++at) {
    const int digit = digit_of(plain[at]);
    if (digit < 0 || digit >= 32) return std::nullopt;
    if (number > (INT64_MAX - digit) / 32) return std::nullopt;
    number = number * 32 + digit;
  }
  if (digit_of(plain.back()) != static_cast<int>(number % 37)) return std::nullopt;
  return number;
}

}  // namespace relais::base
