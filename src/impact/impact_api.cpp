#include "impact/desk_pages.hpp"
#include "web/json.hpp"

namespace relais::impact {
namespace {

using web::Json;
using web::Request;
using web::Response;

Json maybe(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); }

Json label_json(const catalogue::Label& label) { return {{"fr", label.french}, {"en", label.english}}; }

Json programme_json(const catalogue::Catalogue& catalogue) {
  const auto& programme = catalogue.programme;
  Json json{{"code", programme.code}, {"name", label_json(programme.name)}};
  json["starts_on"] = base::iso_day(programme.starts_on);
  json["ends_on"] = programme.ends_on ? Json(base::iso_day(*programme.ends_on)) : Json();
  json["is_illustrative"] = programme.is_illustrative;
  json["targets"] = Json::array();
  for (const auto& target : catalogue.targets)
    json["targets"].push_back(
        {{"audience", code_of(target.audience)}, {"measure", code_of(target.measure)}, {"people", target.people}});
  return json;
}

Json kinds_json(const catalogue::Catalogue& catalogue) {
  Json list = Json::array();
  for (const auto& kind : catalogue.kinds)
    list.push_back({{"code", kind.code},
                    {"name", label_json(kind.name)},
                    {"category", code_of(kind.category)},
                    {"volume_gb", kind.volume_gb}});
  return list;
}

Json products_json(const catalogue::Catalogue& catalogue) {
  Json list = Json::array();
  for (const auto& product : catalogue.products) {
    Json parts = Json::array();
    for (const auto& part : product.parts)
      parts.push_back({{"kind", catalogue.kind(part.kind).code}, {"quantity", part.quantity}});
    list.push_back({{"code", product.code}, {"name", label_json(product.name)}, {"parts", parts}});
  }
  return list;
}

void set_reached(Json& json, const Reached& reached) {
  json["people_equipped"] = reached.equipped;
  json["people_connected"] = reached.connected;
}

Json summary_json(const Summary& summary) {
  Json json = Json::object();
  set_reached(json, summary.reached);
  json["volume_gb"] = summary.volume_gb;
  json["hand_overs"] = summary.hand_overs;
  json["structures"] = summary.structures;
  json["by_audience"] = Json::array();
  for (const auto& audience : summary.by_audience) {
    Json line{{"audience", code_of(audience.audience)}};
    set_reached(line, audience.reached);
    line["target_equipped"] = maybe(audience.target_equipped);
    line["target_connected"] = maybe(audience.target_connected);
    line["volume_gb"] = audience.volume_gb;
    json["by_audience"].push_back(line);
  }
  return json;
}

Json flow_json(const CategoryFlow& flow) {
  return {{"category", code_of(flow.category)},
          {"pledged", flow.pledged},
          {"received", flow.received},
          {"in_stock", flow.in_stock},
          {"quarantine", flow.quarantine},
          {"workshop", flow.workshop},
          {"reserved", flow.reserved},
          {"in_transit", flow.in_transit},
          {"on_shelves", flow.on_shelves},
          {"handed_over", flow.handed_over},
          {"lost", flow.lost},
          {"recycled", flow.recycled}};
}

Json unmet_json(const Unmet& unmet, const catalogue::Catalogue& catalogue) {
  return {{"audience", code_of(unmet.audience)},
          {"product", catalogue.product(unmet.product).code},
          {"asked", unmet.asked},
          {"allocated", unmet.allocated},
          {"remaining", unmet.remaining()},
          {"people", unmet.people}};
}

Json network_json(const NetworkImpact& network) {
  Json json{{"name", network.name.empty() ? Json() : Json(network.name)}, {"structures", network.structures}};
  set_reached(json, network.reached);
  json["volume_gb"] = network.volume_gb;
  return json;
}

Json donor_json(const DonorImpact& donor, const catalogue::Catalogue& catalogue) {
  Json json{{"code", donor.code}, {"name", donor.name}, {"is_pro_rata", true}};
  set_reached(json, donor.reached);
  json["volume_gb"] = donor.volume_gb;
  json["kinds"] = Json::array();
  for (const auto& kind : donor.kinds)
    json["kinds"].push_back(
        {{"kind", catalogue.kind(kind.kind).code}, {"given", kind.given}, {"handed_over", kind.handed_over}});
  return json;
}

Json departement_json(const DepartementFigures& departement) {
  const auto& [place, figures] = departement;
  Json json{{"code", place.code}, {"name", place.name}, {"region", place.region}, {"zone", place.zone}};
  json["structures"] = figures.structures;
  json["people_in_need"] = figures.people_in_need;
  json["asked"] = figures.asked;
  json["allocated"] = figures.allocated;
  json["handed_over"] = figures.handed_over;
  set_reached(json, figures.reached);
  json["coverage_permille"] = maybe(figures.coverage_permille());
  return json;
}

Json round_json(const std::optional<needs::Round>& round) { return round ? Json(round->code) : Json(); }

Response answer(const Json& json) { return web::json(json).keep_as(web::Keep::revalidate); }

Response programme(const Desk& desk, const Request& request) {
  const auto catalogue = desk.programme();
  if (!catalogue) return web::problem(request, catalogue.refusal());
  Json json = programme_json(*catalogue);
  json["kinds"] = kinds_json(*catalogue);
  json["products"] = products_json(*catalogue);
  return answer(json);
}

Response impact(const Desk& desk, const Request& request) {
  const auto overview = desk.overview();
  if (!overview) return web::problem(request, overview.refusal());
  const auto& catalogue = overview->departements.catalogue;
  Json json{{"programme", catalogue.programme.code}, {"round", round_json(overview->departements.round)}};
  json["summary"] = summary_json(overview->summary);
  for (const auto* list : {"flows", "unmet", "networks", "donors"}) json[list] = Json::array();
  for (const auto& flow : overview->flows) json["flows"].push_back(flow_json(flow));
  for (const auto& unmet : overview->unmet) json["unmet"].push_back(unmet_json(unmet, catalogue));
  for (const auto& network : overview->networks) json["networks"].push_back(network_json(network));
  for (const auto& donor : overview->donors) json["donors"].push_back(donor_json(donor, catalogue));
  return answer(json);
}

Response departements(const Desk& desk, const Request& request) {
  const auto found = desk.departements();
  if (!found) return web::problem(request, found.refusal());
  Json json{{"programme", found->catalogue.programme.code}, {"round", round_json(found->round)}};
  json["departements"] = Json::array();
  for (const auto& departement : found->list) json["departements"].push_back(departement_json(departement));
  return answer(json);
}

Response departement(const Desk& desk, const Request& request) {
  const auto found = desk.departement(request.parameter("code"));
  if (!found) return web::problem(request, found.refusal());
  Json json{{"programme", found->catalogue.programme.code}, {"round", round_json(found->round)}};
  json["departement"] = departement_json(found->departement);
  json["needs"] = Json::array();
  for (const auto& need : found->needs)
    json["needs"].push_back({{"audience", code_of(need.audience)},
                             {"product", found->catalogue.product(need.product).code},
                             {"people", need.people},
                             {"quantity", need.quantity}});
  return answer(json);
}

}  // namespace

void add_impact_api(web::Router& router, const Desk& desk) {
  router.get("/api/v1/programme", [desk](const Request& request) { return programme(desk, request); });
  router.get("/api/v1/impact", [desk](const Request& request) { return impact(desk, request); });
  router.get("/api/v1/departements", [desk](const Request& request) { return departements(desk, request); });
  router.get("/api/v1/departements/{code}", [desk](const Request& request) { return departement(desk, request); });
}

}  // namespace relais::impact
