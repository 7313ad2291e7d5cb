#pragma once
#include <string_view>

#include "base/time.hpp"

namespace relais::places {

/// What a clock on the wall shows.
struct LocalTime {
  base::Day day;
  int minute = 0;  ///< of the day, 0 to 1439
  bool operator==(const LocalTime&) const = default;
};

/// The name of a département's time zone in the IANA database: `Europe/Paris`, and its own overseas.
std::string_view time_zone_of(std::string_view departement);

LocalTime local_time(base::Instant instant, std::string_view departement);

/// A public holiday of the whole country or of that département: Alsace-Moselle has two more, and each territory
/// overseas its own.
/// Source  Code du travail, L3133-1, L3134-13, L3422-2, and the territories' own; Easter by the Gregorian rule.
bool is_public_holiday(base::Day day, std::string_view departement);

}  // namespace relais::places
