#include "base/time.hpp"

#include <charconv>

#include <fmt/format.h>

namespace relais::base {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

namespace {

std::optional<int> digits(std::string_view text) {
  int number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<Day> make_day(std::optional<int> y, std::optional<int> m, std::optional<int> d) {
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  if (text[4] == '-' && text[7] == '-')
    return make_day(digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2)));
  if (text[2] == '/' && text[5] == '/')
    return make_day(digits(text.substr(6, 4)), digits(text.substr(3, 2)), digits(text.substr(0, 2)));
  return std::nullopt;
}

std::string iso_day(Day value) {
  const year_month_day date(value);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string iso_instant(Instant instant) {
  const auto date = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time(instant - date);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", iso_day(date), time.hours().count(), time.minutes().count(),
                     time.seconds().count(), time.subseconds().count());
}

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace relais::base
