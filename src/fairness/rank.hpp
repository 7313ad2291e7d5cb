#pragma once
#include <algorithm>
#include <cstdint>

#include "fairness/fairness.hpp"

/// The order of the blocks, and how many units of a line come before a place in it.
namespace relais::fairness {

/// What the order needs of a line.
struct Taker {
  std::int32_t weight = 1;
  std::int32_t cap = 0;
  std::int32_t owed = 0;  ///< the floor, raised to the lot
  std::int32_t past = 0;
  std::int32_t lot = 1;  ///< min(minimum lot, cap)
  LineIndex line = 0;
};
Taker taker_of(const Instance& instance, LineIndex line);

/// The block that follows `granted` < cap units, and the one that ended with them (`granted` > owed).
Block block_after(const Taker& taker, std::int64_t granted);
Block block_ending_at(const Taker& taker, std::int64_t granted);

/// Units, the owed ones included, up to and with the key `scaled` / weight. Inline: a plan spends its time here.
inline std::int64_t units_up_to(const Taker& taker, std::int64_t scaled) {
  const std::int64_t past = taker.past, cap = taker.cap;
  const auto single = (scaled + 1) / 2 - past;
  if (taker.owed > 0) return std::clamp(single, std::int64_t{taker.owed}, cap);
  if (taker.lot + 2 * past > scaled) return 0;
  return std::clamp(single, std::int64_t{taker.lot}, cap);
}

/// A level is a key in units of 2^-30: so fine that no line has two keys within one step.
inline constexpr int level_bits = 30;
inline constexpr std::int64_t level_max = std::int64_t{1} << 62;  ///< above every key
/// The highest numerator over `weight` that is not above the level.
inline std::int64_t scaled_level(std::int64_t level, std::int32_t weight) {
  __extension__ using Exact = __int128;
  return static_cast<std::int64_t>(Exact{level} * weight >> level_bits);
}
/// -1, 0, 1: the keys only.
int compare(Key left, Key right);

/// The lottery of one round: `tie_of` for many lines.
class Lottery {
 public:
  explicit Lottery(std::uint64_t seed) : text_(std::to_string(seed) + ":"), prefix_(text_.size()) {}
  std::uint64_t draw(const std::string& line_id);

 private:
  std::string text_;
  std::size_t prefix_;
};

}  // namespace relais::fairness
