#pragma once
/// The outbox's rows as those who send see them. Only the slice includes this.

#include "outbox/outbox.hpp"

namespace relais::outbox {

/// A message in the hands of one sender, until its lease runs out.
struct Taken {
  MessageId id;
  std::string key;
  std::string target;
  std::string payload;
  std::int64_t attempt;  ///< 1 for the first since it was queued
  base::Instant posted_at;
  std::optional<base::Instant> useful_until;
  std::int64_t lease;
};

/// Writes a message that is due now; a known key changes nothing.
Posted put_message(store::Transaction& transaction, std::string_view key, std::string_view kind,
                   std::string_view target, std::string_view payload, std::optional<base::Instant> useful_until);

bool is_any_due(store::Reader& reader, std::string_view kind, base::Instant now);

/// Takes the messages longest due whose target is not paused, those too whose sender let its lease run out. No two
/// takers, of any process, have one message at a time while their leases last.
std::vector<Taken> take_due(store::Transaction& transaction, std::string_view kind, int count_max,
                            std::chrono::milliseconds lease);

/// How an attempt ended, and what is next: another at `next_at`, or the end.
struct Ending {
  State state;
  std::optional<base::Instant> next_at;  ///< for `queued`
  std::string outcome;
  std::chrono::milliseconds took;
  bool keeps_payload;
};
/// False when the lease was lost: the message is another's, and only the attempt is recorded.
bool record_ending(store::Transaction& transaction, const Taken& taken, const Ending& ending);
/// Gives back what was not tried: due as before, the attempt not counted.
void release(store::Transaction& transaction, const Taken& taken);

/// One more failure of a target, and it is left alone for a while; gives the failures in a row.
std::int64_t note_failure(store::Transaction& transaction, std::string_view target);
void pause_target(store::Transaction& transaction, std::string_view target, base::Instant until);
void forget_failures(store::Transaction& transaction, std::string_view target);

/// Erases what ended before; gives how many.
std::int64_t erase_payloads(store::Transaction& transaction, base::Instant ended_before);

}  // namespace relais::outbox
