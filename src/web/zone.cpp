#include "web/zone.hpp"

#include <fmt/format.h>

#include "base/zone.hpp"
#include "web/i18n.hpp"

namespace relais::web {
namespace {

using base::Day;
using base::Instant;

struct Clock {
  Day day;
  int hours = 0;
  int minutes = 0;
};

Clock clock_in(Instant instant, std::string_view zone) {
  const auto there = instant + std::chrono::minutes(base::minutes_ahead(instant, zone));
  const auto day = std::chrono::floor<std::chrono::days>(there);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::minutes>(there - day));
  return {day, static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count())};
}

std::string distance_from_utc(int minutes) {
  if (minutes == 0) return "UTC";
  const auto ahead = std::abs(minutes);
  auto text = fmt::format("UTC{}{}", minutes < 0 ? '-' : '+', ahead / 60);
  if (ahead % 60 != 0) text += fmt::format(":{:02}", ahead % 60);
  return text;
}

}  // namespace

Day day_in(Instant instant, std::string_view zone) { return clock_in(instant, zone).day; }

std::string format_instant(base::Language language, Instant instant, std::string_view zone) {
  const auto clock = clock_in(instant, zone);
  auto text = fmt::format("{}, {}:{:02}", format_day(language, clock.day), clock.hours, clock.minutes);
  if (zone != home_zone) text += " (" + distance_from_utc(base::minutes_ahead(instant, zone)) + ')';
  return text;
}

std::string iso_instant(Instant instant, std::string_view zone) {
  const auto clock = clock_in(instant, zone);
  return fmt::format("{} {:02}:{:02}", base::iso_day(clock.day), clock.hours, clock.minutes);
}

}  // namespace relais::web
