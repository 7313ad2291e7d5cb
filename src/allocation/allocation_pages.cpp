#include "allocation/allocation_pages.hpp"

#include <memory>

#include <fmt/format.h>

#include "allocation/desk_pages.hpp"
#include "allocation/round_pages.hpp"
#include "allocation/structure_pages.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_allocation_templates();

namespace relais::allocation {
namespace {

using base::Language;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

web::Page public_page(std::string title) {
  return {.title = std::move(title), .scripts = {}, .status = 200, .keep = web::Keep::revalidate};
}

std::string title_of(const Allocation& allocation, Language language) {
  return fmt::format(fmt::runtime(translate(language, "Attribution {0}")), allocation.reference);
}

Data departement_choices(const Shown& shown, std::string_view chosen) {
  Data list(Data::type::list);
  for (const auto& departement : shown.departements) {
    Data choice;
    choice.set("code", departement.code);
    choice.set("name", departement.name);
    choice.set("is_chosen", departement.code == chosen);
    list << choice;
  }
  return list;
}

void set_lines(Data& data, const Shown& shown, const Request& request) {
  data.set("departements", departement_choices(shown, request.query.text("departement")));
  data.set("structure", std::string(request.query.text("structure")));
  data.set("lines", line_rows(shown.catalogue, shown.allocation, shown.page.lines, request.language));
  data.set("has_lines", !shown.page.lines.empty());
  data.set("next", shown.page.next + "#lines");
  data.set("has_next", !shown.page.next.empty());
}

class Pages {
 public:
  Pages(const web::Site& site, const Desk& desk) : site_(&site), desk_(desk) {}

  Response list(const Request& request) const {
    const auto listed = desk_.list();
    if (!listed) return site_->refusal(request, listed.refusal());
    Data rows(Data::type::list);
    for (const auto& allocation : listed->allocations) {
      Data row;
      set_allocation(row, allocation, listed->round_of(allocation), request.language);
      rows << row;
    }
    Data data;
    data.set("allocations", rows);
    data.set("is_empty", listed->allocations.empty());
    data.set("is_illustrative", listed->programme.is_illustrative);
    return site_->page(request, "allocation/allocations", public_page(translate(request.language, "Attributions")),
                       data);
  }

  Response show(const Request& request) const {
    const auto shown = desk_.show(request);
    if (!shown) return site_->refusal(request, shown.refusal());
    const auto language = request.language;
    Data data;
    set_allocation(data, shown->allocation, shown->round, language);
    data.set("is_illustrative", shown->catalogue.programme.is_illustrative);
    data.set("policy", policy_sentences(shown->catalogue, shown->allocation, shown->promises_of, language));
    data.set("classes", class_rows(shown->catalogue, shown->classes, language));
    data.set("steps", coverage_rows(shown->coverage, language));
    set_lines(data, *shown, request);
    return site_->page(request, "allocation/allocation", public_page(title_of(shown->allocation, language)), data);
  }

  Response of_structure(const Request& request) const {
    const auto of = desk_.of_structure(request);
    if (!of) return site_->refusal(request, of.refusal());
    Data data;
    set_allocation(data, of->allocation, of->round, request.language);
    data.set("is_illustrative", of->catalogue.programme.is_illustrative);
    data.set("structure", of->structure.name);
    data.set("structure_is_illustrative", of->structure.is_illustrative);
    data.set("departement", of->structure.departement);
    data.set("cards", line_cards(*of, request.language));
    data.set("api", fmt::format("/api/v1{}", request.path));
    return site_->page(request, "allocation/structure",
                       public_page(of->structure.name + " – " + title_of(of->allocation, request.language)), data);
  }

 private:
  const web::Site* site_;
  Desk desk_;
};

}  // namespace

void add_allocation_pages(web::Site& site, web::Router& router, store::Database& database) {
  site.add_templates(relais_allocation_templates());
  const Desk desk(database);
  const auto pages = std::make_shared<const Pages>(site, desk);
  router.get("/allocations", [pages](const Request& request) { return pages->list(request); });
  router.get("/allocations/{reference}", [pages](const Request& request) { return pages->show(request); });
  router.get("/allocations/{reference}/lines/{structure}",
             [pages](const Request& request) { return pages->of_structure(request); });
  add_allocation_api(router, desk);
}

}  // namespace relais::allocation
