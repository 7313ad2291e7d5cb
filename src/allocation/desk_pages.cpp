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
constexpr std::int64_t worst_lines_max = 20;
constexpr std::int64_t structures_per_page = 20;
constexpr std::size_t others_max = 6;

Result<Allocation> find(Reader& reader, ProgrammeId programme, const Request& request) {
  auto found = find_allocation(reader, programme, request.parameter("reference"));
  // A trial answers “what if” for the coordination: to others it is not there.
  if (!found || (found->state == State::trial && !request.is_member)) return Refusal(refused::allocation_unknown);
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
  for (const auto* name : {"structure", "departement", "change"})
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

std::vector<std::string> others_of(Reader& reader, const Allocation& allocation) {
  std::vector<std::string> others;
  for (const auto& other : list_allocations(reader, allocation.programme))
    if (other.round == allocation.round && other.id != allocation.id && others.size() < others_max)
      others.push_back(other.reference);
  return others;
}

Result<Allocation> find_other(Reader& reader, const Allocation& allocation, const Request& request) {
  auto other = find_allocation(reader, allocation.programme, request.parameter("other"));
  if (!other) return Refusal(refused::allocation_unknown);
  if (other->round != allocation.round)
    return Refusal(refused::not_of_one_round, {allocation.reference, other->reference});
  return *std::move(other);
}

bool is_known(const std::vector<places::Departement>& departements, std::string_view code) {
  return std::any_of(departements.begin(), departements.end(), [&](const auto& one) { return one.code == code; });
}

/// What the request narrows the list to.
Result<> read_narrowing(Compared& compared, const Request& request) {
  compared.departement = request.query.text("departement");
  if (!compared.departement.empty() && !is_known(compared.departements, compared.departement))
    return Refusal(refused::departement_unknown, {compared.departement});
  const auto change = parse_change(request.query.text("change"));
  if (!change) return Refusal(refused::change_unknown, {std::string(request.query.text("change"))});
  compared.change = *change;
  return base::Done{};
}

/// One structure more than a page holds: it says that there is a next one.
void read_structures_of_page(Reader& reader, Compared& compared, const Request& request) {
  compared.structures = list_compared(reader, compared.allocation.id, compared.other.id,
                                      {.departement = compared.departement,
                                       .change = compared.change,
                                       .after = std::string(request.query.text("after")),
                                       .structures_max = structures_per_page + 1});
  if (std::ssize(compared.structures) <= structures_per_page) return;
  compared.structures.pop_back();
  compared.next = address_of_next(request, compared.structures.back().code);
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

Result<Listed> Desk::list(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Listed> {
    RELAIS_TRY(auto programme, catalogue::find_newest_programme(reader));
    auto allocations = list_allocations(reader, programme.id);
    if (!request.is_member) std::erase_if(allocations, [](const auto& one) { return one.state == State::trial; });
    auto rounds = needs::list_rounds(reader, programme.id);
    return Listed{std::move(programme), std::move(allocations), std::move(rounds)};
  });
}

Result<Shown> Desk::show(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Shown> {
    RELAIS_TRY(auto opened, open(reader, request));
    Shown shown{std::move(opened), {}, {}, {}, {}, {}, {}};
    const auto& allocation = shown.allocation;
    if (allocation.keeps_grants_of) shown.promises_of = get_allocation(reader, allocation.keeps_grants_of).reference;
    shown.coverage = count_lines_by_coverage(reader, allocation.id);
    shown.departements = places::list_departements(reader);
    shown.page = read_page(reader, allocation.id, request);
    // Who set a line by hand, and what other proposals there were, is for members.
    if (!request.is_member) return shown;
    shown.adjustments = list_register(reader, allocation.round);
    shown.others = others_of(reader, allocation);
    return shown;
  });
}

Result<OfStructure> Desk::of_structure(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<OfStructure> {
    RELAIS_TRY(auto opened, open(reader, request));
    const auto programme = opened.catalogue.programme.id;
    auto structure = people::find_organisation(reader, programme, request.parameter("structure"));
    if (!structure) return Refusal(web::refusals::not_found);
    OfStructure of{std::move(opened), *std::move(structure), {}, {}};
    of.lines =
        list_lines(reader, of.allocation.id, {.structure = of.structure.id, .lines_max = lines_of_structure_max});
    if (of.lines.empty()) return Refusal(web::refusals::not_found);
    if (request.is_member) of.adjustments = list_register(reader, of.allocation.round, of.structure.id);
    return of;
  });
}

Result<Fair> Desk::fair(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Fair> {
    RELAIS_TRY(auto opened, open(reader, request));
    Fair fair{std::move(opened), {}, {}, {}};
    fair.spread = count_spread(reader, fair.allocation.id);
    fair.worst = list_worst_lines(reader, fair.allocation, worst_lines_max);
    fair.departements = places::list_departements(reader);
    return fair;
  });
}

Result<Compared> Desk::comparison(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Compared> {
    RELAIS_TRY(auto opened, open(reader, request));
    RELAIS_TRY(auto other, find_other(reader, opened.allocation, request));
    Compared compared;
    static_cast<Opened&>(compared) = std::move(opened);
    compared.other = std::move(other);
    compared.departements = places::list_departements(reader);
    RELAIS_TRY_DONE(read_narrowing(compared, request));
    compared.comparison = compare(reader, compared.allocation.id, compared.other.id);
    read_structures_of_page(reader, compared, request);
    return compared;
  });
}

Result<std::vector<ComparedStructure>> Desk::whole_comparison(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<std::vector<ComparedStructure>> {
    RELAIS_TRY(const auto programme, catalogue::find_newest_programme(reader));
    RELAIS_TRY(const auto allocation, find(reader, programme.id, request));
    RELAIS_TRY(const auto other, find_other(reader, allocation, request));
    return list_compared_by_code(reader, allocation.id, other.id);
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
