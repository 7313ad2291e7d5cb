#include "allocation/fairness_pages.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "tabular/writer.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::allocation {
namespace {

using base::Language;
using web::Data;
using web::format_number;
using web::to_translate;
using web::translate;

/// How far, and how it is painted.
struct BandLook {
  std::string_view name;
  std::string_view css;
};
constexpr std::array<BandLook, bands_count> band_looks{{{to_translate("rien"), "cover-none"},
                                                        {to_translate("moins de 25 %"), "cover-0"},
                                                        {to_translate("25 à 49 %"), "cover-1"},
                                                        {to_translate("50 à 74 %"), "cover-2"},
                                                        {to_translate("75 à 99 %"), "cover-3"},
                                                        {to_translate("tout"), "cover-4"}}};
constexpr std::int64_t bar_width = 240;

/// The bar of a group: its lines from those with nothing to those with all, as parts of `bar_width`.
Data bar_of(const SpreadGroup& group) {
  Data rects(Data::type::list);
  std::int64_t before = 0;
  for (std::size_t band = 0; band < bands_count; ++band) {
    const auto x = before * bar_width / group.lines();
    before += group.lines_by_band[band];
    const auto width = before * bar_width / group.lines() - x;
    if (width == 0) continue;
    Data rect;
    rect.set("css", std::string(band_looks[band].css));
    rect.set("x", std::to_string(x));
    rect.set("width", std::to_string(width));
    rects << rect;
  }
  return rects;
}

Data counts_of(const SpreadGroup& group, Language language) {
  Data counts(Data::type::list);
  for (const auto lines : group.lines_by_band) counts << Data("lines_count", format_number(language, lines));
  return counts;
}

Data group_row(const SpreadGroup& group, const std::string& name, Language language) {
  Data row;
  row.set("name", name);
  row.set("bar", bar_of(group));
  row.set("counts", counts_of(group, language));
  row.set("lines_count", format_number(language, group.lines()));
  row.set("people", format_number(language, group.people));
  row.set("asked", format_number(language, group.asked));
  row.set("granted", format_number(language, group.granted));
  row.set("coverage", fmt::format("{} %", percent(group.granted, group.asked)));
  return row;
}

std::string audience_name(const std::string& code, Language language) {
  const auto audience = catalogue::parse_audience(code);
  RELAIS_CHECK(audience);
  return catalogue::label_of(*audience).in(language);
}

std::string departement_name(const Fair& fair, const std::string& code, Language language) {
  for (const auto& one : fair.departements)
    if (one.code == code) return fmt::format("{} {}", one.code, one.name);
  return code.empty() ? translate(language, "national") : code;
}

Data legend(Language language) {
  Data bands(Data::type::list);
  for (const auto& look : band_looks) {
    Data band;
    band.set("css", std::string(look.css));
    band.set("name", translate(language, look.name));
    bands << band;
  }
  return bands;
}

Data worst_rows(const Fair& fair, Language language) {
  Data rows(Data::type::list);
  for (const auto& line : fair.worst) {
    Data row;
    row.set("structure", line.structure_name);
    row.set("address", fmt::format("/allocations/{}/lines/{}", fair.allocation.reference,
                                   web::percent_encode(line.structure_code)));
    row.set("departement", line.departement);
    row.set("product", fair.catalogue.product(line.product).name.in(language));
    row.set("audience", catalogue::label_of(line.audience).in(language));
    row.set("people", format_number(language, line.people));
    row.set("is_unchecked", !line.is_checked);
    row.set("asked", format_number(language, line.asked));
    row.set("granted", format_number(language, line.granted));
    row.set("against_class", fmt::format("{} %", line.permille_of_class / 10));
    rows << row;
  }
  return rows;
}

std::vector<std::string> csv_group(std::string_view by, const SpreadGroup& group) {
  std::vector<std::string> cells{std::string(by),
                                 group.code,
                                 std::to_string(group.lines()),
                                 std::to_string(group.people),
                                 std::to_string(group.asked),
                                 std::to_string(group.granted)};
  for (const auto lines : group.lines_by_band) cells.push_back(std::to_string(lines));
  return cells;
}

}  // namespace

void set_fairness(Data& data, const Fair& fair, Language language) {
  Data audiences(Data::type::list), departements(Data::type::list);
  for (const auto& group : fair.spread.audiences)
    audiences << group_row(group, audience_name(group.code, language), language);
  for (const auto& group : fair.spread.departements)
    departements << group_row(group, departement_name(fair, group.code, language), language);
  data.set("bands", legend(language));
  data.set("audiences", audiences);
  data.set("departements", departements);
  data.set("worst", worst_rows(fair, language));
  data.set("has_worst", !fair.worst.empty());
}

std::string fairness_csv(const Fair& fair, Language language) {
  std::vector<std::vector<std::string>> rows;
  if (language == Language::french)
    rows.push_back({"par", "code", "lignes", "personnes", "demandé", "attribué", "rien", "moins de 25 %", "25 à 49 %",
                    "50 à 74 %", "75 à 99 %", "tout"});
  else
    rows.push_back({"by", "code", "lines", "people", "asked", "granted", "nothing", "below 25 %", "25 to 49 %",
                    "50 to 74 %", "75 to 99 %", "all"});
  const bool is_french = language == Language::french;
  for (const auto& group : fair.spread.audiences) rows.push_back(csv_group(is_french ? "public" : "audience", group));
  for (const auto& group : fair.spread.departements) rows.push_back(csv_group("département", group));
  std::ostringstream out;
  tabular::CsvWriter writer(out, is_french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet);
  for (const auto& row : rows) writer.row(row);
  return out.str();
}

}  // namespace relais::allocation
