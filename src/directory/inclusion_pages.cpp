#include "directory/inclusion_pages.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "directory/national_schema.hpp"
#include "directory/place_store.hpp"

namespace relais::directory {
namespace {

using catalogue::Category;
using web::Json;

constexpr std::size_t siret_digits = 14;
constexpr double micro = 1e6;

void set_text(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = text;
}

std::string first_of(const std::string& values) {
  const auto all = split_values(values);
  return all.empty() ? std::string() : all.front();
}

std::string structure_id(const OpenData& data, const Listing& listing) {
  return fmt::format("{}--{}", data.programme.code, listing.code);
}

/// What a structure and its service share: where it is, and how to reach it.
void set_place(Json& json, const OpenData& data, const Published& published) {
  const auto& listing = published.listing;
  json["source"] = data.programme.code;
  json["date_maj"] = base::iso_day(listing.updated_on.value_or(published.decided_on));
  set_text(json, "adresse", listing.address);
  set_text(json, "complement_adresse", listing.address_complement);
  set_text(json, "code_postal", listing.postal_code);
  set_text(json, "code_insee", listing.commune);
  set_text(json, "commune", listing.commune_name);
  if (listing.position && !listing.is_position_approximate) {
    json["latitude"] = static_cast<double>(listing.position->latitude_udeg) / micro;
    json["longitude"] = static_cast<double>(listing.position->longitude_udeg) / micro;
  }
  set_text(json, "telephone", international_phone(listing.phone, listing.departement));
  set_text(json, "courriel", first_of(listing.details[Detail::emails]));
  set_text(json, "horaires_accueil", listing.hours);
}

Json mobilisation_modes(const Listing& listing) {
  const auto access = split_values(listing.details[Detail::access_modes]);
  const auto says = [&](std::string_view mode) {
    return std::find(access.begin(), access.end(), mode) != access.end();
  };
  Json modes = Json::array();
  if (says("Contacter par mail")) modes.push_back("envoyer-un-courriel");
  if (says("Se présenter")) modes.push_back("se-presenter");
  if (says("Téléphoner") || (access.empty() && !listing.phone.empty())) modes.push_back("telephoner");
  if (!listing.details[Detail::booking].empty()) modes.push_back("utiliser-lien-mobilisation");
  return modes;
}

Json themes_of(const std::vector<catalogue::Kind>& kinds) {
  const auto gives = [&](auto... categories) {
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const catalogue::Kind& kind) { return ((kind.category == categories) || ...); });
  };
  Json themes = Json::array();
  if (gives(Category::device)) themes.push_back("numerique--acquerir-un-equipement");
  if (gives(Category::sim_card, Category::top_up)) themes.push_back("numerique--acceder-a-une-connexion-internet");
  return themes;
}

}  // namespace

Json inclusion_structure(const OpenData& data, const Published& published) {
  const auto& listing = published.listing;
  Json json{{"id", structure_id(data, listing)}, {"nom", listing.name}};
  set_place(json, data, published);
  if (listing.pivot.size() == siret_digits) json["siret"] = listing.pivot;
  if (!listing.sites.empty()) json["site_web"] = listing.sites.front();
  const auto& summary = listing.details[Detail::summary];
  set_text(json, "description", summary.empty() ? listing.details[Detail::presentation] : summary);
  set_text(json, "accessibilite_lieu", listing.details[Detail::accessibility_record]);
  return json;
}

Json inclusion_service(const OpenData& data, const std::vector<catalogue::Kind>& kinds, const Published& published) {
  const auto& listing = published.listing;
  const auto id = structure_id(data, listing);
  std::vector<std::string> given;
  for (const auto& kind : kinds) given.push_back(kind.name.french);
  Json json{{"id", id + "--equipement"}, {"structure_id", id}};
  json["nom"] = fmt::format("Équipement numérique : {}", data.programme.name.french);
  json["description"] = fmt::format(
      "Dans le programme « {} », la structure remet des équipements et des moyens de connexion ({}) aux personnes "
      "qu'elle "
      "accompagne et qui en ont le plus besoin, selon ce qu'elle a reçu. La contacter avant de venir.",
      data.programme.name.french, fmt::join(given, ", "));
  set_place(json, data, published);
  json["type"] = "aide-materielle";
  json["thematiques"] = themes_of(kinds);
  json["frais"] = "gratuit";
  json["modes_accueil"] = {"en-presentiel"};
  json["mobilisable_par"] = {"usagers", "professionnels"};
  json["modes_mobilisation"] = mobilisation_modes(listing);
  set_text(json, "lien_mobilisation", listing.details[Detail::booking]);
  return json;
}

}  // namespace relais::directory
