#include "accounts/throttle.hpp"

#include <algorithm>

namespace relais::accounts {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr std::int64_t milli = 1000;
constexpr std::int64_t free_failures = 5;
constexpr milliseconds first_wait = 15s;
constexpr milliseconds longest_wait = 15min;
constexpr milliseconds pair_memory = 24h;

/// A bucket that holds so many failures and loses one per `each`.
milliseconds wait_of_bucket(const Tally& tally, base::Instant now, std::int64_t capacity, milliseconds each) {
  const auto passed = std::max(now - tally.at, milliseconds(0));
  const auto left = tally.failures_milli - passed.count() * milli / each.count();
  const auto over = left - (capacity - 1) * milli;
  return milliseconds(std::max<std::int64_t>(over, 0) * each.count() / milli);
}

}  // namespace

milliseconds wait_of_pair(const Tally& tally, base::Instant now) {
  const auto failures = tally.failures_milli / milli;
  if (failures < free_failures || now - tally.at >= pair_memory) return 0ms;
  const auto doublings = std::min<std::int64_t>(failures - free_failures, 10);
  const auto wait = std::min(first_wait * (std::int64_t{1} << doublings), longest_wait);
  return std::max(tally.at + wait - now, milliseconds(0));
}

milliseconds wait_of_address(const Tally& tally, base::Instant now) { return wait_of_bucket(tally, now, 200, 20s); }

milliseconds wait_of_account(const Tally& tally, base::Instant now) { return wait_of_bucket(tally, now, 100, 15min); }

std::int64_t seconds_of(milliseconds wait) { return (wait.count() + 999) / 1000; }

}  // namespace relais::accounts
