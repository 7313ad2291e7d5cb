#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace relais::web {

/// The clocks of metropolitan France, which a programme is told in unless a place has its own.
inline constexpr std::string_view home_zone = "Europe/Paris";

/// The day that it is there.
base::Day day_in(base::Instant instant, std::string_view zone = home_zone);

/// `26 mars 2020, 9:05` or `26 March 2020, 9:05`, as the clocks there show it; elsewhere than in the home zone, with
/// how far that is from UTC: `26 mars 2020, 12:05 (UTC+4)`.
std::string format_instant(base::Language language, base::Instant instant, std::string_view zone = home_zone);

/// `2020-03-26 09:05`, for tables.
std::string iso_instant(base::Instant instant, std::string_view zone = home_zone);

}  // namespace relais::web
