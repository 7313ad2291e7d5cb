#include "places/local_time.hpp"

#include <algorithm>
#include <array>

#include "base/zone.hpp"

namespace relais::places {
namespace {

using std::chrono::days;

struct Zone {
  std::string_view departement;
  std::string_view name;
};
constexpr std::array<Zone, 11> overseas{{{"971", "America/Guadeloupe"},
                                         {"972", "America/Martinique"},
                                         {"973", "America/Cayenne"},
                                         {"974", "Indian/Reunion"},
                                         {"975", "America/Miquelon"},
                                         {"976", "Indian/Mayotte"},
                                         {"977", "America/St_Barthelemy"},
                                         {"978", "America/Marigot"},
                                         {"986", "Pacific/Wallis"},
                                         {"987", "Pacific/Tahiti"},
                                         {"988", "Pacific/Noumea"}}};

struct Anniversary {
  unsigned month, day;
};
constexpr std::array<Anniversary, 8> national{{{1, 1}, {5, 1}, {5, 8}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}}};

struct LocalDay {
  std::string_view departement;
  Anniversary on;
};
constexpr std::array<LocalDay, 18> local_days{{
    {"57", {12, 26}},
    {"67", {12, 26}},
    {"68", {12, 26}},
    {"971", {5, 27}},
    {"971", {7, 21}},
    {"972", {5, 22}},
    {"972", {7, 21}},
    {"973", {6, 10}},
    {"974", {12, 20}},
    {"976", {4, 27}},
    {"977", {10, 9}},
    {"978", {5, 28}},
    {"986", {4, 28}},
    {"986", {6, 29}},
    {"986", {7, 29}},
    {"987", {3, 5}},
    {"987", {11, 20}},
    {"988", {9, 24}},
}};
constexpr std::array<std::string_view, 7> with_good_friday{"57", "67", "68", "971", "972", "977", "987"};

/// Source  the anonymous Gregorian computus (Nature, 1876).
base::Day easter(int year) {
  const int golden = year % 19, century = year / 100, within = year % 100;
  const int moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
  const int weekday = (32 + 2 * (century % 4) + 2 * (within / 4) - moon - within % 4) % 7;
  const int late = (golden + 11 * moon + 22 * weekday) / 451;
  const int ordinal = moon + weekday - 7 * late + 114;
  return std::chrono::year(year) / (ordinal / 31) / (ordinal % 31 + 1);
}

bool is_on(std::chrono::year_month_day date, Anniversary anniversary) {
  return date.month() == std::chrono::month(anniversary.month) && date.day() == std::chrono::day(anniversary.day);
}

bool is_local_holiday(std::chrono::year_month_day date, base::Day day, std::string_view departement) {
  for (const auto& [code, on] : local_days)
    if (code == departement && is_on(date, on)) return true;
  const bool has_good_friday =
      std::find(with_good_friday.begin(), with_good_friday.end(), departement) != with_good_friday.end();
  return has_good_friday && day == easter(static_cast<int>(date.year())) - days(2);
}

}  // namespace

std::string_view time_zone_of(std::string_view departement) {
  for (const auto& zone : overseas)
    if (zone.departement == departement) return zone.name;
  return "Europe/Paris";
}

LocalTime local_time(base::Instant instant, std::string_view departement) {
  const auto local = instant + std::chrono::minutes(base::minutes_ahead(instant, time_zone_of(departement)));
  const auto day = std::chrono::floor<days>(local);
  return {day, static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count())};
}

bool is_public_holiday(base::Day day, std::string_view departement) {
  const std::chrono::year_month_day date(day);
  for (const auto& one : national)
    if (is_on(date, one)) return true;
  const auto sunday = easter(static_cast<int>(date.year()));
  const bool moves_with_easter = day == sunday + days(1) || day == sunday + days(39) || day == sunday + days(50);
  return moves_with_easter || is_local_holiday(date, day, departement);
}

}  // namespace relais::places
