#include "outbox/sender.hpp"

#include <set>

#include "outbox/schedule.hpp"

namespace relais::outbox {
namespace {

using base::Done;
using base::Result;
using store::Reader;
using store::Transaction;

constexpr auto payload_kept_for = std::chrono::days(30);
constexpr int limits_spare = 2;  ///< a transfer may be over its limit by the time that a farewell takes
constexpr auto not_useful = "outbox.not_useful_any_more";

bool is_useful(const Taken& message, base::Instant now) { return !message.useful_until || now < *message.useful_until; }

void count_ending(const Ending& ending, Sender::Tally& tally) {
  if (ending.state == State::sent)
    ++tally.sent;
  else if (ending.state == State::queued)
    ++tally.postponed;
  else
    ++tally.ended;
}

}  // namespace

Sender::Sender(store::Database& database, Channel& channel, const base::Clock& clock, SenderOptions options)
    : database_(database), channel_(channel), clock_(clock), options_(std::move(options)), dice_(options_.seed) {
  RELAIS_CHECK(options_.lease > limits_spare * channel_.time_limit());
}

Sender::Tally Sender::send_due(const std::stop_token& stop) {
  Tally tally;
  const auto is_due = [&](Reader& reader) { return is_any_due(reader, channel_.kind(), clock_.now()); };
  while (!stop.stop_requested() && database_.read(is_due)) send_batch(stop, tally);
  return tally;
}

void Sender::send_batch(const std::stop_token& stop, Tally& tally) {
  const auto lease_ends = clock_.now() + options_.lease;
  const auto batch = *database_.write([&](Transaction& transaction) -> Result<std::vector<Taken>> {
    return take_due(transaction, channel_.kind(), options_.batch, options_.lease);
  });
  std::set<std::string> unreachable;
  for (const auto& message : batch) {
    if (unreachable.contains(message.target) || !can_try(lease_ends, stop))
      give_back(message);
    else if (!send_one(message, stop, tally))
      unreachable.insert(message.target);
  }
}

/// A message is tried only when the attempt will surely end before another sender may take it.
bool Sender::can_try(base::Instant lease_ends, const std::stop_token& stop) const {
  return !stop.stop_requested() && clock_.now() + limits_spare * channel_.time_limit() < lease_ends;
}

bool Sender::send_one(const Taken& message, const std::stop_token& stop, Tally& tally) {
  const auto began = std::chrono::steady_clock::now();
  const auto outcome =
      is_useful(message, clock_.now()) ? channel_.send(message, stop) : Outcome{Fate::refused, not_useful};
  if (outcome.fate == Fate::interrupted) {
    give_back(message);
    return true;
  }
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - began);
  const auto ending = ending_of(message, outcome, took);
  record(message, outcome, ending);
  count_ending(ending, tally);
  if (options_.log && outcome.fate != Fate::delivered)
    options_.log(fmt::format("outbox: {} {}: {}", message.key, code_of(ending.state), outcome.code));
  return outcome.fate != Fate::unreachable;
}

Ending Sender::ending_of(const Taken& message, const Outcome& outcome, milliseconds took) {
  Ending ending{State::given_up, {}, outcome.code, took, channel_.keeps_payload()};
  if (outcome.fate == Fate::delivered) {
    ending.state = State::sent;
  } else if (outcome.fate == Fate::refused) {
    ending.state = outcome.code == not_useful ? State::given_up : State::refused;
  } else if (const auto pause = channel_.pause_after(message.attempt, clock_.now() - message.posted_at)) {
    ending.state = State::queued;
    ending.next_at = clock_.now() + with_jitter(*pause, static_cast<std::uint32_t>(dice_()));
  }
  return ending;
}

void Sender::record(const Taken& message, const Outcome& outcome, const Ending& ending) {
  const auto draw = static_cast<std::uint32_t>(dice_());
  (void)database_.write([&](Transaction& transaction) -> Result<> {
    record_ending(transaction, message, ending);
    if (outcome.fate == Fate::unreachable) {
      const auto failures = note_failure(transaction, message.target);
      pause_target(transaction, message.target, transaction.now() + with_jitter(target_pause_after(failures), draw));
    } else if (outcome.code != not_useful) {
      forget_failures(transaction, message.target);
    }
    return Done{};
  });
}

void Sender::give_back(const Taken& message) {
  (void)database_.write([&](Transaction& transaction) -> Result<> {
    release(transaction, message);
    return Done{};
  });
}

void Sender::clear_old() {
  (void)database_.write([&](Transaction& transaction) -> Result<> {
    erase_payloads(transaction, transaction.now() - payload_kept_for);
    return Done{};
  });
}

}  // namespace relais::outbox
