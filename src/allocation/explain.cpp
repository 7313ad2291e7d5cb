#include <algorithm>

#include <fmt/format.h>

#include "allocation/allocation.hpp"
#include "allocation/records.hpp"
#include "fairness/key_text.hpp"
#include "fairness/rank.hpp"

namespace relais::allocation {
namespace {

using base::Language;

std::string ordinal(std::int64_t number, Language language) {
  if (language == Language::french) return fmt::format("{}{}", number, number == 1 ? "re" : "e");
  const bool is_teen = number % 100 / 10 == 1;
  const auto last = is_teen ? 0 : number % 10;
  return fmt::format("{}{}", number, last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

/// Sentences in one language, for one line.
class Explanation {
 public:
  Explanation(Language language, const Catalogue& catalogue, const Allocation& allocation, const Line& line,
              const Class& line_class)
      : language_(language), catalogue_(catalogue), allocation_(allocation), line_(line), class_(line_class) {}

  std::string text() {
    say_outcome();
    say_weight();
    say_guaranteed();
    say_level();
    if (line_.next) say_why_not_more();
    if (line_.unmet() > 0) say_unmet();
    say_substitutions();
    say_how_to_check();
    return text_;
  }

 private:
  /// Adds the sentence of the language; both take the same values, in the same order or by number.
  template <class... Values>
  void say(std::string_view french, std::string_view english, const Values&... values) {
    if (!text_.empty()) text_ += ' ';
    text_ += fmt::format(fmt::runtime(language_ == Language::french ? french : english), values...);
  }

  static fairness::Key key_of(const Rank& rank) { return {rank.numerator, rank.denominator}; }

  /// The fraction itself, and as many decimals as tell the two ranks of the text apart: `25/60 = 0.417`.
  std::string figure_of(const Rank& rank) const {
    const auto decimals =
        line_.next && class_.cutoff ? fairness::decimals_to_tell_apart(key_of(*line_.next), key_of(*class_.cutoff)) : 3;
    return fmt::format("{}/{} = {}", rank.numerator, rank.denominator,
                       fairness::format_key(key_of(rank), decimals, language_));
  }
  const std::string& name_of(KindId kind) const { return catalogue_.kind(kind).name.in(language_); }

  void say_outcome() {
    const auto& product = catalogue_.product(line_.product).name.in(language_);
    say("{} : {} sur {} demandés.", "{}: {} of the {} asked for.", product, line_.granted, line_.asked - line_.earlier);
    if (line_.earlier > 0)
      say("Des {} d'abord demandés, {} ont été attribués auparavant.",
          "Of the {} first asked for, {} were granted before.", line_.asked, line_.earlier);
  }

  void say_weight() {
    const auto& rule = allocation_.policy.rule_of(line_.urgency);
    say("{} personnes{}, urgence {} (× {}) : poids {}.", "{} people{}, {} urgency (× {}): weight {}.", line_.people,
        line_.is_checked                ? ""
        : language_ == Language::french ? " (nombre non vérifié)"
                                        : " (not checked)",
        needs::label_of(line_.urgency).in(language_), rule.weight, line_.weight);
    if (line_.tier > 0)
      say("Rang de priorité {} : servi après tout ce qui précède.", "Tier {}: served after everything before it.",
          line_.tier);
  }

  /// Where the floor comes from, part by part.
  void say_guaranteed() {
    if (line_.adjusted) {
      say("Quantité fixée à la main par la coordination : {}.", "Set by hand by the coordinator: {}.", *line_.adjusted);
    } else if (line_.floor > 0) {
      say("{} étaient garantis avant tout classement.", "{} were guaranteed before any ranking.", line_.floor);
    }
    const auto& parts = line_.guarantee;
    if (parts.promised > 0) say("Dont {} déjà promis.", "Of these, {} promised before.", parts.promised);
    if (parts.earmarked > 0)
      say("Dont {} fléchés par un donateur vers ce public ou ce département.",
          "Of these, {} meant by a donor for this audience or this département.", parts.earmarked);
    if (parts.departement > 0)
      say("Dont {} au titre du plancher du département ({} de chaque article ou lot).",
          "Of these, {} by the floor of the département ({} of each item or kit).", parts.departement,
          allocation_.policy.departement_floor);
  }

  void say_level() {
    if (line_.level)
      say("Votre dernière unité se classe à {}.", "Your last unit ranks at {}.", figure_of(*line_.level));
  }

  void say_why_not_more() {
    const auto next = ordinal(line_.granted + 1, language_);
    if (line_.next_units > 1)
      say("Votre premier lot, de {} unités, se classe à {}.", "Your first lot, of {} units, ranks at {}.",
          line_.next_units, figure_of(*line_.next));
    else
      say("Votre {} se classe à {}.", "Your {} ranks at {}.", next, figure_of(*line_.next));
    if (class_.cutoff)
      say("La dernière unité servie dans cette classe se classe à {}.",
          "The last unit served in this class ranks at {}.", figure_of(*class_.cutoff));
    else
      say("Aucune unité de cette classe n'a pu être servie selon son rang.",
          "No unit of this class could be served by its rank.");
    if (class_.cutoff && fairness::compare(key_of(*line_.next), key_of(*class_.cutoff)) == 0)
      say("À rang égal, le tirage publié a décidé.", "Between equal ranks the published draw decided.");
    if (!class_.ran_out.empty()) say("Ce qui a manqué : {}.", "What ran out: {}.", names_of(class_.ran_out));
  }

  void say_unmet() {
    say("{} restent à couvrir, et sont reportés sur la prochaine attribution.",
        "{} remain unmet, and are carried over to the next allocation.", line_.unmet());
  }

  void say_substitutions() {
    for (const auto& portion : line_.portions)
      if (portion.kind != portion.part)
        say("Dont {} « {} » à la place de « {} ».", "Of these, {} × “{}” in place of “{}”.", portion.quantity,
            name_of(portion.kind), name_of(portion.part));
  }

  void say_how_to_check() {
    say("Pour vérifier à la calculatrice : l'unité numéro q se classe à (2 × (q + {0}) − 1) / {1}, où {0} est ce que "
        "vous avez reçu lors d'attributions passées et {1} votre poids ; le plus petit rang est servi d'abord.",
        "To check with a calculator: unit number q ranks at (2 × (q + {0}) − 1) / {1}, where {0} is what you received "
        "from past allocations and {1} your weight; the lowest rank is served first.",
        line_.past, line_.weight);
    if (line_.next_units > 1)
      say("Un premier lot de {0} se classe à ({0} + 2 × {1}) / {2}.",
          "A first lot of {0} ranks at ({0} + 2 × {1}) / {2}.", line_.next_units, line_.past, line_.weight);
    say("À rang égal, un tirage au sort départage : le plus petit résultat de printf '%s' '{}:{}' | sha256sum.",
        "Equal ranks are drawn by lot: the lowest result of printf '%s' '{}:{}' | sha256sum.", allocation_.seed,
        line_.name);
  }

  std::string names_of(const std::vector<KindId>& kinds) const {
    std::string names;
    for (const auto kind : kinds) names += (names.empty() ? "" : ", ") + name_of(kind);
    return names;
  }

  Language language_;
  const Catalogue& catalogue_;
  const Allocation& allocation_;
  const Line& line_;
  const Class& class_;
  std::string text_;
};

}  // namespace

Label explain(const Catalogue& catalogue, const Allocation& allocation, const Line& line, const Class& line_class) {
  return {Explanation(Language::french, catalogue, allocation, line, line_class).text(),
          Explanation(Language::english, catalogue, allocation, line, line_class).text()};
}

std::optional<Label> explain(store::Reader& reader, AllocationId id, NeedId need) {
  const auto line = find_line(reader, id, need);
  if (!line) return std::nullopt;
  const auto allocation = get_allocation(reader, id);
  const auto classes = list_classes(reader, id);
  const auto own = std::find_if(classes.begin(), classes.end(), [&](const Class& one) {
    return one.tier == line->tier && one.product == line->product;
  });
  RELAIS_CHECK(own != classes.end());
  return explain(catalogue::get_catalogue(reader, allocation.programme), allocation, *line, *own);
}

}  // namespace relais::allocation
