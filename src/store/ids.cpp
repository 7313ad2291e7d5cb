#include "store/ids.hpp"

#include <algorithm>
#include <random>

namespace relais::store {
namespace {

constexpr std::int64_t epoch_2020_ms = 1'577'836'800'000;
constexpr int sequence_bits = 10;
constexpr int process_bits = 12;

}  // namespace

IdMaker::IdMaker() : process_(static_cast<std::int64_t>(std::random_device{}() % (1U << process_bits))) {}

std::int64_t IdMaker::next(base::Instant now) {
  const auto since = std::max<std::int64_t>(base::to_integer(now) - epoch_2020_ms, 0);
  last_tick_ = std::max(last_tick_ + 1, since << sequence_bits);
  const auto sequence = last_tick_ & ((1 << sequence_bits) - 1);
  const auto milliseconds = last_tick_ >> sequence_bits;
  return ((milliseconds << process_bits | process_) << sequence_bits) | sequence;
}

}  // namespace relais::store
