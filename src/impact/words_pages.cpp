#include "impact/words_pages.hpp"

#include <fmt/format.h>

namespace relais::impact {

using base::Language;
using web::translate;

std::string category_text(Language language, Category category) {
  switch (category) {
    case Category::device:
      return translate(language, "Appareils");
    case Category::sim_card:
      return translate(language, "Cartes SIM");
    case Category::top_up:
      return translate(language, "Recharges");
  }
  return {};
}

std::string per_cent_text(Language language, std::optional<std::int64_t> permille) {
  if (!permille) return "–";
  const bool is_little = *permille > 0 && *permille < 10;
  const auto number = web::format_number(language, is_little ? 1 : *permille / 10);
  const auto text = language == Language::french ? number + "\u202f%" : number + "%";
  return is_little ? fmt::format(fmt::runtime(translate(language, "moins de {}")), text) : text;
}

std::string dates_text(Language language, const catalogue::Programme& programme) {
  const auto start = web::format_day(language, programme.starts_on);
  if (!programme.ends_on) return fmt::format(fmt::runtime(translate(language, "Depuis le {}")), start);
  const auto end = web::format_day(language, *programme.ends_on);
  return fmt::format(fmt::runtime(translate(language, "Du {} au {}")), start, end);
}

std::optional<std::int64_t> permille_of(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  constexpr std::int64_t permille = 1'000;
  return part * permille / whole;
}

}  // namespace relais::impact
