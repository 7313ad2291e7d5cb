#include "impact/map_pages.hpp"

#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "impact/words_pages.hpp"

std::span<const relais::base::EmbeddedFile> relais_impact_map();

namespace relais::impact {
namespace {

using base::Language;
using web::Data;
using web::to_translate;
using web::translate;

using Outlines = std::map<std::string_view, std::string_view>;

/// By département code; see cmake/map.py.
Outlines read_outlines() {
  Outlines outlines;
  for (const auto& file : relais_impact_map()) {
    for (const auto line : base::split(file.bytes, '\n')) {
      const auto tab = line.find('\t');
      if (tab != std::string_view::npos) outlines.emplace(line.substr(0, tab), line.substr(tab + 1));
    }
  }
  return outlines;
}

std::string_view outline_of(std::string_view code) {
  static const Outlines outlines = read_outlines();
  const auto found = outlines.find(code);
  return found == outlines.end() ? std::string_view() : found->second;
}

bool is_small(std::string_view code) { return code == "75" || code == "92" || code == "93" || code == "94"; }

/// `Gironde (33) : 1 200 demandés, 900 attribués, 75 %`
std::string text_of(const DepartementFigures& departement, Language language) {
  const auto& [place, figures] = departement;
  if (figures.asked == 0)
    return fmt::format(fmt::runtime(translate(language, "{} ({}) : aucun besoin")), place.name, place.code);
  return fmt::format(fmt::runtime(translate(language, "{} ({}) : {} demandés, {} attribués, {}")), place.name,
                     place.code, web::format_number(language, figures.asked),
                     web::format_number(language, figures.allocated),
                     per_cent_text(language, figures.coverage_permille()));
}

Data area_data(const DepartementFigures& departement, Language language) {
  Data data;
  data.set("code", departement.place.code);
  data.set("name", departement.place.name);
  data.set("text", text_of(departement, language));
  data.set("cover", std::string(cover_class(departement.figures.coverage_permille())));
  data.set("outline", std::string(outline_of(departement.place.code)));
  data.set("coverage", per_cent_text(language, departement.figures.coverage_permille()));
  return data;
}

struct Band {
  std::string_view cover;
  std::string_view text;
};

constexpr Band legend[] = {{"cover-none", to_translate("aucun besoin")}, {"cover-0", to_translate("moins de 25 %")},
                           {"cover-1", to_translate("de 25 à 49 %")},    {"cover-2", to_translate("de 50 à 74 %")},
                           {"cover-3", to_translate("de 75 à 99 %")},    {"cover-4", to_translate("tout")}};

}  // namespace

std::string_view cover_class(std::optional<std::int64_t> permille) {
  constexpr std::int64_t all = 1'000;
  constexpr std::string_view quarters[] = {"cover-0", "cover-1", "cover-2", "cover-3"};
  if (!permille) return "cover-none";
  if (*permille >= all) return "cover-4";
  return quarters[static_cast<std::size_t>(*permille * 4 / all)];
}

void set_map(Data& data, const Departements& departements, Language language) {
  Data areas(Data::type::list);
  Data tiles(Data::type::list);
  for (const auto& departement : departements.list) {
    const auto area = area_data(departement, language);
    const bool has_outline = !outline_of(departement.place.code).empty();
    if (has_outline) areas << area;
    if (!has_outline || is_small(departement.place.code)) tiles << area;
  }
  Data bands(Data::type::list);
  for (const auto& band : legend) {
    Data line;
    line.set("cover", std::string(band.cover));
    line.set("text", translate(language, band.text));
    bands << line;
  }
  data.set("areas", areas);
  data.set("tiles", tiles);
  data.set("legend", bands);
}

}  // namespace relais::impact
