#include "web/zone.hpp"

#include <fmt/format.h>
#include <boost/locale.hpp>

#include "web/i18n.hpp"

namespace relais::web {
namespace {

using base::Day;
using base::Instant;

/// Boost.Locale reads the time zone database through ICU; a zone that it does not know is GMT.
const std::locale& calendar_locale() {
  static const std::locale locale = [] {
    boost::locale::generator generator;
    generator.categories(boost::locale::calendar_facet | boost::locale::information_facet);
    return generator("en_US.UTF-8");
  }();
  return locale;
}

struct Clock {
  Day day;
  int hours = 0;
  int minutes = 0;
};

Clock clock_in(Instant instant, std::string_view zone) {
  const auto there = instant + std::chrono::minutes(minutes_ahead(instant, zone));
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

int minutes_ahead(Instant instant, std::string_view zone) {
  namespace locale = boost::locale;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  const locale::calendar calendar(calendar_locale(), std::string(zone));
  const locale::date_time there(static_cast<double>(seconds), calendar);
  const std::chrono::year_month_day date(
      std::chrono::year(there.get(locale::period::year())),
      std::chrono::month(static_cast<unsigned>(there.get(locale::period::month())) + 1),
      std::chrono::day(static_cast<unsigned>(there.get(locale::period::day()))));
  const auto shown = std::chrono::sys_days(date).time_since_epoch() +
                     std::chrono::hours(there.get(locale::period::hour())) +
                     std::chrono::minutes(there.get(locale::period::minute()));
  const auto passed = std::chrono::floor<std::chrono::minutes>(std::chrono::seconds(seconds));
  return static_cast<int>((std::chrono::duration_cast<std::chrono::minutes>(shown) - passed).count());
}

Day day_in(Instant instant, std::string_view zone) { return clock_in(instant, zone).day; }

std::string format_instant(base::Language language, Instant instant, std::string_view zone) {
  const auto clock = clock_in(instant, zone);
  auto text = fmt::format("{}, {}:{:02}", format_day(language, clock.day), clock.hours, clock.minutes);
  if (zone != home_zone) text += " (" + distance_from_utc(minutes_ahead(instant, zone)) + ')';
  return text;
}

std::string iso_instant(Instant instant, std::string_view zone) {
  const auto clock = clock_in(instant, zone);
  return fmt::format("{} {:02}:{:02}", base::iso_day(clock.day), clock.hours, clock.minutes);
}

}  // namespace relais::web
