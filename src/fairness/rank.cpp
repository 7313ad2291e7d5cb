#include "fairness/rank.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/check.hpp"
#include "base/text.hpp"

namespace relais::fairness {

std::uint64_t tie_of(std::uint64_t seed, const std::string& line_id) {
  const auto digest = base::sha256_hex(std::to_string(seed) + ":" + line_id);
  std::uint64_t tie = 0;
  const auto parsed = std::from_chars(digest.data(), digest.data() + 16, tie, 16);
  RELAIS_CHECK(parsed.ec == std::errc());
  return tie;
}

namespace {

// `validate` has seen that every figure of a line is within these.
static_assert(quantity_max <= INT32_MAX && weight_max <= INT32_MAX);
std::int32_t narrow(std::int64_t figure) {
  RELAIS_CHECK(figure >= 0 && figure <= INT32_MAX);
  return static_cast<std::int32_t>(figure);
}

}  // namespace

Taker taker_of(const Instance& instance, LineIndex at) {
  const auto& line = instance.lines[at];
  const auto lot = std::min(instance.products[line.product].minimum_lot, line.cap);
  const auto owed = line.floor == 0 ? 0 : std::max(line.floor, lot);
  return {narrow(line.weight), narrow(line.cap), narrow(owed), narrow(line.past), narrow(lot), at, 0};
}

Block block_after(const Taker& taker, std::int64_t granted) {
  const std::int64_t past = taker.past;
  if (granted == 0) return {taker.line, taker.lot, {taker.lot + 2 * past, taker.weight}};
  return {taker.line, 1, {2 * (granted + 1 + past) - 1, taker.weight}};
}

Block block_ending_at(const Taker& taker, std::int64_t granted) {
  return block_after(taker, taker.owed == 0 && granted == taker.lot ? 0 : granted - 1);
}

std::optional<Block> next_block(const Instance& instance, LineIndex line, std::int64_t granted) {
  const auto taker = taker_of(instance, line);
  if (granted >= taker.cap) return std::nullopt;
  return block_after(taker, granted);
}

std::int64_t level_below(Key key) { return ((key.numerator << level_bits) - 1) / key.denominator; }

// A numerator is below 2^32 and a weight below 2^30, so 64 bits are enough for a cross product.
static_assert(4 * quantity_max < std::int64_t{1} << 32 && weight_max < std::int64_t{1} << 30);

int compare(Key left, Key right) {
  const auto a = left.numerator * right.denominator;
  const auto b = right.numerator * left.denominator;
  return a < b ? -1 : a > b ? 1 : 0;
}

Ranked ranked(const Instance& instance, const Taker& taker, const Block& block) {
  return {block, tie_of(instance.seed, instance.lines[taker.line].id), taker.class_index};
}

bool is_before(const Instance& instance, const Ranked& left, const Ranked& right) {
  if (const int order = compare(left.block.key, right.block.key); order != 0) return order < 0;
  if (left.tie != right.tie) return left.tie < right.tie;
  return instance.lines[left.block.line].id < instance.lines[right.block.line].id;
}

std::int64_t units_before(const Instance& instance, const Taker& taker, const Ranked& place) {
  const auto key = place.block.key;
  const auto units = units_up_to(taker, (key.numerator * taker.weight - 1) / key.denominator);
  if (units == taker.cap) return units;
  const auto next = block_after(taker, units);
  if (compare(next.key, key) != 0 || !is_before(instance, ranked(instance, taker, next), place)) return units;
  return units + next.units;
}

}  // namespace relais::fairness
