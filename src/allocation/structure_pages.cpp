#include "allocation/structure_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "fairness/key_text.hpp"
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
    if (line_.next && class_.cutoff) add_crosswise(*line_.next, *class_.cutoff);
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

  /// a/b and c/d compare as a × d and c × b. Left out where a pocket calculator would round.
  void add_crosswise(const Rank& own, const Rank& cutoff) {
    constexpr std::int64_t exact_max = 1'000'000'000;
    for (const auto figure : {own.numerator, own.denominator, cutoff.numerator, cutoff.denominator})
      if (figure > exact_max) return;
    const auto left = own.numerator * cutoff.denominator, right = cutoff.numerator * own.denominator;
    add(to_translate("Comparez sans division votre unité suivante à la dernière servie"),
        fmt::format("{} × {} = {} {} {} × {} = {}", own.numerator, cutoff.denominator, left,
                    left == right ? "=" : (left > right ? ">" : "<"), cutoff.numerator, own.denominator, right));
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
  card.set("coverage", fmt::format("{} %", percent(line.granted, line.cap)));
}

/// Why, in plain words: how many, why not more, what remains.
class Reasons {
 public:
  Reasons(const OfStructure& of, const Line& line, Language language) : of_(of), line_(line), language_(language) {}

  Data list() {
    say_outcome();
    say_guaranteed();
    if (line_.adjusted) say(to_translate("La coordination a fixé cette quantité à la main : {0}."), *line_.adjusted);
    if (line_.next) say_why_not_more();
    if (line_.unmet() > 0)
      say(to_translate("{0} restent à couvrir, et sont reportés sur la prochaine attribution."), line_.unmet());
    if (!line_.is_checked)
      say(to_translate("Le nombre de personnes ({0}) est déclaré ; personne ne l’a encore vérifié."), line_.people);
    return list_;
  }

 private:
  template <class... Values>
  void say(std::string_view french, const Values&... values) {
    list_ << Data("text", fmt::format(fmt::runtime(web::translate(language_, french)), values...));
  }

  void say_outcome() {
    say(to_translate("{0} attribués sur {1} demandés, pour {2} personnes."), line_.granted, line_.asked - line_.earlier,
        line_.people);
    if (line_.earlier > 0)
      say(to_translate("Sur {0} d’abord demandés, {1} avaient été attribués auparavant."), line_.asked, line_.earlier);
  }

  void say_guaranteed() {
    const auto& parts = line_.guarantee;
    if (parts.promised > 0) say(to_translate("Garantis, car déjà promis : {0}."), parts.promised);
    if (parts.earmarked > 0)
      say(to_translate("Garantis, car un donateur les destine à ce public ou à ce département : {0}."),
          parts.earmarked);
    if (parts.departement > 0)
      say(to_translate("Garantis, au titre du plancher du département : {0}."), parts.departement);
  }

  void say_why_not_more() {
    const auto& ran_out = of_.class_of(line_).ran_out;
    const auto missing = names_of(of_.catalogue, ran_out, language_);
    if (line_.next_units > 1)
      say(to_translate("Pas plus : un premier lot est de {0} unités, et le stock s’est épuisé avant votre tour."),
          line_.next_units);
    else
      say(to_translate("Pas plus : le stock s’est épuisé avant le tour de votre unité numéro {0}."), line_.granted + 1);
    if (!missing.empty()) say(to_translate("Ce qui a manqué : {0}."), missing);
  }

  const OfStructure& of_;
  const Line& line_;
  Language language_;
  Data list_{Data::type::list};
};

Data line_card(const OfStructure& of, const Line& line, Language language) {
  const auto& line_class = of.class_of(line);
  Data card;
  card.set("product", of.catalogue.product(line.product).name.in(language));
  card.set("audience", catalogue::label_of(line.audience).in(language));
  card.set("urgency", needs::label_of(line.urgency).in(language));
  set_figures(card, line, language);
  card.set("reasons", Reasons(of, line, language).list());
  Steps steps(of.allocation, line, line_class, language);
  card.set("steps", steps.steps());
  card.set("conclusion", steps.conclusion());
  card.set("portions", substitutions(of.catalogue, line, language));
  card.set("has_portions", !line.portions.empty());
  card.set("draw", fmt::format("{}:{}", of.allocation.seed, line.name));
  card.set("has_lot", line.next_units > 1);
  const bool has_rival = line.next && line_class.refused && line_class.refused_line != line.name;
  card.set("has_rival", has_rival);
  card.set("rival_draw", fmt::format("{}:{}", of.allocation.seed, line_class.refused_line));
  return card;
}

}  // namespace

std::string rank_text(const Rank& rank, int digits, Language language) {
  return fmt::format("{}/{} = {}", rank.numerator, rank.denominator,
                     fairness::format_key({rank.numerator, rank.denominator}, digits, language));
}

Data line_cards(const OfStructure& of, Language language) {
  Data cards(Data::type::list);
  for (const auto& line : of.lines) cards << line_card(of, line, language);
  return cards;
}

}  // namespace relais::allocation
