#include "directory/phone.hpp"
#include "directory/digits.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace relais::directory {
namespace {

constexpr std::size_t digits_min = 2;
constexpr std::size_t digits_max = 15;

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

/// `+33 (0)5 59 80 58 84` -> `+33559805884`; the 0 in brackets is for calls from inside the country.
std::string compact(std::string_view number) {
  std::string text(number);
  if (const auto at = text.find("(0)"); at != text.npos && text.starts_with('+')) text.erase(at, 3);
  return (text.starts_with('+') ? "+" : "") + digits_of(text);
}

}  // namespace

std::string phone_text(std::string_view phone) {
  if (phone.find('/') != phone.npos) return std::string(phone);
  auto number = compact(base::trim(phone));
  if (number.starts_with("+33") && number.size() == national_digits + 2) number.replace(0, 3, "0");
  if (number.size() != national_digits || number.front() != '0') return std::string(phone);
  std::string pairs;
  for (std::size_t at = 0; at < national_digits; at += 2) pairs += (at == 0 ? "" : " ") + number.substr(at, 2);
  return pairs;
}

std::string phone_link(std::string_view phone) {
  auto number = compact(base::trim(phone.substr(0, phone.find('/'))));
  const auto digits = digits_of(number).size();
  return digits < digits_min || digits > digits_max ? std::string() : number;
}

}  // namespace relais::directory
