#include "tabular/columns.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "tabular/refusals.hpp"

namespace relais::tabular {
namespace {

/// A heading as it is compared: people run its words together as often as not.
std::string squash(std::string_view heading) {
  auto folded = base::fold(heading);
  std::erase(folded, ' ');
  return folded;
}

bool names(const Field& field, std::string_view squashed) {
  if (squashed.empty()) return false;
  return squash(field.name) == squashed ||
         std::any_of(field.aliases.begin(), field.aliases.end(),
                     [&](std::string_view alias) { return squash(alias) == squashed; });
}

std::vector<std::size_t> columns_headed(const std::vector<std::string>& headings, std::string_view heading) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < headings.size(); ++at) {
    if (squash(headings[at]) == squash(heading)) found.push_back(at);
  }
  return found;
}

base::Result<std::size_t> column_headed(const std::vector<std::string>& headings, const std::string& heading) {
  const auto found = columns_headed(headings, heading);
  if (found.empty()) return base::Refusal(refusals::unknown_mapped_heading, {safe_value(heading)});
  if (found.size() > 1) {
    return base::Refusal(refusals::duplicated_heading, {safe_value(heading), safe_value(headings[found[1]])});
  }
  return found.front();
}

void append_once(std::vector<std::string>& list, std::string_view value) {
  const auto trimmed = base::trim(value);
  if (!trimmed.empty() && std::find(list.begin(), list.end(), trimmed) == list.end()) list.emplace_back(trimmed);
}

bool is_ticked(std::string_view cell, const std::vector<std::string>& no) {
  if (cell.empty()) return false;
  return std::none_of(no.begin(), no.end(), [&](const auto& text) { return squash(text) == squash(cell); });
}

}  // namespace

base::Result<> Layout::match_field(const Field& field) {
  auto& place = places_[std::string(field.name)];
  place.required = field.presence == Presence::required;
  if (const auto mapped = mapping_.headings.find(field.name); mapped != mapping_.headings.end()) {
    if (mapped->second.empty()) return base::Done{};
    RELAIS_TRY(place.column, column_headed(headings_, mapped->second));
    place.present = true;
    return base::Done{};
  }
  std::vector<std::string> found;
  for (std::size_t at = 0; at < headings_.size(); ++at) {
    if (is_used(at) || !names(field, squash(headings_[at]))) continue;
    place.column = at;
    found.push_back(fmt::format("{} ({})", safe_value(headings_[at]), column_letters(at)));
  }
  if (found.size() > 1) {
    return base::Refusal(refusals::duplicated_heading,
                         {std::string(field.name), fmt::format("{}", fmt::join(found, ", "))});
  }
  place.present = !found.empty();
  return base::Done{};
}

base::Result<> Layout::match_flags() {
  for (const auto& [field, flags] : mapping_.flags) {
    for (const auto& [heading, label] : flags.labels_by_heading) {
      RELAIS_TRY(const auto column, column_headed(headings_, heading));
      ticks_[field].push_back({column, label});
    }
  }
  return base::Done{};
}

base::Result<Layout> Layout::match(const Columns& columns, const std::vector<std::string>& headings, Mapping mapping) {
  Layout layout;
  layout.headings_ = headings;
  layout.mapping_ = std::move(mapping);
  RELAIS_TRY_DONE(layout.match_flags());
  const auto is_mapped = [&](const Field& field) { return layout.mapping_.headings.contains(field.name); };
  for (const bool mapped : {true, false}) {
    for (const auto& field : columns) {
      if (is_mapped(field) == mapped) RELAIS_TRY_DONE(layout.match_field(field));
    }
  }
  std::vector<std::string_view> missing;
  for (const auto& field : columns) {
    if (field.presence == Presence::required && !layout.has(field.name)) missing.push_back(field.name);
  }
  if (missing.empty()) return layout;
  return base::Refusal(refusals::missing_headings, {fmt::format("{}", fmt::join(missing, ", ")),
                                                    safe_value(fmt::format("{}", fmt::join(headings, ", ")), 300)});
}

bool Layout::has(std::string_view field) const {
  const auto place = places_.find(field);
  return (place != places_.end() && place->second.present) || mapping_.constants.contains(field) ||
         ticks_.contains(field);
}

bool Layout::is_used(std::size_t column) const {
  const auto uses = [&](const auto& entry) { return entry.second.present && entry.second.column == column; };
  const auto ticks = [&](const auto& entry) {
    return std::any_of(entry.second.begin(), entry.second.end(),
                       [&](const Tick& tick) { return tick.column == column; });
  };
  return std::any_of(places_.begin(), places_.end(), uses) || std::any_of(ticks_.begin(), ticks_.end(), ticks);
}

std::vector<std::string> Layout::unused() const {
  std::vector<std::string> left;
  for (std::size_t at = 0; at < headings_.size(); ++at) {
    if (!is_used(at)) left.push_back(headings_[at]);
  }
  return left;
}

const Layout::Place& Record::place(std::string_view field) const {
  const auto found = layout_.places_.find(field);
  RELAIS_CHECK(found != layout_.places_.end());
  return found->second;
}

std::string_view Record::cell(std::size_t column) const {
  return column < row_.cells.size() ? base::trim(row_.cells[column]) : std::string_view();
}

std::string_view Record::text(std::string_view field) const {
  const auto& at = place(field);
  if (at.present && !cell(at.column).empty()) return cell(at.column);
  const auto constant = layout_.mapping_.constants.find(field);
  return constant == layout_.mapping_.constants.end() ? std::string_view() : std::string_view(constant->second);
}

std::vector<std::string> Record::list(std::string_view field) const {
  const auto& mapping = layout_.mapping_;
  const auto separator = mapping.separators.find(field);
  std::vector<std::string> values;
  for (const auto value : base::split(text(field), separator == mapping.separators.end() ? '|' : separator->second)) {
    append_once(values, value);
  }
  if (const auto ticks = layout_.ticks_.find(field); ticks != layout_.ticks_.end()) {
    for (const auto& tick : ticks->second) {
      if (is_ticked(cell(tick.column), mapping.flags.at(std::string(field)).no)) append_once(values, tick.label);
    }
  }
  return values;
}

RowProblem Record::problem(std::string_view field, base::Refusal refusal) const {
  const auto& at = place(field);
  RowProblem problem{row_.number, "", "", safe_value(text(field)), std::move(refusal)};
  if (at.present) {
    problem.column = column_letters(at.column);
    problem.heading = safe_value(layout_.headings_[at.column]);
  } else {
    problem.heading = field;
  }
  return problem;
}

Repair Record::repair(std::string_view field, std::string_view became) const {
  const auto at = problem(field, base::Refusal(refusals::required_value));
  return {at.row, at.column, at.heading, at.value, safe_value(became)};
}

std::vector<RowProblem> Record::check_shape() const {
  std::vector<RowProblem> problems;
  for (const auto& [name, at] : layout_.places_) {
    if (at.required && text(name).empty() && !layout_.ticks_.contains(name)) {
      problems.push_back(problem(name, base::Refusal(refusals::required_value)));
    }
  }
  for (std::size_t at = layout_.headings_.size(); at < row_.cells.size(); ++at) {
    if (cell(at).empty()) continue;
    problems.push_back(
        {row_.number, column_letters(at), "", safe_value(cell(at)), base::Refusal(refusals::surplus_cell)});
    break;
  }
  return problems;
}

}  // namespace relais::tabular
