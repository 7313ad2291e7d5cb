#include "impact/impact_pages.hpp"

#include <memory>

#include <fmt/format.h>

#include "impact/departements_pages.hpp"
#include "impact/desk_pages.hpp"
#include "impact/flow_pages.hpp"
#include "impact/map_pages.hpp"
#include "impact/sections_pages.hpp"
#include "impact/words_pages.hpp"

std::span<const relais::base::EmbeddedFile> relais_impact_templates();

namespace relais::impact {
namespace {

using base::Language;
using web::Data;
using web::Keep;
using web::Request;
using web::Response;
using web::translate;

web::Page public_page(std::string title) {
  return {.title = std::move(title), .scripts = {}, .keep = Keep::revalidate};
}

void set_programme(Data& data, const catalogue::Programme& programme, Language language) {
  data.set("programme", programme.name.in(language));
  data.set("dates", dates_text(language, programme));
  data.set("is_illustrative", programme.is_illustrative);
}

void set_round(Data& data, const std::optional<needs::Round>& round, Language language) {
  data.set("has_round", round.has_value());
  data.set("round", round ? round->name.in(language) : std::string());
}

void set_summary(Data& data, const Overview& overview, Language language) {
  const auto& summary = overview.summary;
  const auto total = total_of(overview.departements);
  data.set("equipped", web::format_number(language, summary.reached.equipped));
  data.set("connected", web::format_number(language, summary.reached.connected));
  data.set("structures", web::format_number(language, summary.structures));
  data.set("volume_gb", web::format_number(language, summary.volume_gb));
  data.set("coverage", per_cent_text(language, total.coverage_permille()));
  data.set("audiences", audience_list(summary, language));
}

void set_flows(Data& data, const std::vector<CategoryFlow>& flows, Language language) {
  Data pictures(Data::type::list);
  Data categories(Data::type::list);
  for (const auto& flow : flows) {
    pictures << flow_picture(flow, language);
    categories << Data("name", category_text(language, flow.category));
  }
  data.set("flows", pictures);
  data.set("categories", categories);
  data.set("flow_rows", flow_rows(flows, language));
}

void set_list(Data& data, const std::string& name, const Data& rows) {
  data.set("has_" + name, rows.is_non_empty_list());
  data.set(name, rows);
}

class Pages {
 public:
  Pages(const web::Site& site, const Desk& desk) : site_(&site), desk_(desk) {}

  Response dashboard(const Request& request) const {
    const auto overview = desk_.overview();
    if (!overview) return site_->refusal(request, overview.refusal());
    const auto language = request.language;
    const auto& departements = overview->departements;
    Data data;
    set_programme(data, departements.catalogue.programme, language);
    set_round(data, departements.round, language);
    set_summary(data, *overview, language);
    set_flows(data, overview->flows, language);
    set_list(data, "unmet", unmet_rows(overview->unmet, departements.catalogue, language));
    set_list(data, "networks", network_rows(overview->networks, language));
    set_list(data, "donors", donor_rows(overview->donors, departements.catalogue, language));
    set_map(data, departements, language);
    set_departements(data, departements, request.query.text("sort"), language);
    return site_->page(request, "impact/dashboard", public_page(translate(language, "Tableau de bord")), data);
  }

  Response departement(const Request& request) const {
    const auto found = desk_.departement(request.parameter("code"));
    if (!found) return site_->refusal(request, found.refusal());
    const auto& place = found->departement.place;
    Data data = figures_data(found->departement, request.language);
    set_programme(data, found->catalogue.programme, request.language);
    set_round(data, found->round, request.language);
    set_list(data, "needs", need_rows(*found, request.language));
    return site_->page(request, "impact/departement", public_page(fmt::format("{} ({})", place.name, place.code)),
                       data);
  }

 private:
  const web::Site* site_;
  Desk desk_;
};

}  // namespace

void add_impact_pages(web::Site& site, web::Router& router, store::Database& database) {
  site.add_templates(relais_impact_templates());
  const Desk desk(database);
  const auto pages = std::make_shared<const Pages>(site, desk);
  router.get("/", [pages](const Request& request) { return pages->dashboard(request); });
  router.get("/departements/{code}", [pages](const Request& request) { return pages->departement(request); });
  add_impact_api(router, desk);
}

}  // namespace relais::impact
