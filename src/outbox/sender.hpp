#pragma once
#include <functional>
#include <random>

#include "outbox/channel.hpp"

namespace relais::outbox {

struct SenderOptions {
  int batch = 16;
  std::chrono::milliseconds lease = std::chrono::minutes(5);
  unsigned seed = std::random_device{}();  ///< of the jitter
  std::function<void(const std::string&)> log = {};
};

/// Sends what is due on one channel. A message is marked before it is sent and after: when the process dies between,
/// its lease runs out and it is sent again under the same id, so it may come twice but is never lost.
/// Ownership  the database, the channel and the clock outlive it. Threads  one.
class Sender {
 public:
  Sender(store::Database& database, Channel& channel, const base::Clock& clock, SenderOptions options = {});

  struct Tally {
    std::int64_t sent = 0;
    std::int64_t postponed = 0;
    std::int64_t ended = 0;  ///< refused or given up
  };
  /// Returns when nothing is due, or when a stop is requested; then what was taken and not tried is given back.
  /// Throws  store::Outage.
  Tally send_due(const std::stop_token& stop = {});

  /// Erases the payloads of webhooks that ended over 30 days ago.
  void clear_old();

 private:
  void send_batch(const std::stop_token& stop, Tally& tally);
  bool can_try(base::Instant lease_ends, const std::stop_token& stop) const;
  /// Whether the target can be reached.
  bool send_one(const Taken& message, const std::stop_token& stop, Tally& tally);
  Ending ending_of(const Taken& message, const Outcome& outcome, std::chrono::milliseconds took);
  void record(const Taken& message, const Outcome& outcome, const Ending& ending);
  void give_back(const Taken& message);

  store::Database& database_;
  Channel& channel_;
  const base::Clock& clock_;
  SenderOptions options_;
  std::minstd_rand dice_;
};

}  // namespace relais::outbox
