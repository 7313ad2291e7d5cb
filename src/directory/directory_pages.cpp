#include "directory/directory_pages.hpp"

#include <memory>

#include <fmt/format.h>

#include "directory/desk_pages.hpp"
#include "directory/listing_pages.hpp"
#include "directory/open_data_pages.hpp"
#include "directory/poster_pages.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_directory_templates();

namespace relais::directory {
namespace {

using base::Language;
using web::Data;
using web::Keep;
using web::Request;
using web::Response;
using web::translate;
using web::translate_plural;

web::Page public_page(std::string title, int status = 200) {
  return {.title = std::move(title), .scripts = {"near_me.js"}, .status = status, .keep = Keep::revalidate};
}

/// Only these pages may ask the browser where the visitor is, and the browser asks the visitor.
Response may_locate(Response response) {
  response.headers.set("Permissions-Policy", "geolocation=(self)");
  return response;
}

std::string count_text(Language language, std::int64_t structures) {
  return structures == 0 ? translate(language, "aucune structure")
                         : translate_plural(language, "{} structure", "{} structures", structures);
}

Data departement_rows(const std::vector<DepartementCount>& counts, Language language) {
  Data rows(Data::type::list);
  for (const auto& [departement, structures] : counts) {
    Data row;
    row.set("code", departement.code);
    row.set("name", departement.name);
    row.set("structures", count_text(language, structures));
    row.set("is_empty", structures == 0);
    rows << row;
  }
  return rows;
}

/// The names of homonyms are told apart by their département.
Data choices(const std::vector<places::Commune>& communes, std::string_view question) {
  Data list(Data::type::list);
  for (const auto& commune : communes) {
    Data choice;
    choice.set("name", fmt::format("{} ({})", commune.name, commune.departement));
    choice.set("address", fmt::format("/directory/search?q={}&commune={}", web::percent_encode(question),
                                      web::percent_encode(commune.insee)));
    list << choice;
  }
  return list;
}

void set_listings(Data& data, const Request& request, const Page& page, base::Instant now) {
  data.set("listings", listings_data(page.listings, now, request.language));
  data.set("is_empty", page.listings.empty() && !request.query.has("after"));
  data.set("next", address_of_next(request, page.next));
  data.set("has_next", !page.next.empty());
}

class Pages {
 public:
  Pages(const web::Site& site, const Desk& desk) : site_(&site), desk_(desk) {}

  Response departements(const Request& request) const {
    const auto counted = desk_.count();
    if (!counted) return site_->refusal(request, counted.refusal());
    std::int64_t total = 0;
    for (const auto& [departement, structures] : counted->departements) total += structures;
    Data data;
    data.set("q", "");
    data.set("total", count_text(request.language, total));
    data.set("departements", departement_rows(counted->departements, request.language));
    return site_->page(request, "directory/departements", public_page(translate(request.language, "Annuaire")), data);
  }

  Response departement(const Request& request) const {
    const auto listed = desk_.list(request);
    if (!listed) return site_->refusal(request, listed.refusal());
    const auto title = fmt::format("{} ({})", listed->departement.name, listed->departement.code);
    Data data;
    data.set("q", "");
    data.set("title", title);
    data.set("code", listed->departement.code);
    data.set("api", fmt::format("/api/v1/directory/departements/{}", listed->departement.code));
    set_listings(data, request, listed->page, desk_.now());
    return site_->page(request, "directory/departement", public_page(title), data);
  }

  Response search(const Request& request) const {
    const auto found = desk_.search(request);
    if (!found) return not_found(request, found.refusal());
    const auto& around = found->search.around;
    const auto is_near = around.insee.empty();
    const auto title = is_near ? translate(request.language, "Autour de vous")
                               : fmt::format(fmt::runtime(translate(request.language, "Autour de {} ({})")),
                                             around.name, around.departement);
    Data data = search_data(request, title);
    data.set("around", around.name);
    data.set("departement", around.departement);
    data.set("has_departement", !is_near);
    data.set("could_be", choices(found->search.could_be, request.query.text("q")));
    data.set("has_could_be", !found->search.could_be.empty());
    set_listings(data, request, found->search.page, desk_.now());
    return site_->page(request, "directory/search", public_page(title), data);
  }

 private:
  static Data search_data(const Request& request, const std::string& title) {
    Data data;
    data.set("q", std::string(request.query.text("q")));
    data.set("title", title);
    data.set("is_refused", false);
    return data;
  }

  /// The form again, with what was typed and what to do.
  Response not_found(const Request& request, const base::Refusal& refusal) const {
    if (request.wants_json()) return web::problem(request, refusal);
    const auto title = translate(request.language, "Recherche");
    Data data = search_data(request, title);
    data.set("is_refused", true);
    data.set("message", refusal.message(request.language));
    return site_->page(request, "directory/search", public_page(title, refusal.reason().http_status), data);
  }

  const web::Site* site_;
  Desk desk_;
};

}  // namespace

void add_directory_pages(web::Site& site, web::Router& router, store::Database& database, const base::Clock* clock,
                         std::string site_url) {
  site.add_templates(relais_directory_templates());
  const Desk desk(database, clock);
  const auto pages = std::make_shared<const Pages>(site, desk);
  const auto add = [&](std::string_view path, Response (Pages::*show)(const Request&) const) {
    router.get(path, [pages, show](const Request& request) { return may_locate((pages.get()->*show)(request)); });
  };
  add("/directory", &Pages::departements);
  add("/directory/departements/{departement}", &Pages::departement);
  add("/directory/search", &Pages::search);
  add_directory_api(router, desk);
  add_poster_pages(site, router, desk, std::move(site_url));
  add_open_data_pages(site, router, database, clock);
}

}  // namespace relais::directory
