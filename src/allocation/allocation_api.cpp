#include <fmt/format.h>

#include "allocation/codes.hpp"
#include "allocation/desk_pages.hpp"
#include "web/json.hpp"

namespace relais::allocation {
namespace {

using web::Json;
using web::Request;
using web::Response;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

/// Exact: two whole numbers.
Json rank_json(const std::optional<Rank>& rank) {
  return rank ? Json::array({rank->numerator, rank->denominator}) : Json();
}

Json label_json(const Label& label) { return {{"fr", label.french}, {"en", label.english}}; }

Json urgency_json(const UrgencyRule& rule) { return {{"tier", rule.tier}, {"weight", rule.weight}}; }

Json policy_json(const Policy& policy) {
  Json json{{"vital", urgency_json(policy.vital)},
            {"high", urgency_json(policy.high)},
            {"normal", urgency_json(policy.normal)},
            {"departement_floor", policy.departement_floor},
            {"substitutes", policy.substitutes}};
  json["minimum_lots"] = Json::object();
  for (const auto& lot : policy.minimum_lots) json["minimum_lots"][lot.product_code] = lot.units;
  return json;
}

Json allocation_json(const Allocation& allocation, const needs::Round& round) {
  Json json{{"reference", allocation.reference}, {"state", code_of(allocation.state)}, {"round", round.code}};
  json["day"] = base::iso_day(allocation.day);
  json["seed"] = allocation.seed;
  json["lines"] = allocation.lines;
  json["asked"] = allocation.asked;
  json["granted"] = allocation.granted;
  json["proposed_at"] = base::iso_instant(allocation.proposed_at);
  json["approved_at"] = allocation.approved_at ? Json(base::iso_instant(*allocation.approved_at)) : Json();
  json["policy"] = policy_json(allocation.policy);
  json["needs_fingerprint"] = allocation.needs_fingerprint;
  json["stock_fingerprint"] = allocation.stock_fingerprint;
  json["instance_sha256"] = allocation.instance_sha256;
  json["plan_sha256"] = allocation.plan_sha256;
  return json;
}

Json class_json(const Catalogue& catalogue, const Class& one) {
  Json json{{"tier", one.tier}, {"product", catalogue.product(one.product).code}, {"lines", one.lines}};
  json["asked"] = one.asked;
  json["granted"] = one.granted;
  json["cutoff"] = rank_json(one.cutoff);
  json["cutoff_line"] = text_or_null(one.cutoff_line);
  json["refused"] = rank_json(one.refused);
  json["refused_line"] = text_or_null(one.refused_line);
  json["ran_out"] = Json::array();
  for (const auto kind : one.ran_out) json["ran_out"].push_back(catalogue.kind(kind).code);
  return json;
}

Json summary_json(const Catalogue& catalogue, const LineSummary& line) {
  Json json{{"name", line.name}, {"structure", line.structure_code}, {"departement", text_or_null(line.departement)}};
  json["audience"] = catalogue::code_of(line.audience);
  json["product"] = catalogue.product(line.product).code;
  json["urgency"] = needs::code_of(line.urgency);
  json["people"] = line.people;
  json["cap"] = line.cap;
  json["granted"] = line.granted;
  json["level"] = rank_json(line.level);
  return json;
}

Json portions_json(const Catalogue& catalogue, const std::vector<Portion>& portions) {
  Json json = Json::array();
  for (const auto& portion : portions)
    json.push_back({{"part", catalogue.kind(portion.part).code},
                    {"kind", catalogue.kind(portion.kind).code},
                    {"quantity", portion.quantity}});
  return json;
}

Json register_json(const Catalogue& catalogue, const std::vector<RegisterRow>& adjustments) {
  Json json = Json::array();
  for (const auto& one : adjustments)
    json.push_back({{"from", one.from},
                    {"to", one.to},
                    {"structure", one.structure_code},
                    {"audience", catalogue::code_of(one.audience)},
                    {"product", catalogue.product(one.product).code},
                    {"granted_before", one.granted_before},
                    {"quantity", one.quantity ? Json(*one.quantity) : Json()},
                    {"reason", one.reason},
                    {"actor", one.actor},
                    {"at", base::iso_instant(one.at)}});
  return json;
}

Json guarantee_json(const Guarantee& parts) {
  return {{"promised", parts.promised},
          {"earmarked", parts.earmarked},
          {"departement", parts.departement},
          {"by_hand", parts.by_hand}};
}

Json group_json(const SpreadGroup& group) {
  return {{"code", text_or_null(group.code)}, {"lines", group.lines()},
          {"people", group.people},           {"asked", group.asked},
          {"granted", group.granted},         {"lines_by_band", group.lines_by_band}};
}

Json worst_json(const Catalogue& catalogue, const WorstLine& line) {
  return {{"structure", line.structure_code},
          {"name", line.structure_name},
          {"departement", text_or_null(line.departement)},
          {"audience", catalogue::code_of(line.audience)},
          {"product", catalogue.product(line.product).code},
          {"people", line.people},
          {"is_checked", line.is_checked},
          {"asked", line.asked},
          {"granted", line.granted},
          {"permille_of_class", line.permille_of_class}};
}

void add_compared(Json& json, const ComparedFigures& figures) {
  json["people"] = figures.people;
  json["asked"] = figures.asked;
  json["before"] = figures.before;
  json["after"] = figures.after;
  json["difference"] = figures.difference();
}

Json compared_structures_json(const std::vector<ComparedStructure>& structures) {
  Json list = Json::array();
  for (const auto& one : structures) {
    Json json{{"structure", one.code}, {"name", one.name}, {"departement", text_or_null(one.departement)}};
    add_compared(json, one.figures);
    list.push_back(json);
  }
  return list;
}

Json compared_departements_json(const std::vector<ComparedDepartement>& departements) {
  Json list = Json::array();
  for (const auto& one : departements) {
    Json json{{"departement", text_or_null(one.departement)},
              {"structures", one.structures},
              {"gaining", one.gaining},
              {"losing", one.losing}};
    add_compared(json, one.figures);
    list.push_back(json);
  }
  return list;
}

Json line_json(const OfStructure& of, const Line& line) {
  Json json{{"name", line.name}, {"audience", catalogue::code_of(line.audience)}};
  json["product"] = of.catalogue.product(line.product).code;
  json["urgency"] = needs::code_of(line.urgency);
  json["people"] = line.people;
  json["is_checked"] = line.is_checked;
  json["asked"] = line.asked;
  json["earlier"] = line.earlier;
  json["tier"] = line.tier;
  json["weight"] = line.weight;
  json["cap"] = line.cap;
  json["floor"] = line.floor;
  json["guarantee"] = guarantee_json(line.guarantee);
  json["adjusted"] = line.adjusted ? Json(*line.adjusted) : Json();
  json["past"] = line.past;
  json["granted"] = line.granted;
  json["unmet"] = line.unmet();
  json["level"] = rank_json(line.level);
  json["next"] = rank_json(line.next);
  json["next_units"] = line.next_units;
  json["end"] = code_of(line.end);
  json["portions"] = portions_json(of.catalogue, line.portions);
  json["class"] = class_json(of.catalogue, of.class_of(line));
  json["explanation"] = label_json(explain(of.catalogue, of.allocation, line, of.class_of(line)));
  return json;
}

Response answer(const Json& json) { return web::json(json).keep_as(web::Keep::revalidate); }

Response list(const Desk& desk, const Request& request) {
  const auto listed = desk.list(request);
  if (!listed) return web::problem(request, listed.refusal());
  Json json{{"programme", listed->programme.code}, {"allocations", Json::array()}};
  for (const auto& allocation : listed->allocations)
    json["allocations"].push_back(allocation_json(allocation, listed->round_of(allocation)));
  return answer(json);
}

Response show(const Desk& desk, const Request& request) {
  const auto shown = desk.show(request);
  if (!shown) return web::problem(request, shown.refusal());
  Json json = allocation_json(shown->allocation, shown->round);
  json["keeps_grants_of"] = text_or_null(shown->promises_of);
  json["classes"] = Json::array();
  for (const auto& one : shown->classes) json["classes"].push_back(class_json(shown->catalogue, one));
  json["coverage"] = Json::array();
  for (const auto& step : shown->coverage) json["coverage"].push_back(step.lines);
  json["adjustments"] = register_json(shown->catalogue, shown->adjustments);
  return answer(json);
}

Response lines(const Desk& desk, const Request& request) {
  const auto shown = desk.show(request);
  if (!shown) return web::problem(request, shown.refusal());
  Json json{{"reference", shown->allocation.reference}, {"lines", Json::array()}};
  for (const auto& line : shown->page.lines) json["lines"].push_back(summary_json(shown->catalogue, line));
  json["next"] = text_or_null(shown->page.next);
  return answer(json);
}

Response of_structure(const Desk& desk, const Request& request) {
  const auto of = desk.of_structure(request);
  if (!of) return web::problem(request, of.refusal());
  Json json{{"reference", of->allocation.reference}, {"structure", of->structure.code}, {"name", of->structure.name}};
  json["lines"] = Json::array();
  for (const auto& line : of->lines) json["lines"].push_back(line_json(*of, line));
  json["seed"] = of->allocation.seed;
  json["adjustments"] = register_json(of->catalogue, of->adjustments);
  return answer(json);
}

Response fairness_figures(const Desk& desk, const Request& request) {
  const auto fair = desk.fair(request);
  if (!fair) return web::problem(request, fair.refusal());
  Json json{{"reference", fair->allocation.reference}, {"is_illustrative", fair->catalogue.programme.is_illustrative}};
  json["bands"] = {"nothing", "below 25 %", "25 to 49 %", "50 to 74 %", "75 to 99 %", "all"};
  json["audiences"] = Json::array();
  for (const auto& group : fair->spread.audiences) json["audiences"].push_back(group_json(group));
  json["departements"] = Json::array();
  for (const auto& group : fair->spread.departements) json["departements"].push_back(group_json(group));
  json["worst"] = Json::array();
  for (const auto& line : fair->worst) json["worst"].push_back(worst_json(fair->catalogue, line));
  json["classes"] = Json::array();
  for (const auto& one : fair->classes) json["classes"].push_back(class_json(fair->catalogue, one));
  return answer(json);
}

Response comparison_figures(const Desk& desk, const Request& request) {
  const auto compared = desk.comparison(request);
  if (!compared) return web::problem(request, compared.refusal());
  Json json{{"before", compared->allocation.reference}, {"after", compared->other.reference}};
  json["policy_before"] = policy_json(compared->allocation.policy);
  json["policy_after"] = policy_json(compared->other.policy);
  json["total"] = Json::object();
  add_compared(json["total"], compared->comparison.total);
  json["gaining"] = compared->comparison.gaining;
  json["losing"] = compared->comparison.losing;
  json["departements"] = compared_departements_json(compared->comparison.departements);
  json["structures"] = compared_structures_json(compared->structures);
  json["next"] = text_or_null(compared->next);
  return answer(json);
}

Response instance(const Desk& desk, const Request& request) {
  const auto text = desk.instance_text(request);
  if (!text) return web::problem(request, text.refusal());
  return web::json(*text).keep_as(web::Keep::revalidate);
}

}  // namespace

void add_allocation_api(web::Router& router, const Desk& desk) {
  const auto add = [&](const char* pattern, Response (*answer_to)(const Desk&, const Request&)) {
    router.get(pattern, [desk, answer_to](const Request& request) { return answer_to(desk, request); });
  };
  add("/api/v1/allocations", list);
  add("/api/v1/allocations/{reference}", show);
  add("/api/v1/allocations/{reference}/lines", lines);
  add("/api/v1/allocations/{reference}/lines/{structure}", of_structure);
  add("/api/v1/allocations/{reference}/instance", instance);
  add("/api/v1/allocations/{reference}/fairness", fairness_figures);
  add("/api/v1/allocations/{reference}/compare/{other}", comparison_figures);
}

}  // namespace relais::allocation
