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

template <class Work>
void for_each_line(const Lines& lines, const Work& work) {
  if (lines.list == nullptr)
    for (std::size_t at = lines.first; at < lines.first + lines.count; ++at) work(at);
  else
    for (std::size_t at = 0; at < lines.count; ++at) work(std::size_t{lines.list[at]});
}

/// Units at two levels.
struct UnitsAtTwo {
  std::int64_t low = 0, high = 0;
};

inline UnitsAtTwo sum_at_two(const Columns& columns, const Sharing& sharing, const Lines& lines, std::int64_t low,
                             std::int64_t high) {
  return with_units_of(columns, sharing, [&](const auto& units) {
    UnitsAtTwo sum;
    for_each_line(lines, [&](std::size_t at) {
      sum.low += units(at, low);
      sum.high += units(at, high);
    });
    return sum;
  });
}

/// Writes the lines whose units differ between two levels to `kept`, which may be their own list, and gives their
/// number; `sum` gets the units of all of them, and `settled` the units of those that are not kept.
inline std::size_t keep_undecided(const Columns& columns, const Sharing& sharing, const Lines& lines, std::int64_t low,
                                  std::int64_t high, std::uint32_t* kept, UnitsAtTwo& sum, std::int64_t& settled) {
  return with_units_of(columns, sharing, [&](const auto& units) {
    std::size_t count = 0;
    UnitsAtTwo all;
    std::int64_t same = 0;
    for_each_line(lines, [&](std::size_t at) {
      const auto at_low = units(at, low), at_high = units(at, high);
      all.low += at_low;
      all.high += at_high;
      kept[count] = static_cast<std::uint32_t>(at);
      count += static_cast<std::size_t>(at_low != at_high);
      same += at_low == at_high ? at_low : 0;
    });
    sum = all;
    settled = same;
    return count;
  });
}

}  // namespace relais::fairness
