#include "directory/desk_pages.hpp"
#include "web/json.hpp"

namespace relais::directory {
namespace {

using web::Json;
using web::Request;
using web::Response;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json departement_json(const places::Departement& departement) {
  return {{"code", departement.code}, {"name", departement.name}, {"region", departement.region}};
}

Json commune_json(const places::Commune& commune) {
  return {{"insee", commune.insee}, {"name", commune.name}, {"departement", commune.departement}};
}

/// Degrees as decimal numbers, which every map reads.
Json position_json(const Listing& listing) {
  if (!listing.position) return {};
  constexpr double micro = 1e6;
  return {{"latitude", static_cast<double>(listing.position->latitude_udeg) / micro},
          {"longitude", static_cast<double>(listing.position->longitude_udeg) / micro},
          {"is_approximate", listing.is_position_approximate}};
}

Json listing_json(const Listing& listing) {
  Json json{{"code", listing.code}, {"name", listing.name}, {"address", text_or_null(listing.address)}};
  json["address_complement"] = text_or_null(listing.address_complement);
  json["postal_code"] = text_or_null(listing.postal_code);
  json["commune"] = text_or_null(listing.commune);
  json["commune_name"] = text_or_null(listing.commune_name);
  json["departement"] = listing.departement;
  json["position"] = position_json(listing);
  json["phone"] = text_or_null(listing.phone);
  json["sites"] = listing.sites;
  json["hours"] = text_or_null(listing.hours);
  json["services"] = listing.services;
  json["pivot"] = text_or_null(listing.pivot);
  json["list"] = text_or_null(listing.list);
  json["updated_on"] = listing.updated_on ? Json(base::iso_day(*listing.updated_on)) : Json();
  json["is_illustrative"] = listing.is_illustrative;
  if (listing.distance_m) json["distance_m"] = *listing.distance_m;
  return json;
}

void set_page(Json& json, const Request& request, const Page& page) {
  json["structures"] = Json::array();
  for (const auto& listing : page.listings) json["structures"].push_back(listing_json(listing));
  json["next"] = text_or_null(address_of_next(request, page.next));
}

Response answer(const Json& json) { return web::json(json).keep_as(web::Keep::revalidate); }

Response departements(const Desk& desk, const Request& request) {
  const auto counted = desk.count();
  if (!counted) return web::problem(request, counted.refusal());
  Json json{{"programme", counted->programme.code}, {"departements", Json::array()}};
  for (const auto& [departement, structures] : counted->departements) {
    json["departements"].push_back(departement_json(departement));
    json["departements"].back()["structures"] = structures;
  }
  return answer(json);
}

Response departement(const Desk& desk, const Request& request) {
  const auto listed = desk.list(request);
  if (!listed) return web::problem(request, listed.refusal());
  Json json{{"programme", listed->programme.code}, {"departement", departement_json(listed->departement)}};
  set_page(json, request, listed->page);
  return answer(json);
}

Response search(const Desk& desk, const Request& request) {
  const auto found = desk.search(request);
  if (!found) return web::problem(request, found.refusal());
  const auto& around = found->search.around;
  Json json{{"programme", found->programme.code}, {"around", around.insee.empty() ? Json() : commune_json(around)}};
  json["could_be"] = Json::array();
  for (const auto& commune : found->search.could_be) json["could_be"].push_back(commune_json(commune));
  set_page(json, request, found->search.page);
  return answer(json);
}

}  // namespace

void add_directory_api(web::Router& router, const Desk& desk) {
  router.get("/api/v1/directory", [desk](const Request& request) { return departements(desk, request); });
  router.get("/api/v1/directory/departements/{departement}",
             [desk](const Request& request) { return departement(desk, request); });
  router.get("/api/v1/directory/search", [desk](const Request& request) { return search(desk, request); });
}

}  // namespace relais::directory
