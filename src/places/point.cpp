#include "places/point.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "base/text.hpp"

namespace relais::places {
namespace {

constexpr std::int64_t udeg_per_degree = 1'000'000;
constexpr double earth_radius_m = 6'371'008.8;  // mean radius, IUGG

double radians(std::int64_t udeg) { return static_cast<double>(udeg) / udeg_per_degree * std::numbers::pi / 180.0; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits before the point, at most three; consumes them.
std::optional<std::int64_t> take_degrees(std::string_view& text) {
  std::int64_t degrees = 0;
  std::size_t digits = 0;
  for (; !text.empty() && is_digit(text.front()); ++digits, text.remove_prefix(1)) {
    if (digits == 3) return std::nullopt;
    degrees = degrees * 10 + (text.front() - '0');
  }
  return digits == 0 ? std::nullopt : std::optional(degrees);
}

/// Six decimals, rounded on the seventh.
std::optional<std::int64_t> parse_decimals(std::string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::int64_t udeg = 0;
  for (std::size_t at = 0; at < std::max<std::size_t>(text.size(), 6); ++at) {
    if (at < text.size() && !is_digit(text[at])) return std::nullopt;
    const int digit = at < text.size() ? text[at] - '0' : 0;
    if (at < 6) udeg = udeg * 10 + digit;
    if (at == 6 && digit >= 5) ++udeg;
  }
  return udeg;
}

}  // namespace

std::optional<std::int64_t> parse_degrees(std::string_view text) {
  text = base::trim(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto degrees = take_degrees(text);
  if (!degrees) return std::nullopt;
  std::int64_t udeg = *degrees * udeg_per_degree;
  if (!text.empty()) {
    if (text.front() != '.' && text.front() != ',') return std::nullopt;
    const auto decimals = parse_decimals(text.substr(1));
    if (!decimals) return std::nullopt;
    udeg += *decimals;
  }
  return negative ? -udeg : udeg;
}

std::string degrees_text(std::int64_t udeg) {
  auto text = fmt::format("{}{}.{:06}", udeg < 0 ? "-" : "", std::abs(udeg) / udeg_per_degree,
                          std::abs(udeg) % udeg_per_degree);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::optional<Point> parse_point(std::string_view latitude, std::string_view longitude) {
  const auto north = parse_degrees(latitude);
  const auto east = parse_degrees(longitude);
  if (!north || !east) return std::nullopt;
  if (std::abs(*north) > 90 * udeg_per_degree || std::abs(*east) > 180 * udeg_per_degree) return std::nullopt;
  return Point{*north, *east};
}

/// Source: the haversine formula, R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
std::int64_t distance_m(Point from, Point to) {
  const double half_north = std::sin(radians(to.latitude_udeg - from.latitude_udeg) / 2);
  const double half_east = std::sin(radians(to.longitude_udeg - from.longitude_udeg) / 2);
  const double h = half_north * half_north +
                   std::cos(radians(from.latitude_udeg)) * std::cos(radians(to.latitude_udeg)) * half_east * half_east;
  return std::llround(2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h))));
}

}  // namespace relais::places
