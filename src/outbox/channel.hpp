#pragma once
#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "outbox/queue.hpp"

namespace relais::outbox {

/// delivered: the other side has taken it. refused: it said no for good. later: not this message now. unreachable:
/// nothing can be sent there now. interrupted: we stopped; it may or may not have arrived.
enum class Fate { delivered, refused, later, unreachable, interrupted };

struct Outcome {
  Fate fate;
  std::string code;  ///< `mail.550`, `webhook.timeout`: stable, never what the other side wrote
};

/// One way out of the program: mail, webhooks; others later.
/// Threads  one sender at a time uses a channel.
class Channel {
 public:
  virtual ~Channel() = default;

  virtual std::string_view kind() const = 0;
  /// Tries once, no longer than `time_limit`. Soon after a stop is requested it gives up: `interrupted`.
  virtual Outcome send(const Taken& message, const std::stop_token& stop) = 0;
  virtual std::chrono::milliseconds time_limit() const = 0;
  /// The pause after that attempt failed for now, without jitter; nothing: give up.
  virtual std::optional<std::chrono::milliseconds> pause_after(std::int64_t attempt,
                                                               std::chrono::milliseconds age) const = 0;
  /// Whether what ended can be looked at and sent again.
  virtual bool keeps_payload() const = 0;
};

}  // namespace relais::outbox
