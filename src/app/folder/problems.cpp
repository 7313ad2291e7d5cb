#include "app/folder/problems.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "tabular/report.hpp"

namespace relais::app {
namespace {

using base::Language;

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
  for (const auto* problem : sorted) text += line_of(*problem, language);
  return text;
}

}  // namespace relais::app
