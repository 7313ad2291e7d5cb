#include "allocation/compare_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "allocation/fairness_pages.hpp"
#include "allocation/round_pages.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::allocation {
namespace {

using base::Language;
using web::Data;
using web::format_number;
using web::translate;

constexpr std::int64_t half_width = 100;
constexpr std::size_t bars_max = 12;

/// `+12`, `−3`, `0`.
std::string signed_text(std::int64_t number, Language language) {
  if (number < 0) return "−" + format_number(language, -number);
  return (number > 0 ? "+" : "") + format_number(language, number);
}

void set_compared(Data& row, const ComparedFigures& figures, Language language) {
  row.set("people", format_number(language, figures.people));
  row.set("asked", format_number(language, figures.asked));
  row.set("before", format_number(language, figures.before));
  row.set("after", format_number(language, figures.after));
  row.set("difference", signed_text(figures.difference(), language));
}

Data structure_rows(const Compared& compared, const std::vector<ComparedStructure>& structures, Language language) {
  Data rows(Data::type::list);
  for (const auto& one : structures) {
    Data row;
    set_compared(row, one.figures, language);
    row.set("structure", one.name);
    row.set("departement", one.departement);
    row.set("address",
            fmt::format("/allocations/{}/lines/{}", compared.other.reference, web::percent_encode(one.code)));
    rows << row;
  }
  return rows;
}

std::string name_of_departement(const Compared& compared, const std::string& code, Language language) {
  for (const auto& one : compared.departements)
    if (one.code == code) return fmt::format("{} {}", one.code, one.name);
  return code.empty() ? translate(language, "national") : code;
}

/// Bars to the right gain, to the left lose; the longest takes half the picture.
Data departement_row(const Compared& compared, const ComparedDepartement& one, std::int64_t most, Language language) {
  const auto difference = one.figures.difference();
  const auto width = difference == 0 ? 0 : std::max<std::int64_t>(1, std::abs(difference) * half_width / most);
  Data row;
  set_compared(row, one.figures, language);
  row.set("name", name_of_departement(compared, one.departement, language));
  row.set("structures", format_number(language, one.structures));
  row.set("gaining", format_number(language, one.gaining));
  row.set("losing", format_number(language, one.losing));
  row.set("css", std::string(difference < 0 ? "waiting" : "going"));
  row.set("x", std::to_string(difference < 0 ? half_width - width : half_width));
  row.set("width", std::to_string(width));
  return row;
}

/// Those that change, the most first; equal ones by code.
std::vector<ComparedDepartement> most_changed(std::vector<ComparedDepartement> departements) {
  std::erase_if(departements, [](const auto& one) { return one.figures.difference() == 0; });
  std::stable_sort(departements.begin(), departements.end(), [](const auto& a, const auto& b) {
    return std::abs(a.figures.difference()) > std::abs(b.figures.difference());
  });
  return departements;
}

void set_departements(Data& data, const Compared& compared, Language language) {
  const auto& all = compared.comparison.departements;
  const auto changed = most_changed(all);
  const auto most = changed.empty() ? 1 : std::abs(changed.front().figures.difference());
  Data bars(Data::type::list), rows(Data::type::list);
  for (std::size_t at = 0; at < changed.size() && at < bars_max; ++at)
    bars << departement_row(compared, changed[at], most, language);
  for (const auto& one : all) rows << departement_row(compared, one, most, language);
  data.set("bars", bars);
  data.set("has_bars", !changed.empty());
  data.set("has_more_bars", changed.size() > bars_max);
  data.set("changed", format_number(language, std::ssize(changed)));
  data.set("departements", rows);
}

Data compared_choices(const Compared& compared) {
  Data list(Data::type::list);
  for (const auto& one : compared.departements) {
    Data choice;
    choice.set("code", one.code);
    choice.set("name", one.name);
    choice.set("is_chosen", one.code == compared.departement);
    list << choice;
  }
  return list;
}

}  // namespace

void set_comparison(Data& data, const Compared& compared, Language language) {
  const auto& all = compared.comparison;
  Data total;
  set_compared(total, all.total, language);
  data.set("total", total);
  data.set("other", compared.other.reference);
  data.set("other_state", label_of(compared.other.state).in(language));
  data.set("other_seed", std::to_string(compared.other.seed));
  data.set("policy", policy_sentences(compared.catalogue, compared.allocation, {}, language));
  data.set("other_policy", policy_sentences(compared.catalogue, compared.other, {}, language));
  data.set("gaining", format_number(language, all.gaining));
  data.set("losing", format_number(language, all.losing));
  data.set("structures_count", format_number(language, all.structures));
  set_departements(data, compared, language);
  data.set("choices", compared_choices(compared));
  data.set("gains", compared.change == Change::gains);
  data.set("loses", compared.change == Change::loses);
  data.set("structures", structure_rows(compared, compared.structures, language));
  data.set("has_structures", !compared.structures.empty());
  data.set("next", compared.next + "#structures");
  data.set("has_next", !compared.next.empty());
}

}  // namespace relais::allocation
