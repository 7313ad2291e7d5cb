#include "handover/hand_over_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "accounts/form_pages.hpp"
#include "allocation/allocation.hpp"
#include "base/text.hpp"
#include "handover/refusals.hpp"
#include "ledger/ledger.hpp"
#include "people/refusals.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_handover_templates();

namespace relais::handover {
namespace {

using accounts::FormErrors;
using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t latest_shown = 20;

struct Counter {
  Catalogue catalogue;
  people::Organisation structure;
  std::vector<people::Organisation> structures;  ///< that the person works for, when there are several
  std::vector<Part> shelf;
  std::vector<HandOver> latest;  ///< the newest first
};

Result<Counter> open_counter(Reader& reader, const Visit& visit, std::string_view code) {
  RELAIS_TRY(const auto permit, visit.permit<Right::hand_over>(reader));
  RELAIS_TRY(auto structure, structure_of(reader, permit, visit, code));
  Counter counter{catalogue::get_catalogue(reader, visit.programme()), std::move(structure), {}, {}, {}};
  for (const auto id : people::organisations_with_right(visit.actor(), Right::hand_over, visit.programme()))
    if (auto one = people::get_organisation(reader, id); one.kind == people::OrganisationKind::structure)
      counter.structures.push_back(std::move(one));
  counter.shelf = shelf_of(reader, counter.catalogue, counter.structure.id);
  counter.latest = list_latest_hand_overs(reader, visit.programme(), counter.structure.id, latest_shown);
  return counter;
}

Data product_choices(const Counter& counter, std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto& product : counter.catalogue.products) {
    const auto people = allocation::most_units(counter.catalogue, product.id, counter.shelf);
    if (people == 0) continue;
    const bool is_first = chosen.empty() && list.is_empty_list();
    auto choice = web::choice(product.code, product.name.in(language), is_first ? product.code : chosen);
    choice.set("people", web::translate_plural(language, "pour {} personne", "pour {} personnes", people));
    list << choice;
  }
  return list;
}

Data audience_radios(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto audience : catalogue::audiences)
    list << web::choice(code_of(audience), catalogue::label_of(audience).in(language), chosen);
  return list;
}

std::string given_text(const Catalogue& catalogue, const HandOver& made, Language language) {
  std::string text;
  for (const auto& part : made.given)
    text += (text.empty() ? "" : ", ") + web::format_number(language, part.quantity) + ' ' +
            catalogue.kind(part.kind).name.in(language);
  return text;
}

void set_counter(Data& data, const Counter& counter, const Request& request, base::Instant now) {
  const auto language = request.language;
  // What was chosen last stays chosen: forty people wait for the same thing.
  const auto kept = [&](std::string_view field) {
    return request.form.has(field) ? request.form.text(field) : request.query.text(field);
  };
  Data shelf(Data::type::list), latest(Data::type::list), structures(Data::type::list);
  for (const auto& part : counter.shelf) {
    Data row;
    row.set("name", counter.catalogue.kind(part.kind).name.in(language));
    row.set("quantity", web::format_number(language, part.quantity));
    shelf << row;
  }
  for (const auto& made : counter.latest) {
    Data row;
    row.set("day", web::format_day(language, made.day));
    row.set("people", web::translate_plural(language, "{} personne", "{} personnes", made.people));
    row.set("audience", catalogue::label_of(made.audience).in(language));
    row.set("product", counter.catalogue.product(made.product).name.in(language));
    row.set("given", given_text(counter.catalogue, made, language));
    latest << row;
  }
  for (const auto& structure : counter.structures) {
    Data row;
    row.set("name", structure.name);
    row.set("address", "/hand-overs?structure=" + web::percent_encode(structure.code));
    row.set("is_current", structure.id == counter.structure.id);
    structures << row;
  }
  data.set("structure", counter.structure.name);
  data.set("is_illustrative", counter.catalogue.programme.is_illustrative);
  data.set("structure_code", counter.structure.code);
  data.set("structures", structures);
  data.set("has_several", counter.structures.size() > 1);
  data.set("shelf", shelf);
  data.set("is_shelf_empty", counter.shelf.empty());
  data.set("latest", latest);
  data.set("has_latest", !counter.latest.empty());
  const auto products = product_choices(counter, kept("product"), language);
  data.set("has_products", products.is_non_empty_list());
  data.set("products", products);
  data.set("audiences", audience_radios(kept("audience"), language));
  data.set("people", request.form.has("people") ? std::string(request.form.text("people")) : std::string("1"));
  data.set("day", request.form.has("day") ? std::string(request.form.text("day"))
                                          : base::iso_day(std::chrono::floor<std::chrono::days>(now)));
}

Response show_counter(const accounts::Gate& gate, const Request& request, const Visit& visit,
                      const FormErrors& errors) {
  const auto code = request.form.has("structure") ? request.form.text("structure") : request.query.text("structure");
  const auto counter = gate.database().read([&](Reader& reader) { return open_counter(reader, visit, code); });
  if (!counter) return gate.site().refusal(request, counter.refusal());
  Data data;
  errors.show(data, request.language);
  visit.fill_form(data);
  data.set("is_done", request.query.has("done") && errors.empty());
  set_counter(data, *counter, request, visit.now());
  const web::Page page{.title = translate(request.language, "Remettre"), .status = errors.status()};
  return gate.site().page(request, "handover/hand_overs", page, data);
}

/// The field that a refusal is about.
std::string_view field_of_hand_over(const Refusal& refusal) {
  if (refusal.is(refused::people_not_positive) || refusal.is(refused::count_too_large)) return "people";
  if (refusal.is(refused::programme_not_started) || refusal.is(refused::programme_ended)) return "day";
  return "product";
}

struct TypedHandOver {
  std::string structure, product;
  std::int64_t people = 0;
  Audience audience = Audience::precarious_person;
  base::Day day;
};

TypedHandOver typed_hand_over(const Request& request, FormErrors& errors) {
  TypedHandOver typed{std::string(request.form.text("structure")),
                      std::string(request.form.text("product")),
                      0,
                      Audience::precarious_person,
                      {}};
  const auto people = base::parse_integer(request.form.text("people"));
  if (!people) errors.add("people", Refusal(refused::not_a_count));
  const auto audience = catalogue::parse_audience(request.form.text("audience"));
  if (!audience) errors.add("audience", Refusal(refused::audience_missing));
  const auto day = base::parse_day(request.form.text("day"));
  if (!day) errors.add("day", Refusal(refused::not_a_day));
  typed.people = people.value_or(0);
  typed.audience = audience.value_or(Audience::precarious_person);
  typed.day = day.value_or(base::Day{});
  return typed;
}

Result<HandOver> record_hand_over(Transaction& transaction, const Visit& visit, const TypedHandOver& typed) {
  RELAIS_TRY(const auto permit, visit.permit<Right::hand_over>(transaction));
  RELAIS_TRY(const auto structure, structure_of(transaction, permit, visit, typed.structure));
  const auto catalogue = catalogue::get_catalogue(transaction, visit.programme());
  const auto* product = catalogue.find_product(typed.product);
  if (product == nullptr) return Refusal(refused::product_unknown);
  return hand_over(transaction, permit, catalogue,
                   {visit.request_key(), structure.id, typed.audience, product->id, typed.people, typed.day});
}

Response record(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  FormErrors errors;
  const auto typed = typed_hand_over(request, errors);
  if (!errors.empty()) return show_counter(gate, request, visit, errors);
  const auto made = visit.change(typed.structure,
                                 [&](Transaction& transaction) { return record_hand_over(transaction, visit, typed); });
  if (!made) {
    errors.add(field_of_hand_over(made.refusal()), made.refusal());
    return show_counter(gate, request, visit, errors);
  }
  return web::redirect(fmt::format("/hand-overs?structure={}&product={}&audience={}&done=1",
                                   web::percent_encode(typed.structure), web::percent_encode(typed.product),
                                   code_of(typed.audience)));
}

}  // namespace

Result<people::Organisation> structure_of(Reader& reader, const people::ScopedPermit& permit, const Visit& visit,
                                          std::string_view code) {
  if (code.empty() && visit.on_behalf()) {
    auto own = people::get_organisation(reader, visit.on_behalf());
    if (own.kind == people::OrganisationKind::structure) return own;
    return Refusal(refused::structure_unknown);
  }
  auto found = people::find_organisation(reader, visit.programme(), code);
  if (!found || found->kind != people::OrganisationKind::structure ||
      !permit.coverage().covers(visit.programme(), found->id))
    return Refusal(refused::structure_unknown);
  return *std::move(found);
}

std::vector<Part> shelf_of(Reader& reader, const Catalogue& catalogue, OrganisationId structure) {
  std::vector<Part> shelf;
  const auto quantities = ledger::balances_of(reader, ledger::AccountKind::shelf, structure);
  for (const auto& kind : catalogue.kinds)
    for (const auto& balance : quantities)
      if (balance.kind == kind.id && balance.quantity > 0) shelf.push_back({kind.id, balance.quantity});
  return shelf;
}

void add_hand_over_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_handover_templates());
  gate.members("GET", "/hand-overs", Right::hand_over,
               [&gate](const Request& request, const Visit& visit) { return show_counter(gate, request, visit, {}); });
  gate.change("POST", "/hand-overs", Right::hand_over,
              [&gate](const Request& request, const Visit& visit) { return record(gate, request, visit); });
  add_hand_over_api(gate);
}

}  // namespace relais::handover
