#include "app/serve_site.hpp"

#include "allocation/allocation_pages.hpp"
#include "catalogue/newest.hpp"
#include "directory/directory_pages.hpp"
#include "impact/impact_pages.hpp"
#include "web/i18n.hpp"

namespace relais::app {
namespace {

/// The site's own name stands in while there is no programme, or no database: an outage has a page too.
std::string name_of_programme(store::Database& database, base::Language language) {
  try {
    const auto programme =
        database.read([](store::Reader& reader) { return catalogue::find_newest_programme(reader); });
    if (programme) return programme->name.in(language);
  } catch (const store::Outage&) {
  }
  return "Relais";
}

web::Frame frame_of(store::Database& database, const web::Request& request) {
  const auto language = request.language;
  return {.programme = name_of_programme(database, language),
          .navigation = {{"/", web::translate(language, "Tableau de bord")},
                         {"/allocations", web::translate(language, "Attributions")},
                         {"/directory", web::translate(language, "Annuaire")}},
          .actor = {},
          .sign_out_path = {}};
}

}  // namespace

PublicSite::PublicSite(store::Database& database)
    : site_([&database](const web::Request& request) { return frame_of(database, request); }),
      router_([this](const web::Request& request, const base::Refusal& refusal) {
        return site_.refusal(request, refusal);
      }) {
  site_.add_routes(router_);
  impact::add_impact_pages(site_, router_, database);
  allocation::add_allocation_pages(site_, router_, database);
  directory::add_directory_pages(site_, router_, database);
}

}  // namespace relais::app
