#include "outbox/schedule.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace relais::outbox {
namespace {

using namespace std::chrono_literals;

constexpr milliseconds mail_first_pause = 30s;
constexpr milliseconds mail_longest_pause = 1h;
constexpr milliseconds mail_given_up_after = 120h;
constexpr std::array<milliseconds, 9> webhook_pauses{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
constexpr milliseconds target_first_pause = 5s;
constexpr milliseconds target_longest_pause = 5min;

/// `first`, multiplied `count` times, `longest` at most; never overflows.
milliseconds grown(milliseconds first, int factor, std::int64_t count, milliseconds longest) {
  auto pause = first;
  for (std::int64_t time = 0; time < count && pause < longest; ++time) pause *= factor;
  return std::min(pause, longest);
}

}  // namespace

std::optional<milliseconds> mail_pause_after(std::int64_t attempt, milliseconds age) {
  const auto pause = grown(mail_first_pause, 2, attempt - 1, mail_longest_pause);
  return age + pause > mail_given_up_after ? std::nullopt : std::optional(pause);
}

std::optional<milliseconds> webhook_pause_after(std::int64_t attempt) {
  RELAIS_CHECK(attempt >= 1);
  const auto at = static_cast<std::size_t>(attempt - 1);
  return at < webhook_pauses.size() ? std::optional(webhook_pauses.at(at)) : std::nullopt;
}

milliseconds target_pause_after(std::int64_t failures) {
  return grown(target_first_pause, 4, failures - 1, target_longest_pause);
}

milliseconds with_jitter(milliseconds pause, std::uint32_t draw) { return pause + pause * (draw % 1000) / 5000; }

}  // namespace relais::outbox
