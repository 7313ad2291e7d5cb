#include "directory/national_schema.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "directory/digits.hpp"
#include "directory/place_store.hpp"

namespace relais::directory {
namespace {

constexpr std::array<std::string_view, 32> headings{"id",
                                                    "pivot",
                                                    "nom",
                                                    "commune",
                                                    "code_postal",
                                                    "code_insee",
                                                    "adresse",
                                                    "complement_adresse",
                                                    "latitude",
                                                    "longitude",
                                                    "typologie",
                                                    "telephone",
                                                    "courriels",
                                                    "site_web",
                                                    "horaires",
                                                    "presentation_resume",
                                                    "presentation_detail",
                                                    "source",
                                                    "itinerance",
                                                    "structure_parente",
                                                    "date_maj",
                                                    "services",
                                                    "publics_specifiquement_adresses",
                                                    "prise_en_charge_specifique",
                                                    "frais_a_charge",
                                                    "dispositif_programmes_nationaux",
                                                    "formations_labels",
                                                    "autres_formations_labels",
                                                    "modalites_acces",
                                                    "modalites_accompagnement",
                                                    "fiche_acces_libre",
                                                    "prise_rdv"};

/// Signs of an address that the schema's validators take, besides letters, digits and spaces.
constexpr std::string_view address_signs = "-,()°.&:+–|;'’/";

struct CallingCode {
  std::string_view departement;
  std::string_view code;
};
// Source  ARCEP's numbering plan: each number of these départements keeps its nine digits.
constexpr std::array<CallingCode, 7> calling_codes{
    {{"971", "590"}, {"972", "596"}, {"973", "594"}, {"974", "262"}, {"976", "262"}, {"977", "590"}, {"978", "590"}}};

std::string_view calling_code(std::string_view departement) {
  for (const auto& one : calling_codes)
    if (one.departement == departement) return one.code;
  return "33";
}

std::size_t index_of(std::string_view heading) {
  return static_cast<std::size_t>(std::find(headings.begin(), headings.end(), heading) - headings.begin());
}

bool is_ascii_word(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' '; }

/// Letters beyond ASCII are kept; other signs that no validator takes become a space.
std::string address_text(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    const bool is_kept =
        is_ascii_word(c) || static_cast<unsigned char>(c) >= 0x80 || address_signs.find(c) != text.npos;
    kept += is_kept ? c : ' ';
  }
  return std::string(base::trim(kept));
}

std::string known_services(const std::vector<std::string>& services) {
  std::vector<std::string> known;
  for (const auto& service : services) {
    const auto words = accepted_services();
    if (std::find(words.begin(), words.end(), service) != words.end()) known.push_back(service);
  }
  return join_values(known);
}

void set_details(NationalRow& row, const Details& details) {
  for (const auto& column : detail_columns()) row[index_of(column.heading)] = details[column.detail];
}

}  // namespace

std::span<const std::string_view> national_headings() { return headings; }

std::optional<NationalRow> national_row(const Published& published) {
  const auto& listing = published.listing;
  if (listing.is_illustrative || listing.pivot.empty() || listing.postal_code.empty()) return std::nullopt;
  const auto address = address_text(listing.address);
  if (address.empty()) return std::nullopt;
  NationalRow row;
  set_details(row, listing.details);
  const auto set = [&](std::string_view heading, std::string value) { row[index_of(heading)] = std::move(value); };
  set("id", listing.code);
  set("pivot", listing.pivot);
  set("nom", listing.name);
  set("commune", listing.commune_name);
  set("code_postal", listing.postal_code);
  set("code_insee", listing.commune);
  set("adresse", address);
  set("complement_adresse", listing.address_complement);
  if (listing.position && !listing.is_position_approximate) {
    set("latitude", places::degrees_text(listing.position->latitude_udeg));
    set("longitude", places::degrees_text(listing.position->longitude_udeg));
  }
  set("telephone", international_phone(listing.phone, listing.departement));
  set("site_web", join_values(listing.sites));
  set("horaires", listing.hours);
  set("date_maj", base::iso_day(listing.updated_on.value_or(published.decided_on)));
  set("services", known_services(listing.services));
  return row;
}

std::string international_phone(std::string_view phone, std::string_view departement) {
  std::string digits;
  for (const char c : phone)
    if (is_digit(c)) digits += c;
  if (phone.starts_with('+')) return digits.size() >= national_digits ? '+' + digits : std::string();
  if (digits.size() != national_digits || digits.front() != '0') return {};
  return fmt::format("+{}{}", calling_code(departement), digits.substr(1));
}

std::string national_file_name(base::Day day, std::string_view producer, std::string_view territory,
                               std::string_view suffix) {
  return fmt::format("{}_{}_lieux-de-mediation-numerique_{}.{}", base::iso_day(day), producer, territory, suffix);
}

}  // namespace relais::directory
