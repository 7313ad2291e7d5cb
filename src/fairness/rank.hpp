#pragma once
#include <cstdint>

#include "fairness/fairness.hpp"

/// The order of the blocks, and how many units of a line come before a place in it.
namespace relais::fairness {

/// What the order needs of a line.
struct Taker {
  std::int64_t weight = 1;
  std::int64_t cap = 0;
  std::int64_t owed = 0;  ///< the floor, raised to the lot
  std::int64_t past = 0;
  std::int64_t lot = 1;  ///< min(minimum lot, cap)
  LineIndex line = 0;
  std::uint32_t class_index = 0;
};
Taker taker_of(const Instance& instance, LineIndex line);

/// The block that follows `granted` < cap units, and the one that ended with them (`granted` > owed).
Block block_after(const Taker& taker, std::int64_t granted);
Block block_ending_at(const Taker& taker, std::int64_t granted);

/// Units, the owed ones included, up to and with the key `scaled` / weight.
std::int64_t units_up_to(const Taker& taker, std::int64_t scaled);

/// A level is a key in units of 2^-30: so fine that no line has two keys within one step.
inline constexpr int level_bits = 30;
inline constexpr std::int64_t level_max = std::int64_t{1} << 62;  ///< above every key
std::int64_t units_at_level(const Taker& taker, std::int64_t level);
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
