#include "allocation/structure_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "fairness/explain.hpp"
#include "fairness/rank.hpp"
#include "web/i18n.hpp"

namespace relais::allocation {
namespace {

using base::Language;
using web::Data;
using web::to_translate;

constexpr int decimals_min = 3;

fairness::Key key_of(const Rank& rank) { return {rank.numerator, rank.denominator}; }

/// Writes the steps of one line.
class Steps {
 public:
  Steps(const Allocation& allocation, const Line& line, const Class& line_class, Language language)
      : allocation_(allocation), line_(line), class_(line_class), language_(language) {
    if (line.next && class_.cutoff)
      decimals_ = std::max(decimals_, fairness::decimals_to_tell_apart(key_of(*line.next), key_of(*class_.cutoff)));
    if (line.next && class_.refused)
      decimals_ = std::max(decimals_, fairness::decimals_to_tell_apart(key_of(*line.next), key_of(*class_.refused)));
  }

  Data steps() {
    add_weight();
    if (line_.level) add_level();
    if (line_.next) add_next();
    if (class_.cutoff)
      add(to_translate("Dernier rang servi dans cette classe"), rank(*class_.cutoff), class_.cutoff_line);
    if (class_.refused)
      add(to_translate("Premier rang qui n’a pas pu être servi"), rank(*class_.refused), class_.refused_line);
    return list_;
  }

  std::string conclusion() const {
    if (line_.end == fairness::LineEnd::met) return say(to_translate("Tout ce qui était demandé est attribué."));
    if (line_.end == fairness::LineEnd::refused)
      return say(to_translate(
          "Votre unité suivante est celle qui n’a pas pu être servie : il ne restait plus de quoi la composer."));
    RELAIS_CHECK(line_.next && class_.refused);
    if (fairness::compare(key_of(*line_.next), key_of(*class_.refused)) == 0)
      return say(to_translate(
          "Votre unité suivante a le même rang que celle qui n’a pas pu être servie : le tirage au sort l’a "
          "placée après."));
    return say(to_translate(
        "Votre unité suivante vient après celle qui n’a pas pu être servie : elle ne pouvait pas l’être non "
        "plus."));
  }

 private:
  std::string say(std::string_view french) const { return web::translate(language_, french); }
  std::string rank(const Rank& rank) const { return rank_text(rank, decimals_, language_); }

  void add(std::string_view french, const std::string& sum, const std::string& whose = {}) {
    Data step;
    step.set("what", say(french));
    step.set("sum", sum);
    step.set("whose", whose);
    step.set("has_whose", !whose.empty());
    list_ << step;
  }

  void add_weight() {
    add(to_translate("Votre poids : personnes × urgence"),
        fmt::format("{} × {} = {}", line_.people, allocation_.policy.rule_of(line_.urgency).weight, line_.weight));
  }

  /// (2 × (q + past) − 1) / weight, or (m + 2 × past) / weight when unit q came with a first lot of m.
  std::string formula(std::int64_t unit, std::int64_t lot, const Rank& its) const {
    const bool is_unit = its.numerator == 2 * (unit + line_.past) - 1;
    const auto of = rank(its);
    if (is_unit) return fmt::format("(2 × ({} + {}) − 1) / {} = {}", unit, line_.past, line_.weight, of);
    return fmt::format("({} + 2 × {}) / {} = {}", lot, line_.past, line_.weight, of);
  }

  void add_level() {
    const auto lot = line_.level->numerator - 2 * line_.past;
    add(to_translate("Votre dernière unité attribuée"), formula(line_.granted, lot, *line_.level));
  }

  void add_next() {
    add(line_.next_units > 1 ? to_translate("Votre premier lot, non attribué")
                             : to_translate("Votre unité suivante, non attribuée"),
        formula(line_.granted + 1, line_.next_units, *line_.next));
  }

  const Allocation& allocation_;
  const Line& line_;
  const Class& class_;
  Language language_;
  int decimals_ = decimals_min;
  Data list_{Data::type::list};
};

Data substitutions(const Catalogue& catalogue, const Line& line, Language language) {
  Data list(Data::type::list);
  for (const auto& portion : line.portions) {
    Data row;
    row.set("kind", catalogue.kind(portion.kind).name.in(language));
    row.set("part", catalogue.kind(portion.part).name.in(language));
    row.set("quantity", web::format_number(language, portion.quantity));
    row.set("is_substitution", portion.kind != portion.part);
    list << row;
  }
  return list;
}

std::string names_of(const Catalogue& catalogue, const std::vector<KindId>& kinds, Language language) {
  std::string names;
  for (const auto kind : kinds) names += (names.empty() ? "" : ", ") + catalogue.kind(kind).name.in(language);
  return names;
}

void set_figures(Data& card, const Line& line, Language language) {
  const auto number = [&](std::int64_t value) { return web::format_number(language, value); };
  card.set("asked", number(line.cap));
  card.set("granted", number(line.granted));
  card.set("unmet", number(line.unmet()));
  card.set("has_unmet", line.unmet() > 0);
  card.set("people", number(line.people));
  card.set("is_unchecked", !line.is_checked);
  card.set("coverage", fmt::format("{} %", percent(line.granted, line.cap)));
}

Data line_card(const OfStructure& of, const Line& line, Language language) {
  const auto& line_class = of.class_of(line);
  Data card;
  card.set("product", of.catalogue.product(line.product).name.in(language));
  card.set("audience", catalogue::label_of(line.audience).in(language));
  card.set("urgency", needs::label_of(line.urgency).in(language));
  set_figures(card, line, language);
  card.set("ran_out", names_of(of.catalogue, line_class.ran_out, language));
  card.set("has_ran_out", line.unmet() > 0 && !line_class.ran_out.empty());
  card.set("explanation", explain(of.catalogue, of.allocation, line, line_class).in(language));
  Steps steps(of.allocation, line, line_class, language);
  card.set("steps", steps.steps());
  card.set("conclusion", steps.conclusion());
  card.set("portions", substitutions(of.catalogue, line, language));
  card.set("has_portions", !line.portions.empty());
  card.set("draw", fmt::format("{}:{}", of.allocation.seed, line.name));
  card.set("name", line.name);
  return card;
}

}  // namespace

std::string rank_text(const Rank& rank, int decimals, Language language) {
  return fmt::format("{}/{} = {}", rank.numerator, rank.denominator,
                     fairness::format_key({rank.numerator, rank.denominator}, decimals, language));
}

Data line_cards(const OfStructure& of, Language language) {
  Data cards(Data::type::list);
  for (const auto& line : of.lines) cards << line_card(of, line, language);
  return cards;
}

}  // namespace relais::allocation
