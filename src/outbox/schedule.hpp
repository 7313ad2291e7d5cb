#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace relais::outbox {

using std::chrono::milliseconds;

/// 30 s, then twice as long each time up to an hour, for five days.
/// Source: RFC 5321, 4.5.4.1 (give up after four to five days).
std::optional<milliseconds> mail_pause_after(std::int64_t attempt, milliseconds age);

/// Ten attempts over three days.
/// Source: Standard Webhooks, retry schedule.
std::optional<milliseconds> webhook_pause_after(std::int64_t attempt);

/// How long a target that cannot be reached is left alone: 5 s, then four times as long each time, 5 min at most.
milliseconds target_pause_after(std::int64_t failures);

/// Up to a fifth longer, so that what failed together does not come back together. `draw` is from 0 to 999.
milliseconds with_jitter(milliseconds pause, std::uint32_t draw);

}  // namespace relais::outbox
