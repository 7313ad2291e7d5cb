#include <algorithm>
#include <array>

#include "accounts/refusals.hpp"
#include "accounts/throttle.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using std::chrono::milliseconds;
using store::Transaction;
using namespace std::chrono_literals;

constexpr auto select_tally = "SELECT failures_milli, changed_at FROM accounts_attempts WHERE digest = $1";
constexpr auto upsert_tally =
    "INSERT INTO accounts_attempts (digest, failures_milli, changed_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (digest) DO UPDATE SET failures_milli = excluded.failures_milli, changed_at = excluded.changed_at";
constexpr auto delete_old = "DELETE FROM accounts_attempts WHERE changed_at < $1";
constexpr auto delete_tally = "DELETE FROM accounts_attempts WHERE digest = $1";
constexpr auto refund_tally =
    "UPDATE accounts_attempts SET failures_milli = failures_milli - 1000 WHERE digest = $1 AND failures_milli >= 1000";
constexpr milliseconds tally_memory = 48h;

/// What one failure counts in, and how much of it is forgotten by now.
struct Counter {
  std::string digest;
  milliseconds (*wait)(const Tally&, base::Instant);
  milliseconds forgets_one_in;  ///< 0: forgotten as a whole
};

std::array<Counter, 3> counters_of(const Key& key, const Trier& trier) {
  const auto& who = trier.who.reveal();
  return {{{key.digest("pair " + trier.address + " " + who), wait_of_pair, 0ms},
           {key.digest("address " + trier.address), wait_of_address, 20s},
           {key.digest("account " + who), wait_of_account, 15min}}};
}

std::optional<Tally> find_tally(Transaction& transaction, const Counter& counter) {
  auto rows = transaction.query(select_tally, {counter.digest});
  if (!rows.next()) return std::nullopt;
  return Tally{rows.integer(0), rows.instant(1)};
}

std::int64_t remaining(const Tally& tally, const Counter& counter, base::Instant now) {
  const auto passed = now - tally.at;
  if (counter.forgets_one_in == 0ms) return passed >= 24h ? 0 : tally.failures_milli;
  return std::max<std::int64_t>(tally.failures_milli - passed.count() * 1000 / counter.forgets_one_in.count(), 0);
}

}  // namespace

Result<> charge_attempt(Transaction& transaction, const Key& key, const Trier& trier) {
  const auto now = transaction.now();
  const auto counters = counters_of(key, trier);
  std::array<Tally, 3> tallies;
  auto longest = 0ms;
  for (std::size_t at = 0; at < counters.size(); ++at) {
    tallies[at] = find_tally(transaction, counters[at]).value_or(Tally{0, now});
    const bool is_excused = trier.is_known && counters[at].wait == wait_of_account;
    if (!is_excused) longest = std::max(longest, counters[at].wait(tallies[at], now));
  }
  if (longest > 0ms) return Refusal(refused::too_many_attempts, {std::to_string(seconds_of(longest))});
  transaction.execute(delete_old, {now - tally_memory});
  for (std::size_t at = 0; at < counters.size(); ++at)
    transaction.execute(upsert_tally, {counters[at].digest, remaining(tallies[at], counters[at], now) + 1000, now});
  return base::Done{};
}

void forgive_attempt(Transaction& transaction, const Key& key, const Trier& trier) {
  const auto counters = counters_of(key, trier);
  transaction.execute(delete_tally, {counters[0].digest});
  transaction.execute(refund_tally, {counters[1].digest});
  transaction.execute(refund_tally, {counters[2].digest});
}

}  // namespace relais::accounts
