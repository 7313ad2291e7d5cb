#include "directory/row.hpp"
#include "directory/digits.hpp"

#include <algorithm>
#include <cctype>

#include <utf8proc.h>

#include "base/text.hpp"
#include "directory/import.hpp"
#include "directory/place_store.hpp"
#include "directory/refusals.hpp"

namespace relais::directory {
namespace {

constexpr std::size_t line_characters_max = 300;
constexpr std::size_t text_characters_max = 4'000;
constexpr std::size_t summary_characters_max = 280;  // of the national schema
constexpr std::int64_t commune_radius_m_max = 50'000;
constexpr std::size_t content_id_digits = 16;

using base::Refusal;
using places::PlaceField;
using tabular::Presence;

bool is_pivot(std::string_view text) {
  if (text.size() == 10 && text.front() == 'W') return all_digits(text.substr(1));
  return text.size() == 14 && all_digits(text);
}

bool is_site(std::string_view text) {
  const bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
  const bool is_printable =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; });
  return has_scheme && is_printable && text.find_first_of("\"<>\\^`{|}") == text.npos;
}

bool is_phone(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return digits >= 2 && text.size() <= 100 && text.find_first_not_of("0123456789+ .-/()") == text.npos;
}

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view field_name(PlaceField field) {
  switch (field) {
    case PlaceField::postal_code:
      return "code_postal";
    case PlaceField::insee:
      return "code_insee";
    case PlaceField::commune:
      break;
  }
  return "commune";
}

/// A line break in a name or an address is a space.
std::string one_line(std::string_view text) {
  std::string line;
  for (const auto part : base::split(text, '\n')) {
    if (base::trim(part).empty()) continue;
    if (!line.empty()) line += ' ';
    line += base::trim(part);
  }
  return line;
}

class RowReader {
 public:
  RowReader(store::Reader& reader, const tabular::Record& record) : reader_(reader), record_(record) {}

  PlaceRow read() {
    row_.problems = record_.check_shape();
    read_texts();
    read_commune();
    read_phone();
    read_sites();
    read_details();
    read_rest();
    row_.place.source_id = identity();
    return std::move(row_);
  }

 private:
  void refuse(std::string_view field, const base::RefusalReason& reason, std::vector<std::string> facts = {}) {
    row_.problems.push_back(record_.problem(field, Refusal(reason, std::move(facts))));
  }

  std::string text(std::string_view field, std::size_t characters_max) {
    const auto cell = record_.text(field);
    if (characters_in(cell) > characters_max) refuse(field, refusals::text_too_long, {std::to_string(characters_max)});
    return std::string(cell);
  }
  std::string line(std::string_view field) { return one_line(text(field, line_characters_max)); }

  void read_texts() {
    auto& place = row_.place;
    place.name = line("nom");
    place.address = line("adresse");
    place.address_complement = line("complement_adresse");
    place.hours = text("horaires", text_characters_max);
    for (const auto& service : record_.list("services")) place.services.push_back(one_line(service));
  }

  void read_commune() {
    const auto match = places::match_commune(reader_, {.postal_code = record_.text("code_postal"),
                                                       .commune = record_.text("commune"),
                                                       .insee = record_.text("code_insee")});
    if (!match) {
      row_.problems.push_back(record_.problem(field_name(places::field_of(match.refusal())), match.refusal()));
      return;
    }
    for (const auto& [field, became] : match->mended) row_.repairs.push_back(record_.repair(field_name(field), became));
    row_.place.commune = match->commune.insee;
    row_.place.postal_code = match->postal_code;
    row_.departement = match->commune.departement;
    read_position(match->arrondissement ? *match->arrondissement : match->commune);
  }

  void read_position(const places::Commune& commune) {
    auto& place = row_.place;
    if (record_.text("latitude").empty() && record_.text("longitude").empty()) {
      place.position = commune.centre;
      place.is_position_approximate = true;
      return;
    }
    const auto point = places::parse_point(record_.text("latitude"), record_.text("longitude"));
    if (!point) return refuse("latitude", refusals::position_unreadable);
    place.position = *point;
    const auto away_m = places::distance_m(*point, commune.centre);
    if (commune.is_centre_approximate || away_m <= commune_radius_m_max) return;
    refuse("latitude", refusals::position_far_from_commune, {std::to_string(away_m / 1'000), commune.name});
  }

  void read_phone() {
    auto phone = line("telephone");
    if (!phone.empty() && !is_phone(phone)) return refuse("telephone", refusals::phone_malformed);
    if (phone.size() == national_digits - 1 && all_digits(phone) && phone.front() != '0') {
      phone.insert(0, "0");
      row_.repairs.push_back(record_.repair("telephone", phone));
    }
    row_.place.phone = std::move(phone);
  }

  /// A web address, or nothing when it is refused.
  std::string site(std::string_view field, std::string text) {
    if (text.starts_with("www.")) {
      text.insert(0, "http://");
      row_.repairs.push_back(record_.repair(field, text));
    }
    if (text.empty() || is_site(text)) return text;
    refuse(field, refusals::site_malformed);
    return {};
  }

  void read_sites() {
    for (auto& one : record_.list("site_web")) row_.place.sites.push_back(site("site_web", one_line(one)));
    std::erase(row_.place.sites, std::string());
  }

  void read_details() {
    for (const auto& column : detail_columns()) {
      auto& detail = row_.place.details[column.detail];
      detail = column.is_list ? join_values(values_of(column)) : text(column.heading, text_characters_max);
    }
    auto& details = row_.place.details;
    if (characters_in(details[Detail::summary]) > summary_characters_max)
      refuse("presentation_resume", refusals::text_too_long, {std::to_string(summary_characters_max)});
    for (const auto field : {Detail::accessibility_record, Detail::booking})
      details[field] = site(detail_columns()[static_cast<std::size_t>(field)].heading, details[field]);
  }

  /// Words that the schema does not know are left out, and the report says what was kept.
  std::vector<std::string> values_of(const DetailColumn& column) {
    std::vector<std::string> kept;
    bool leaves_out = false;
    for (const auto& value : record_.list(column.heading)) {
      const auto& known = column.accepted;
      const bool is_known = known.empty() || std::find(known.begin(), known.end(), value) != known.end();
      if (is_known) kept.push_back(one_line(value));
      leaves_out = leaves_out || !is_known;
    }
    if (leaves_out) row_.repairs.push_back(record_.repair(column.heading, join_values(kept)));
    return kept;
  }

  void read_rest() {
    const auto pivot = record_.text("pivot");
    if (!pivot.empty() && !is_pivot(pivot)) refuse("pivot", refusals::pivot_malformed);
    row_.place.pivot = pivot;
    const auto date = record_.text("date_maj");
    row_.place.updated_on = base::parse_day(date);
    if (!date.empty() && !row_.place.updated_on) refuse("date_maj", refusals::date_malformed);
  }

  /// The list's own identifier, or one made of what tells a place from another.
  std::string identity() {
    if (auto id = line("id"); !id.empty()) return id;
    const auto& place = row_.place;
    return base::sha256_hex(base::fold(place.name) + '\n' + base::fold(place.address) + '\n' +
                            base::fold(place.address_complement) + '\n' + place.postal_code)
        .substr(0, content_id_digits);
  }

  store::Reader& reader_;
  const tabular::Record& record_;
  PlaceRow row_;
};

}  // namespace

const tabular::Columns& place_columns() {
  static const tabular::Columns columns{
      {"liste"},
      {"id", {"identifiant", "identifier"}},
      {"pivot", {"siret", "rna", "siret ou rna"}},
      {"nom", {"nom de la structure", "nom du lieu", "structure", "name"}, Presence::required},
      {"commune", {"ville", "nom de la commune", "city", "town"}},
      {"code_postal", {"cp", "postal code", "postcode", "zip"}},
      {"code_insee", {"insee", "code commune", "citycode", "result_citycode"}},
      {"adresse", {"adresse numero nom de la voie", "adresse postale", "address"}, Presence::required},
      {"complement_adresse", {"complement d'adresse", "complement d'adresse ex quartier", "address complement"}},
      {"latitude", {"lat"}},
      {"longitude", {"lon", "lng", "long"}},
      {"telephone", {"tel", "numero de telephone", "phone"}},
      {"site_web", {"site", "site internet", "website"}},
      {"horaires", {"les horaires de ma structure", "horaires d'ouverture", "opening hours"}},
      {"services"},
      {"date_maj", {"date de mise a jour", "updated on"}},
      {"typologie", {"type de structure", "typology"}},
      {"courriels", {"courriel", "e mail", "email", "mail", "adresse electronique"}},
      {"presentation_resume", {"resume", "summary"}},
      {"presentation_detail", {"presentation", "description"}},
      {"source"},
      {"itinerance", {"itinerant"}},
      {"structure_parente", {"parent organisation"}},
      {"publics_specifiquement_adresses", {"publics accueillis", "public accueillis", "audiences"}},
      {"prise_en_charge_specifique", {"special support"}},
      {"frais_a_charge", {"conditions acces", "tarifs", "fees"}},
      {"dispositif_programmes_nationaux", {"labels nationaux", "national programmes"}},
      {"formations_labels", {"labels"}},
      {"autres_formations_labels", {"labels autres", "other labels"}},
      {"modalites_acces", {"access modes"}},
      {"modalites_accompagnement", {"support modes"}},
      {"fiche_acces_libre", {"accessibilite", "accessibility"}},
      {"prise_rdv", {"prise de rendez vous", "booking"}},
  };
  return columns;
}

PlaceRow read_row(store::Reader& reader, const tabular::Record& record) { return RowReader(reader, record).read(); }

}  // namespace relais::directory
