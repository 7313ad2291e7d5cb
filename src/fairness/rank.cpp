#include "fairness/rank.hpp"

#include <algorithm>
#include <cstdint>

#include <sodium.h>

#include "base/check.hpp"

namespace relais::fairness {

std::uint64_t Lottery::draw(const std::string& line_id) {
  text_.resize(prefix_);
  text_ += line_id;
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text_.data()), text_.size());
  std::uint64_t tie = 0;
  for (int at = 0; at < 8; ++at) tie = tie << 8 | digest[at];
  return tie;
}

std::uint64_t tie_of(std::uint64_t seed, const std::string& line_id) { return Lottery(seed).draw(line_id); }

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
  return {narrow(line.weight), narrow(line.cap), narrow(owed), narrow(line.past), narrow(lot), at};
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

// A numerator is below 2^32 and a weight below 2^30, so 64 bits are enough for a cross product.
static_assert(4 * quantity_max < std::int64_t{1} << 32 && weight_max < std::int64_t{1} << 30);

int compare(Key left, Key right) {
  const auto a = left.numerator * right.denominator;
  const auto b = right.numerator * left.denominator;
  return a < b ? -1 : a > b ? 1 : 0;
}

}  // namespace relais::fairness
