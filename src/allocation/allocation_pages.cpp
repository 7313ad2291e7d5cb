#include "allocation/allocation_pages.hpp"

#include <memory>

#include <fmt/format.h>

#include "allocation/compare_pages.hpp"
#include "allocation/desk_pages.hpp"
#include "allocation/fairness_pages.hpp"
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

/// Its trials and its other proposals, each a comparison away.
Data other_rows(const Shown& shown) {
  Data list(Data::type::list);
  for (const auto& other : shown.others) list << Data("other", other);
  return list;
}

Response csv(std::string table, const std::string& name) {
  return web::download(std::move(table), "text/csv; charset=utf-8", name).keep_as(web::Keep::revalidate);
}

class Pages {
 public:
  using May = std::function<bool(const Request&)>;
  Pages(const web::Site& site, const Desk& desk, May may_allocate)
      : site_(&site), desk_(desk), may_allocate_(std::move(may_allocate)) {}

  Response list(const Request& request) const {
    const auto listed = desk_.list(request);
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
    data.set("may_allocate", may_allocate(request));
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
    data.set("others", other_rows(*shown));
    data.set("has_others", !shown->others.empty());
    set_register(data, shown->catalogue, shown->adjustments, language);
    set_lines(data, *shown, request);
    data.set("may_allocate", may_allocate(request));
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
    set_register(data, of->catalogue, of->adjustments, request.language);
    data.set("may_adjust", may_allocate(request) && of->allocation.state == State::proposed);
    data.set("may_release", may_allocate(request) && of->allocation.state == State::approved);
    data.set("path", request.path);
    data.set("cards", line_cards(*of, request.language));
    data.set("api", fmt::format("/api/v1{}", request.path));
    return site_->page(request, "allocation/structure",
                       public_page(of->structure.name + " – " + title_of(of->allocation, request.language)), data);
  }

  Response fairness(const Request& request) const {
    const auto fair = desk_.fair(request);
    if (!fair) return site_->refusal(request, fair.refusal());
    const auto language = request.language;
    Data data;
    set_allocation(data, fair->allocation, fair->round, language);
    data.set("is_illustrative", fair->catalogue.programme.is_illustrative);
    data.set("classes", class_rows(fair->catalogue, fair->classes, language));
    set_fairness(data, *fair, language);
    const auto title = translate(language, "Le partage est-il équitable ?") + " – " + fair->allocation.reference;
    return site_->page(request, "allocation/fairness", public_page(title), data);
  }

  Response fairness_table(const Request& request) const {
    const auto fair = desk_.fair(request);
    if (!fair) return site_->refusal(request, fair.refusal());
    return csv(fairness_csv(*fair, request.language), fair->allocation.reference + "-fairness.csv");
  }

  Response compare(const Request& request) const {
    const auto compared = desk_.comparison(request);
    if (!compared) return site_->refusal(request, compared.refusal());
    const auto language = request.language;
    Data data;
    set_allocation(data, compared->allocation, compared->round, language);
    data.set("is_illustrative", compared->catalogue.programme.is_illustrative);
    data.set("may_allocate", may_allocate(request));
    data.set("other_is_trial", compared->other.state == State::trial);
    set_comparison(data, *compared, language);
    const auto title = fmt::format(fmt::runtime(translate(language, "De {0} à {1}")), compared->allocation.reference,
                                   compared->other.reference);
    return site_->page(request, "allocation/compare", public_page(title), data);
  }

  Response comparison_table(const Request& request) const {
    const auto comparison = desk_.whole_comparison(request);
    if (!comparison) return site_->refusal(request, comparison.refusal());
    return csv(render_csv(*comparison, request.language),
               fmt::format("{}-{}.csv", request.parameter("reference"), request.parameter("other")));
  }

 private:
  bool may_allocate(const Request& request) const { return may_allocate_ && may_allocate_(request); }

  const web::Site* site_;
  Desk desk_;
  May may_allocate_;
};

}  // namespace

void add_allocation_pages(web::Site& site, web::Router& router, store::Database& database,
                          std::function<bool(const web::Request&)> may_allocate) {
  site.add_templates(relais_allocation_templates());
  const Desk desk(database);
  const auto pages = std::make_shared<const Pages>(site, desk, std::move(may_allocate));
  router.get("/allocations", [pages](const Request& request) { return pages->list(request); });
  router.get("/allocations/{reference}", [pages](const Request& request) { return pages->show(request); });
  router.get("/allocations/{reference}/lines/{structure}",
             [pages](const Request& request) { return pages->of_structure(request); });
  router.get("/allocations/{reference}/fairness", [pages](const Request& request) { return pages->fairness(request); });
  router.get("/allocations/{reference}/fairness.csv",
             [pages](const Request& request) { return pages->fairness_table(request); });
  router.get("/allocations/{reference}/compare/{other}",
             [pages](const Request& request) { return pages->compare(request); });
  router.get("/allocations/{reference}/compare/{other}/structures.csv",
             [pages](const Request& request) { return pages->comparison_table(request); });
  add_allocation_api(router, desk);
}

}  // namespace relais::allocation
