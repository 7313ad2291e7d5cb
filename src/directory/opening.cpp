#include "directory/opening.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "directory/digits.hpp"

namespace relais::directory {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr int day_minutes = 24 * 60;
constexpr int days_ahead = 7;

std::optional<std::size_t> weekday_at(std::string_view code) {
  const auto found = std::find(weekdays.begin(), weekdays.end(), code);
  if (found == weekdays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - weekdays.begin());
}

/// `9:00` or `09:00`, up to 24:00.
std::optional<int> minute_of_day(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  if (!all_digits(text.substr(0, colon)) || !all_digits(text.substr(colon + 1))) return std::nullopt;
  int hour = 0;
  for (const char c : text.substr(0, colon)) hour = 10 * hour + (c - '0');
  const int minute = 10 * (text[colon + 1] - '0') + (text[colon + 2] - '0');
  if (minute > 59 || hour * 60 + minute > day_minutes) return std::nullopt;
  return hour * 60 + minute;
}

struct Days {
  std::array<bool, 7> week{};
  bool holidays = false;
};

/// `Mo-Fr,Su,PH`; `Sa-Mo` goes over the end of the week.
std::optional<Days> parse_days(std::string_view text) {
  Days days;
  for (const auto part : base::split(text, ',')) {
    if (part == "PH") {
      days.holidays = true;
      continue;
    }
    const auto ends = base::split(part, '-');
    const auto first = weekday_at(ends.front()), last = weekday_at(ends.back());
    if (ends.size() > 2 || !first || !last) return std::nullopt;
    for (auto at = *first;; at = (at + 1) % weekdays.size()) {
      days.week[at] = true;
      if (at == *last) break;
    }
  }
  return days;
}

bool is_off(std::string_view when) { return when == "off" || when == "closed"; }

}  // namespace

std::optional<OpeningHours> OpeningHours::parse(std::string_view text) {
  OpeningHours hours;
  bool has_rule = false;
  for (const auto rule : base::split(text, ';')) {
    if (base::trim(rule).empty()) continue;
    if (!hours.add_rule(base::trim(rule))) return std::nullopt;
    has_rule = true;
  }
  if (!has_rule) return std::nullopt;
  return hours;
}

bool OpeningHours::add_rule(std::string_view rule) {
  const auto space = rule.find(' ');
  auto days = parse_days(rule.substr(0, space));
  const bool names_days = days.has_value();
  if (!names_days) days = Days{{true, true, true, true, true, true, true}, false};
  const auto when = names_days ? (space == rule.npos ? std::string_view() : base::trim(rule.substr(space))) : rule;
  Day spans;
  if (when == "24/7" && !names_days) {
    spans = {{0, day_minutes}};
  } else if (!is_off(when)) {
    for (const auto part : base::split(when, ',')) {
      const auto ends = base::split(base::trim(part), '-');
      if (ends.size() != 2) return false;
      const auto from = minute_of_day(ends[0]), to = minute_of_day(ends[1]);
      if (!from || !to || *from >= *to) return false;
      spans.push_back({*from, *to});
    }
  }
  std::sort(spans.begin(), spans.end(), [](const Span& left, const Span& right) { return left.from < right.from; });
  for (std::size_t at = 0; at < week_.size(); ++at)
    if (days->week[at]) week_[at] = spans;
  if (days->holidays) on_holidays_ = spans;
  return true;
}

const OpeningHours::Day& OpeningHours::on(base::Day day, std::string_view departement) const {
  if (on_holidays_ && places::is_public_holiday(day, departement)) return *on_holidays_;
  return week_[std::chrono::weekday(day).iso_encoding() - 1];
}

OpenState OpeningHours::state_at(places::LocalTime now, std::string_view departement) const {
  const auto is_open_at = [&](base::Day day, int minute) {
    const auto& spans = on(day, departement);
    return std::any_of(spans.begin(), spans.end(),
                       [&](const Span& span) { return span.from <= minute && minute < span.to; });
  };
  OpenState state{is_open_at(now.day, now.minute), {}};
  for (int ahead = 0; ahead <= days_ahead && !state.changes_at; ++ahead) {
    const auto day = now.day + std::chrono::days(ahead);
    std::vector<int> edges{0};
    for (const auto& span : on(day, departement)) edges.insert(edges.end(), {span.from, span.to});
    std::sort(edges.begin(), edges.end());
    for (const int edge : edges) {
      if (edge == day_minutes || (ahead == 0 && edge <= now.minute)) continue;
      if (is_open_at(day, edge) == state.is_open) continue;
      state.changes_at = places::LocalTime{day, edge};
      break;
    }
  }
  return state;
}

}  // namespace relais::directory
