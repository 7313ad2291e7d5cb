#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::places {

/// A place on earth, WGS 84. Units: micro-degrees, so that it is stored and compared exactly.
struct Point {
  std::int64_t latitude_udeg = 0;
  std::int64_t longitude_udeg = 0;
  bool operator==(const Point&) const = default;
};

/// Degrees with up to 15 decimals, a point or a comma before them, rounded to the micro-degree: `43,370176`.
std::optional<std::int64_t> parse_degrees(std::string_view text);

/// What parse_degrees reads, without the zeros that say nothing: `43.370176`, `-0.5`.
std::string degrees_text(std::int64_t udeg);

/// Nothing unless both are degrees that exist on earth.
std::optional<Point> parse_point(std::string_view latitude, std::string_view longitude);

/// Along a great circle of a spherical earth: off by half a percent at most. Units: metres.
std::int64_t distance_m(Point from, Point to);

}  // namespace relais::places
