#include "directory/listing_pages.hpp"

#include <fmt/format.h>

#include "directory/hours.hpp"
#include "directory/opening.hpp"
#include "directory/phone.hpp"
#include "directory/place_store.hpp"
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
  const auto latitude = places::degrees_text(listing.position->latitude_udeg);
  const auto longitude = places::degrees_text(listing.position->longitude_udeg);
  return fmt::format("https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}", latitude, longitude);
}

/// Where a change of the state of `state` is worth saying, in words.
std::string change_text(const OpenState& state, places::LocalTime now, Language language) {
  const auto say = [&](std::string_view text, auto&&... facts) {
    return fmt::format(fmt::runtime(web::translate(language, text)), facts...);
  };
  if (!state.changes_at) return web::translate(language, state.is_open ? "Ouvert" : "Fermé");
  const auto [day, minute] = *state.changes_at;
  const auto time = fmt::format("{}:{:02}", minute / 60, minute % 60);
  const auto days_ahead = (day - now.day).count();
  if (state.is_open && days_ahead == 0) return say(web::to_translate("Ouvert jusqu’à {}"), time);
  if (state.is_open)
    return web::translate(language, days_ahead == 1 && minute == 0 ? "Ouvert jusqu’à minuit" : "Ouvert");
  if (days_ahead == 0) return say(web::to_translate("Fermé, ouvre à {}"), time);
  if (days_ahead == 1) return say(web::to_translate("Fermé, ouvre demain à {}"), time);
  return say(web::to_translate("Fermé, ouvre {} à {}"), weekday_name(std::chrono::weekday(day), language), time);
}

void set_open(Data& data, const Listing& listing, base::Instant now, Language language) {
  const auto hours = OpeningHours::parse(listing.hours);
  const auto here = places::local_time(now, listing.departement);
  data.set("is_open", hours && hours->state_at(here, listing.departement).is_open);
  set_text(data, "open", open_text(listing, now, language));
  data.set("is_holiday",
           hours && !hours->tells_of_holidays() && places::is_public_holiday(here.day, listing.departement));
}

void set_details(Data& data, const Details& details) {
  const auto set_list = [&](const std::string& name, Detail detail) {
    set_lines(data, name, split_values(details[detail]));
  };
  set_list("access_modes", Detail::access_modes);
  set_list("audiences", Detail::audiences);
  set_list("special_support", Detail::special_support);
  set_list("fees", Detail::fees);
  set_text(data, "summary", details[Detail::summary]);
  set_text(data, "booking", details[Detail::booking]);
  set_text(data, "accessibility", details[Detail::accessibility_record]);
}

void set_source(Data& data, const Listing& listing, Language language) {
  set_text(data, "list", listing.list);
  set_text(data, "updated_on", listing.updated_on ? web::format_day(language, *listing.updated_on) : std::string());
  data.set("is_illustrative", listing.is_illustrative);
}

Data listing_data(const Listing& listing, base::Instant now, Language language) {
  Data data;
  data.set("name", listing.name);
  set_text(data, "address", listing.address);
  set_text(data, "address_complement", listing.address_complement);
  set_text(data, "postal_code", listing.postal_code);
  set_text(data, "commune_name", listing.commune_name);
  set_text(data, "phone", phone_text(listing.phone));
  set_text(data, "phone_link", phone_link(listing.phone));
  set_text(data, "site", listing.sites.empty() ? std::string() : listing.sites.front());
  set_text(data, "map", map_address(listing));
  set_lines(data, "hours", hours_lines(listing.hours, language));
  set_lines(data, "services", listing.services);
  set_text(data, "distance", listing.distance_m ? distance_text(*listing.distance_m, language) : std::string());
  data.set("has_address_only", listing.phone.empty() && listing.sites.empty() && !listing.address.empty());
  set_open(data, listing, now, language);
  set_details(data, listing.details);
  data.set("has_links", !listing.details[Detail::booking].empty() ||
                            !listing.details[Detail::accessibility_record].empty() || !listing.sites.empty() ||
                            !map_address(listing).empty());
  set_source(data, listing, language);
  return data;
}

}  // namespace

Data listings_data(const std::vector<Listing>& listings, base::Instant now, Language language) {
  Data list(Data::type::list);
  for (const auto& listing : listings) list << listing_data(listing, now, language);
  return list;
}

std::string open_text(const Listing& listing, base::Instant now, Language language) {
  const auto hours = OpeningHours::parse(listing.hours);
  if (!hours) return {};
  const auto here = places::local_time(now, listing.departement);
  return change_text(hours->state_at(here, listing.departement), here, language);
}

}  // namespace relais::directory
