#pragma once
#include <algorithm>
#include <cstdint>

#include "fairness/fairness.hpp"

/// The order of the blocks, and how many units of a line come before a place in it.
namespace relais::fairness {

/// What the order needs of a line, in half the room: a plan's time goes into passing over these.
struct Taker {
  std::int32_t weight = 1;
  std::int32_t cap = 0;
  std::int32_t owed = 0;  ///< the floor, raised to the lot
  std::int32_t past = 0;
  std::int32_t lot = 1;  ///< min(minimum lot, cap)
  LineIndex line = 0;
  std::uint32_t class_index = 0;
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
inline std::int64_t units_at_level(const Taker& taker, std::int64_t level) {
  __extension__ using Wide = __int128;
  return units_up_to(taker, static_cast<std::int64_t>(Wide{level} * taker.weight >> level_bits));
}
/// The highest level that is below the key.
std::int64_t level_below(Key key);

/// -1, 0, 1: the keys only.
int compare(Key left, Key right);

/// A block with its place in the order (key, tie, id).
struct Ranked {
  Block block;
  std::uint64_t tie = 0;
  std::uint32_t class_index = 0;
};
Ranked ranked(const Instance& instance, const Taker& taker, const Block& block);
bool is_before(const Instance& instance, const Ranked& left, const Ranked& right);

/// Units, the owed ones included, of the blocks of a line that come before a place.
std::int64_t units_before(const Instance& instance, const Taker& taker, const Ranked& place);

}  // namespace relais::fairness
