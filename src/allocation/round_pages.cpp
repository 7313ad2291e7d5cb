#include "allocation/round_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "allocation/structure_pages.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/zone.hpp"

namespace relais::allocation {
namespace {

using base::Language;
using web::Data;
using web::format_number;
using web::to_translate;
using web::translate;

constexpr int decimals = 3;

template <class... Values>
std::string say(Language language, std::string_view french, const Values&... values) {
  return fmt::format(fmt::runtime(translate(language, french)), values...);
}

void set_rank(Data& row, const std::string& name, const std::optional<Rank>& rank, Language language) {
  row.set(name, rank ? rank_text(*rank, decimals, language) : "–");
}

std::string coverage_label(const CoverageStep& step, Language language) {
  if (step.kind == CoverageStep::Kind::nothing) return translate(language, "rien");
  if (step.kind == CoverageStep::Kind::all) return translate(language, "tout");
  return fmt::format("{}–{} %", step.tenth * 10, step.tenth * 10 + 9);
}

std::string urgency_sentence(Urgency urgency, const UrgencyRule& rule, Language language) {
  const auto& label = needs::label_of(urgency).in(language);
  if (rule.tier == 0)
    return say(language, to_translate("Urgence {0} : chaque personne compte {1} fois."), label, rule.weight);
  return say(language,
             to_translate("Urgence {0} : servie après le rang de priorité {2} ; chaque personne compte {1} fois."),
             label, rule.weight, rule.tier - 1);
}

}  // namespace

void set_allocation(Data& data, const Allocation& allocation, const needs::Round& round, Language language) {
  data.set("reference", allocation.reference);
  data.set("state", label_of(allocation.state).in(language));
  data.set("is_approved", allocation.state == State::approved);
  data.set("is_superseded", allocation.state == State::superseded);
  data.set("is_proposed", allocation.state == State::proposed);
  data.set("is_trial", allocation.state == State::trial);
  data.set("round", round.name.in(language));
  data.set("day", web::format_day(language, allocation.day));
  data.set("seed", std::to_string(allocation.seed));
  data.set("lines_count", format_number(language, allocation.lines));
  data.set("asked", format_number(language, allocation.asked));
  data.set("granted", format_number(language, allocation.granted));
  data.set("unmet", format_number(language, allocation.asked - allocation.granted));
  data.set("coverage", fmt::format("{} %", percent(allocation.granted, allocation.asked)));
  data.set("proposed_at", web::format_instant(language, allocation.proposed_at));
  data.set("approved_at",
           allocation.approved_at ? web::format_instant(language, *allocation.approved_at) : std::string());
  data.set("instance_sha256", allocation.instance_sha256);
  data.set("plan_sha256", allocation.plan_sha256);
}

Data policy_sentences(const Catalogue& catalogue, const Allocation& allocation, const std::string& promises_of,
                      Language language) {
  const auto& policy = allocation.policy;
  Data list(Data::type::list);
  const auto add = [&](const std::string& text) { list << Data("text", text); };
  for (const auto urgency : needs::urgencies) add(urgency_sentence(urgency, policy.rule_of(urgency), language));
  if (policy.departement_floor > 0)
    add(say(language,
            to_translate("Les structures de chaque département reçoivent d’abord {0} unités de chaque article."),
            policy.departement_floor));
  add(translate(language,
                policy.substitutes
                    ? "Un article peut en remplacer un autre, quand le catalogue le permet ; le moins possible."
                    : "Aucun article n’en remplace un autre."));
  for (const auto& lot : policy.minimum_lots)
    if (const auto* product = catalogue.find_product(lot.product_code))
      add(say(language, to_translate("{0} : rien, ou au moins {1}."), product->name.in(language), lot.units));
  if (!promises_of.empty())
    add(say(language, to_translate("Ce qui avait été promis par l’attribution {0} est garanti."), promises_of));
  return list;
}

void set_register(Data& data, const Catalogue& catalogue, const std::vector<RegisterRow>& adjustments,
                  Language language) {
  Data rows(Data::type::list);
  for (const auto& one : adjustments) {
    Data row;
    row.set("structure", one.structure_name);
    row.set("product", catalogue.product(one.product).name.in(language));
    row.set("audience", catalogue::label_of(one.audience).in(language));
    row.set("before", format_number(language, one.granted_before));
    row.set("quantity", one.quantity ? format_number(language, *one.quantity) : std::string());
    row.set("is_withdrawn", !one.quantity);
    row.set("reason", one.reason);
    row.set("actor", one.actor);
    row.set("at", web::format_instant(language, one.at));
    row.set("from", one.from);
    row.set("to", one.to);
    rows << row;
  }
  data.set("adjustments", rows);
  data.set("has_adjustments", !adjustments.empty());
}

Data class_rows(const Catalogue& catalogue, const std::vector<Class>& classes, Language language) {
  Data rows(Data::type::list);
  for (const auto& one : classes) {
    std::string ran_out;
    for (const auto kind : one.ran_out)
      ran_out += (ran_out.empty() ? "" : ", ") + catalogue.kind(kind).name.in(language);
    Data row;
    row.set("tier", std::to_string(one.tier));
    row.set("product", catalogue.product(one.product).name.in(language));
    row.set("lines_count", format_number(language, one.lines));
    row.set("asked", format_number(language, one.asked));
    row.set("granted", format_number(language, one.granted));
    row.set("coverage", fmt::format("{} %", percent(one.granted, one.asked)));
    set_rank(row, "cutoff", one.cutoff, language);
    set_rank(row, "refused", one.refused, language);
    row.set("ran_out", ran_out.empty() ? translate(language, "rien") : ran_out);
    rows << row;
  }
  return rows;
}

Data coverage_rows(const std::vector<CoverageStep>& steps, Language language) {
  constexpr std::int64_t height = 100, pitch = 30, gap = 6;
  std::int64_t lines_max = 1;
  for (const auto& step : steps) lines_max = std::max(lines_max, step.lines);
  Data rows(Data::type::list);
  std::int64_t at = 0;
  for (const auto& step : steps) {
    // A bar that stands for something is seen, however small.
    const auto tall = step.lines == 0 ? 0 : std::max<std::int64_t>(2, step.lines * height / lines_max);
    Data row;
    row.set("label", coverage_label(step, language));
    row.set("lines_count", format_number(language, step.lines));
    row.set("x", std::to_string(at * pitch + gap / 2));
    row.set("y", std::to_string(height - tall));
    row.set("width", std::to_string(pitch - gap));
    row.set("height", std::to_string(tall));
    rows << row;
    ++at;
  }
  return rows;
}

Data line_rows(const Catalogue& catalogue, const Allocation& allocation, const std::vector<LineSummary>& lines,
               Language language) {
  Data rows(Data::type::list);
  for (const auto& line : lines) {
    Data row;
    row.set("structure", line.structure_name);
    row.set("address",
            fmt::format("/allocations/{}/lines/{}", allocation.reference, web::percent_encode(line.structure_code)));
    row.set("departement", line.departement);
    row.set("audience", catalogue::label_of(line.audience).in(language));
    row.set("product", catalogue.product(line.product).name.in(language));
    row.set("urgency", needs::label_of(line.urgency).in(language));
    row.set("people", format_number(language, line.people));
    row.set("asked", format_number(language, line.cap));
    row.set("granted", format_number(language, line.granted));
    row.set("coverage", fmt::format("{} %", percent(line.granted, line.cap)));
    set_rank(row, "level", line.level, language);
    rows << row;
  }
  return rows;
}

}  // namespace relais::allocation
