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
  const auto listed = desk.list();
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
}

}  // namespace relais::allocation
