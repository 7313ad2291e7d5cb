#include "app/folder/problems.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "app/folder/refusals.hpp"
#include "tabular/report.hpp"

namespace relais::app {
namespace {

using base::Language;

/// A wrong folder may hold thousands of files: naming each would hide every other problem.
constexpr std::size_t unknown_files_shown_max = 5;

std::string line_of(const Problem& problem, Language language) {
  const bool french = language == Language::french;
  const auto& [file, line, column, field] = problem.place;
  auto text = file;
  if (line > 0) text += fmt::format(", {} {}", french ? "ligne" : "line", line);
  if (!column.empty()) text += fmt::format(", {} {}", french ? "colonne" : "column", column);
  if (!field.empty()) text += fmt::format(" ({})", field);
  const auto* colon = french ? " : " : ": ";
  if (!problem.value.empty()) text += fmt::format(fmt::runtime(french ? "{}« {} »" : "{}“{}”"), colon, problem.value);
  return text + colon + problem.refusal.message(language) + "\n";
}

}  // namespace

void Problems::add(Place place, std::string_view value, base::Refusal refusal) {
  problems_.push_back({std::move(place), tabular::safe_value(value), std::move(refusal)});
}

bool Problems::has(const Place& place) const {
  return std::any_of(problems_.begin(), problems_.end(), [&](const Problem& problem) {
    const auto& told = problem.place;
    return place.field.empty() ? told.file == place.file && told.line == place.line : told == place;
  });
}

std::string Problems::text(Language language) const {
  std::vector<const Problem*> sorted;
  for (const auto& problem : problems_) sorted.push_back(&problem);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem* a, const Problem* b) {
    return std::tie(a->place.file, a->place.line) < std::tie(b->place.file, b->place.line);
  });
  std::string text;
  std::size_t unknown_files = 0;
  for (const auto* problem : sorted) {
    const bool is_unknown_file = problem->refusal.is(refused::file_unknown);
    if (!is_unknown_file || ++unknown_files <= unknown_files_shown_max) text += line_of(*problem, language);
  }
  if (unknown_files > unknown_files_shown_max)
    text += base::Refusal(refused::files_not_shown, {std::to_string(unknown_files - unknown_files_shown_max)})
                .message(language) +
            "\n";
  return text;
}

}  // namespace relais::app
