#pragma once
#include <algorithm>

#include "fairness/columns.hpp"

/// The passes over the lines of a class in which a plan spends its time. They read columns in a row and hardly branch.
namespace relais::fairness {

/// Units of a line, the owed ones included, up to and with a level.
struct PlainUnits {
  const Columns& columns;
  explicit PlainUnits(const Columns& all, const Sharing& /*sharing*/) : columns(all) {}
  std::int64_t operator()(std::size_t at, std::int64_t level) const {
    const auto single = (scaled_level(level, columns.weight[at]) + 1) / 2 - columns.past[at];
    return std::min<std::int64_t>(std::max<std::int64_t>(single, 0), columns.cap[at]);
  }
};

/// The same with lots and floors.
struct AnyUnits {
  const Columns& columns;
  const Sharing& sharing;
  explicit AnyUnits(const Columns& all, const Sharing& of) : columns(all), sharing(of) {}
  std::int64_t operator()(std::size_t at, std::int64_t level) const {
    return units_up_to(columns.taker(sharing, at), scaled_level(level, columns.weight[at]));
  }
};

/// Calls `work` with the function that gives the units of the class's lines.
template <class Work>
auto with_units_of(const Columns& columns, const Sharing& sharing, const Work& work) {
  return sharing.is_plain ? work(PlainUnits(columns, sharing)) : work(AnyUnits(columns, sharing));
}

/// The lines of a class that a pass looks at: all of it, or a list of positions.
struct Lines {
  std::size_t first = 0, count = 0;
  const std::uint32_t* list = nullptr;
};

/// Calls `loop` with the number of lines and the function that gives the position of each: one loop for either, so that
/// the compiler draws its body in.
template <class Loop>
auto with_positions_of(const Lines& lines, const Loop& loop) {
  if (lines.list == nullptr) return loop(lines.count, [first = lines.first](std::size_t at) { return first + at; });
  return loop(lines.count, [list = lines.list](std::size_t at) { return std::size_t{list[at]}; });
}

/// Units at two levels.
struct UnitsAtTwo {
  std::int64_t low = 0, high = 0;
};

inline UnitsAtTwo sum_at_two(const Columns& columns, const Sharing& sharing, const Lines& lines, std::int64_t low,
                             std::int64_t high) {
  return with_units_of(columns, sharing, [&](const auto units) {
    return with_positions_of(lines, [&](std::size_t count, const auto position) {
      UnitsAtTwo sum;
      for (std::size_t line = 0; line < count; ++line) {
        sum.low += units(position(line), low);
        sum.high += units(position(line), high);
      }
      return sum;
    });
  });
}

struct Undecided {
  std::size_t count = 0;
  UnitsAtTwo units;          ///< of all the lines
  std::int64_t settled = 0;  ///< of those that are not kept
};

/// Writes the lines whose units differ between two levels to `kept`, which may be their own list.
inline Undecided keep_undecided(const Columns& columns, const Sharing& sharing, const Lines& lines, std::int64_t low,
                                std::int64_t high, std::uint32_t* kept) {
  return with_units_of(columns, sharing, [&](const auto units) {
    return with_positions_of(lines, [&](std::size_t count, const auto position) {
      Undecided all;
      for (std::size_t line = 0; line < count; ++line) {
        const auto at = position(line);
        const auto at_low = units(at, low), at_high = units(at, high);
        all.units.low += at_low;
        all.units.high += at_high;
        kept[all.count] = static_cast<std::uint32_t>(at);
        all.count += static_cast<std::size_t>(at_low != at_high);
        all.settled += at_low == at_high ? at_low : 0;
      }
      return all;
    });
  });
}

}  // namespace relais::fairness
