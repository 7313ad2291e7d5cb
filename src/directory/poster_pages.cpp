#include "directory/poster_pages.hpp"

#include <fmt/format.h>

#include "directory/listing_pages.hpp"
#include "directory/phone.hpp"
#include "places/local_time.hpp"
#include "web/i18n.hpp"
#include "web/qr.hpp"

namespace relais::directory {
namespace {

using web::Data;
using web::Request;
using web::Response;
using web::translate;

/// What one sheet of paper holds under the code.
constexpr std::size_t structures_on_poster = 14;

std::string path_of(const places::Departement& departement) {
  return fmt::format("/directory/departements/{}", departement.code);
}

std::string title_of(const places::Departement& departement) {
  return fmt::format("{} ({})", departement.name, departement.code);
}

Data poster_rows(const std::vector<Listing>& listings) {
  Data rows(Data::type::list);
  for (std::size_t at = 0; at < std::min(listings.size(), structures_on_poster); ++at) {
    const auto& one = listings[at];
    Data row;
    row.set("name", one.name);
    row.set("address", one.address);
    row.set("has_address", !one.address.empty());
    row.set("postal_code", one.postal_code);
    row.set("commune_name", one.commune_name);
    row.set("phone", phone_text(one.phone));
    row.set("is_illustrative", one.is_illustrative);
    rows << row;
  }
  return rows;
}

Response poster(const web::Site& site, const Desk& desk, const std::string& site_url, const Request& request) {
  const auto listed = desk.list(request);
  if (!listed) return site.refusal(request, listed.refusal());
  const auto path = path_of(listed->departement), address = site_url + path;
  const auto code = web::qr_path(address);
  const auto& listings = listed->page.listings;
  Data data;
  data.set("title", title_of(listed->departement));
  data.set("back", path);
  data.set("address", address);
  data.set("qr_path", code.path);
  data.set("qr_side", std::to_string(code.side));
  data.set("structures", poster_rows(listings));
  data.set("has_structures", !listings.empty());
  data.set("has_more", listings.size() > structures_on_poster || !listed->page.next.empty());
  const auto today = places::local_time(desk.now(), listed->departement.code).day;
  data.set("date", web::format_day(request.language, today));
  return site.page(request, "directory/poster",
                   {.title = translate(request.language, "Affiche"), .scripts = {}, .keep = web::Keep::revalidate},
                   data);
}

/// Alone, so that another site may frame it: it has no form, and knows nobody.
Response embed(const web::Site& site, const Desk& desk, const Request& request) {
  const auto listed = desk.list(request);
  if (!listed) return site.refusal(request, listed.refusal());
  Data data;
  data.set("language", std::string(web::language_code(request.language)));
  data.set("title", title_of(listed->departement));
  data.set("pico", site.assets().address("pico.min.css"));
  data.set("style", site.assets().address("relais.css"));
  data.set("whole", path_of(listed->departement));
  data.set("listings", listings_data(listed->page.listings, desk.now(), request.language));
  data.set("next", address_of_next(request, listed->page.next));
  data.set("has_next", !listed->page.next.empty());
  auto response = web::html(site.render(request, "directory/embed", data));
  response.headers.set("Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; "
                       "base-uri 'none'; frame-ancestors *");
  response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  return response.keep_as(web::Keep::revalidate);
}

}  // namespace

void add_poster_pages(web::Site& site, web::Router& router, const Desk& desk, std::string site_url) {
  router.get(
      "/directory/departements/{departement}/poster",
      [&site, desk, url = std::move(site_url)](const Request& request) { return poster(site, desk, url, request); });
  router.get("/directory/departements/{departement}/embed",
             [&site, desk](const Request& request) { return embed(site, desk, request); });
}

}  // namespace relais::directory
