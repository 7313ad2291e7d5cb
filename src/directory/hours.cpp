#include "directory/hours.hpp"
#include "directory/digits.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace relais::directory {
namespace {

using base::Language;

struct DayName {
  std::string_view code;
  std::string_view french;
  std::string_view english;
};
constexpr std::array<DayName, 8> day_names{{{"Mo", "lundi", "Monday"},
                                            {"Tu", "mardi", "Tuesday"},
                                            {"We", "mercredi", "Wednesday"},
                                            {"Th", "jeudi", "Thursday"},
                                            {"Fr", "vendredi", "Friday"},
                                            {"Sa", "samedi", "Saturday"},
                                            {"Su", "dimanche", "Sunday"},
                                            {"PH", "jours fériés", "public holidays"}}};

std::optional<std::string> day_name(std::string_view code, Language language) {
  for (const auto& day : day_names)
    if (day.code == code) return std::string(language == Language::french ? day.french : day.english);
  return std::nullopt;
}

/// `08:00` -> `8:00`.
std::optional<std::string> time_text(std::string_view text, Language) {
  const bool is_time = text.size() == 5 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' &&
                       is_digit(text[3]) && is_digit(text[4]);
  if (!is_time) return std::nullopt;
  return std::string(text.front() == '0' ? text.substr(1) : text);
}

using Word = std::optional<std::string> (*)(std::string_view, Language);

/// `Mo-We,Fr` or `08:00-12:00,14:00-17:00`, word by word.
std::optional<std::string> spans_text(std::string_view text, Word word, Language language) {
  std::string out;
  for (const auto span : base::split(text, ',')) {
    const auto ends = base::split(base::trim(span), '-');
    if (ends.size() > 2) return std::nullopt;
    for (const auto end : ends) {
      const auto named = word(end, language);
      if (!named) return std::nullopt;
      if (end.data() != ends.front().data()) {
        out += "–";
      } else if (!out.empty()) {
        out += ", ";
      }
      out += *named;
    }
  }
  return out;
}

std::optional<std::string> rule_text(std::string_view rule, Language language) {
  const auto space = rule.find(' ');
  if (space == rule.npos) return std::nullopt;
  const auto on = spans_text(rule.substr(0, space), day_name, language);
  const auto when = base::trim(rule.substr(space));
  const bool french = language == Language::french;
  const bool is_closed = when == "off" || when == "closed";
  const auto times =
      is_closed ? std::optional<std::string>(french ? "fermé" : "closed") : spans_text(when, time_text, language);
  if (!on || !times) return std::nullopt;
  return *on + (french ? " : " : ": ") + *times;
}

std::vector<std::string> lines_as_written(std::string_view hours) {
  std::vector<std::string> lines;
  for (const auto line : base::split(hours, '\n'))
    if (const auto trimmed = base::trim(line); !trimmed.empty()) lines.emplace_back(trimmed);
  return lines;
}

}  // namespace

std::string weekday_name(std::chrono::weekday weekday, Language language) {
  const auto& day = day_names[weekday.iso_encoding() - 1];
  return std::string(language == Language::french ? day.french : day.english);
}

std::vector<std::string> hours_lines(std::string_view hours, Language language) {
  std::vector<std::string> lines;
  for (const auto rule : base::split(hours, ';')) {
    if (base::trim(rule).empty()) continue;
    auto text = rule_text(base::trim(rule), language);
    if (!text) return lines_as_written(hours);
    lines.push_back(*std::move(text));
  }
  return lines;
}

}  // namespace relais::directory
