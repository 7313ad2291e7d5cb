#pragma once
/// How failed attempts slow down the next ones, without locking out those who share an address.

#include <chrono>
#include <string>
#include <string_view>

#include "accounts/keys.hpp"
#include "base/personal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

namespace relais::accounts {

/// Failures that still count, in thousandths, at the time of the last.
struct Tally {
  std::int64_t failures_milli = 0;
  base::Instant at{};
};

/// One account from one address: five free, then the wait doubles, up to a quarter of an hour. Forgotten after a day.
std::chrono::milliseconds wait_of_pair(const Tally& tally, base::Instant now);
/// One address, whatever the accounts: 200 failures at once, then one per 20 s. A shelter's forty people who all
/// mistype twice wait for nothing.
std::chrono::milliseconds wait_of_address(const Tally& tally, base::Instant now);
/// One account, whatever the addresses: 100 failures at once, then one per quarter of an hour. An address from which
/// the account was signed in to before does not wait for it.
std::chrono::milliseconds wait_of_account(const Tally& tally, base::Instant now);
/// Seconds to wait, rounded up.
std::int64_t seconds_of(std::chrono::milliseconds wait);

/// Who tries, from where.
struct Trier {
  base::Personal<std::string> who;  ///< the normal e-mail address, or any text of the caller's
  std::string address;
  bool is_known = false;  ///< the account was signed in to from there before
};

/// Counts an attempt as failed before it is judged, so that many at once are counted too.
///
/// Refuses  too_many_attempts, with the seconds to wait; the attempt is then not counted.
base::Result<> charge_attempt(store::Transaction& transaction, const Key& key, const Trier& trier);
/// Takes the count back: the attempt was right.
void forgive_attempt(store::Transaction& transaction, const Key& key, const Trier& trier);

}  // namespace relais::accounts
