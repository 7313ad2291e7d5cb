#include "allocation/desk_pages.hpp"

#include <algorithm>

#include "allocation/refusals.hpp"
#include "catalogue/newest.hpp"
#include "fairness/instance_json.hpp"
#include "web/form.hpp"
#include "web/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using web::Request;

constexpr std::int64_t lines_per_page = 50;
constexpr std::int64_t lines_of_structure_max = 1'000;

Result<Allocation> find(Reader& reader, ProgrammeId programme, const Request& request) {
  auto found = find_allocation(reader, programme, request.parameter("reference"));
  if (!found) return Refusal(refused::allocation_unknown);
  return *std::move(found);
}

Result<Opened> open(Reader& reader, const Request& request) {
  RELAIS_TRY(const auto programme, catalogue::find_newest_programme(reader));
  RELAIS_TRY(auto allocation, find(reader, programme.id, request));
  Opened opened;
  opened.catalogue = catalogue::get_catalogue(reader, programme.id);
  opened.round = needs::get_round(reader, allocation.round);
  opened.classes = list_classes(reader, allocation.id);
  opened.allocation = std::move(allocation);
  return opened;
}

std::string address_of_next(const Request& request, std::string_view last) {
  std::string query;
  for (const auto* name : {"structure", "departement"})
    if (const auto value = request.query.text(name); !value.empty())
      query += std::string(name) + '=' + web::percent_encode(value) + '&';
  return request.path + '?' + query + "after=" + web::percent_encode(last);
}

/// One line more than a page holds: it says that there is a next one.
LinesPage read_page(Reader& reader, AllocationId allocation, const Request& request) {
  const auto& query = request.query;
  LinesPage page;
  page.lines = list_line_summaries(reader, allocation,
                                   {.departement = std::string(query.text("departement")),
                                    .structure_name = std::string(query.text("structure")),
                                    .after = std::string(query.text("after")),
                                    .lines_max = lines_per_page + 1});
  if (std::ssize(page.lines) <= lines_per_page) return page;
  page.lines.pop_back();
  page.next = address_of_next(request, page.lines.back().name);
  return page;
}

}  // namespace

const needs::Round& Listed::round_of(const Allocation& allocation) const {
  const auto found =
      std::find_if(rounds.begin(), rounds.end(), [&](const auto& round) { return round.id == allocation.round; });
  RELAIS_CHECK(found != rounds.end());
  return *found;
}

const Class& OfStructure::class_of(const Line& line) const {
  const auto found = std::find_if(classes.begin(), classes.end(), [&](const Class& one) {
    return one.tier == line.tier && one.product == line.product;
  });
  RELAIS_CHECK(found != classes.end());
  return *found;
}

Result<Listed> Desk::list() const {
  return database_->read([](Reader& reader) -> Result<Listed> {
    RELAIS_TRY(auto programme, catalogue::find_newest_programme(reader));
    auto allocations = list_allocations(reader, programme.id);
    auto rounds = needs::list_rounds(reader, programme.id);
    return Listed{std::move(programme), std::move(allocations), std::move(rounds)};
  });
}

Result<Shown> Desk::show(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Shown> {
    RELAIS_TRY(auto opened, open(reader, request));
    Shown shown{std::move(opened), {}, {}, {}, {}};
    const auto& allocation = shown.allocation;
    if (allocation.keeps_grants_of) shown.promises_of = get_allocation(reader, allocation.keeps_grants_of).reference;
    shown.coverage = count_lines_by_coverage(reader, allocation.id);
    shown.departements = places::list_departements(reader);
    shown.page = read_page(reader, allocation.id, request);
    return shown;
  });
}

Result<OfStructure> Desk::of_structure(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<OfStructure> {
    RELAIS_TRY(auto opened, open(reader, request));
    const auto programme = opened.catalogue.programme.id;
    auto structure = people::find_organisation(reader, programme, request.parameter("structure"));
    if (!structure) return Refusal(web::refusals::not_found);
    OfStructure of{std::move(opened), *std::move(structure), {}};
    of.lines =
        list_lines(reader, of.allocation.id, {.structure = of.structure.id, .lines_max = lines_of_structure_max});
    if (of.lines.empty()) return Refusal(web::refusals::not_found);
    return of;
  });
}

Result<std::string> Desk::instance_text(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<std::string> {
    RELAIS_TRY(const auto programme, catalogue::find_newest_programme(reader));
    RELAIS_TRY(const auto allocation, find(reader, programme.id, request));
    return fairness::render_instance(get_instance(reader, allocation.id));
  });
}

std::int64_t percent(std::int64_t granted, std::int64_t asked) { return asked == 0 ? 100 : granted * 100 / asked; }

}  // namespace relais::allocation
