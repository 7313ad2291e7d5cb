#pragma once
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "places/local_time.hpp"

namespace relais::directory {

/// Whether a place is open, and until when that holds.
struct OpenState {
  bool is_open = false;
  std::optional<places::LocalTime> changes_at = {};  ///< none: not in the coming seven days
  bool operator==(const OpenState&) const = default;
};

/// The opening hours of a week, as far as OpenStreetMap's opening_hours is understood here: days (with PH, public
/// holidays), times within a day, `off` and `24/7`; a later rule takes the place of an earlier one on its days.
class OpeningHours {
 public:
  /// Nothing when the text says anything else: then nothing is said about now either.
  /// Source  https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
  static std::optional<OpeningHours> parse(std::string_view text);

  /// `now` on the clock of the place; `departement` says which days are holidays.
  OpenState state_at(places::LocalTime now, std::string_view departement) const;
  bool tells_of_holidays() const { return on_holidays_.has_value(); }

 private:
  struct Span {
    int from = 0, to = 0;  ///< minutes of the day, 0 to 1440
  };
  using Day = std::vector<Span>;

  bool add_rule(std::string_view rule);
  const Day& on(base::Day day, std::string_view departement) const;

  std::array<Day, 7> week_;         ///< Monday first
  std::optional<Day> on_holidays_;  ///< none: as on the weekday
};

}  // namespace relais::directory
