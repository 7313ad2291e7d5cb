#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::base {

/// A point in time, UTC, milliseconds since 1970. Stored as BIGINT.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
/// A calendar day. Stored as BIGINT, days since 1970.
using Day = std::chrono::sys_days;

inline std::int64_t to_integer(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant instant_from(std::int64_t milliseconds) { return Instant(std::chrono::milliseconds(milliseconds)); }
inline std::int64_t to_integer(Day day) { return day.time_since_epoch().count(); }
inline Day day_from(std::int64_t days) { return Day(std::chrono::days(days)); }

/// `2020-03-26` or `26/03/2020`; nothing else, and only days that exist.
std::optional<Day> parse_day(std::string_view text);
std::string iso_day(Day day);
/// RFC 3339 with milliseconds: `2020-03-26T08:00:00.000Z`.
std::string iso_instant(Instant instant);

/// The only source of "now" in the program; tests inject theirs.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// Stands still until told otherwise.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Instant now_;
};

}  // namespace relais::base
