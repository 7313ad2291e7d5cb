#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace relais::directory {

/// Opening hours as a person reads them, one line for each rule: `Mo-Fr 08:00-12:00,14:00-17:00` ->
/// `lundi–vendredi : 8:00–12:00, 14:00–17:00`. Hours written in any other way stay as they are.
/// Source  OpenStreetMap's opening_hours, of which only days, times and `off` are understood.
std::vector<std::string> hours_lines(std::string_view hours, base::Language language);

/// `lundi`.
std::string weekday_name(std::chrono::weekday weekday, base::Language language);

}  // namespace relais::directory
