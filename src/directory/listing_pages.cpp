#include "directory/listing_pages.hpp"

#include <fmt/format.h>

#include "directory/hours.hpp"
#include "directory/phone.hpp"
#include "web/i18n.hpp"

namespace relais::directory {
namespace {

using base::Language;
using web::Data;

/// Mustache takes an empty text for true: `has_…` says whether there is something to show.
void set_text(Data& data, const std::string& name, const std::string& text) {
  data.set(name, text);
  data.set("has_" + name, !text.empty());
}

void set_lines(Data& data, const std::string& name, const std::vector<std::string>& lines) {
  Data list(Data::type::list);
  for (const auto& line : lines) list << Data("text", line);
  data.set(name, list);
  data.set("has_" + name, !lines.empty());
}

/// Tenths of a kilometre below 10 km, whole ones above.
std::string distance_text(std::int64_t distance_m, Language language) {
  constexpr std::int64_t tenth_m = 100;
  if (distance_m < 1'000) return web::translate(language, "moins de 1 km");
  const auto tenths = (distance_m + tenth_m / 2) / tenth_m;
  if (tenths >= 100) return fmt::format("{} km", (distance_m + 500) / 1'000);
  return fmt::format("{}{}{} km", tenths / 10, language == Language::french ? ',' : '.', tenths % 10);
}

/// Not where only the commune's centre is known: a pin there would send people to a wrong door.
std::string map_address(const Listing& listing) {
  if (!listing.position || listing.is_position_approximate) return {};
  const auto degrees = [](std::int64_t udeg) {
    return fmt::format("{}{}.{:06}", udeg < 0 ? "-" : "", std::abs(udeg) / 1'000'000, std::abs(udeg) % 1'000'000);
  };
  const auto latitude = degrees(listing.position->latitude_udeg);
  const auto longitude = degrees(listing.position->longitude_udeg);
  return fmt::format("https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}", latitude, longitude);
}

void set_source(Data& data, const Listing& listing, Language language) {
  set_text(data, "list", listing.list);
  set_text(data, "updated_on", listing.updated_on ? web::format_day(language, *listing.updated_on) : std::string());
  data.set("is_illustrative", listing.is_illustrative);
}

Data listing_data(const Listing& listing, Language language) {
  Data data;
  data.set("name", listing.name);
  set_text(data, "address", listing.address);
  set_text(data, "address_complement", listing.address_complement);
  set_text(data, "postal_code", listing.postal_code);
  set_text(data, "commune_name", listing.commune_name);
  set_text(data, "phone", phone_text(listing.phone));
  set_text(data, "phone_link", phone_link(listing.phone));
  set_text(data, "site", listing.site);
  set_text(data, "map", map_address(listing));
  set_lines(data, "hours", hours_lines(listing.hours, language));
  set_lines(data, "services", listing.services);
  set_text(data, "distance", listing.distance_m ? distance_text(*listing.distance_m, language) : std::string());
  data.set("has_address_only", listing.phone.empty() && listing.site.empty() && !listing.address.empty());
  data.set("has_links", !listing.site.empty() || !map_address(listing).empty());
  set_source(data, listing, language);
  return data;
}

}  // namespace

Data listings_data(const std::vector<Listing>& listings, Language language) {
  Data list(Data::type::list);
  for (const auto& listing : listings) list << listing_data(listing, language);
  return list;
}

}  // namespace relais::directory
