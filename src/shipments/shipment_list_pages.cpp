#include <algorithm>

#include "accounts/table_pages.hpp"
#include "base/reference.hpp"
#include "base/text.hpp"
#include "places/local_time.hpp"
#include "shipments/refusals.hpp"
#include "shipments/shipment_pages.hpp"
#include "shipments/unprepared.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"
#include "web/zone.hpp"

std::span<const relais::base::EmbeddedFile> relais_shipments_templates();

namespace relais::shipments {
namespace {

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

constexpr std::int64_t deliveries_of_a_page = 50;
constexpr std::int64_t deliveries_at_once = 2'000;
constexpr web::ListOrder delivery_orders[] = {{"newest", web::to_translate("la plus récente")}};
constexpr State all_states[] = {State::prepared, State::dispatched, State::received};

/// The structures whose name or code has the words; there are some thousands, so they are looked through here.
std::vector<OrganisationId> structures_named(Reader& reader, ProgrammeId programme, const std::string& words) {
  const auto wanted = base::fold(words);
  std::vector<OrganisationId> ids;
  for (const auto& structure : people::list_organisations(reader, programme, people::OrganisationKind::structure))
    if (base::fold(structure.name).find(wanted) != std::string::npos ||
        base::fold(structure.code).find(wanted) != std::string::npos)
      ids.push_back(structure.id);
  return ids;
}

Result<DeliveryFilter> delivery_filter(Reader& reader, const Request& request, const Visit& visit,
                                       const web::Listing& listing) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_shipments>(reader));
  DeliveryFilter filter;
  if (const auto& some = permit.coverage().organisations()) filter.parties.emplace(some->begin(), some->end());
  if (filter.parties) std::sort(filter.parties->begin(), filter.parties->end());
  filter.state = parse_state(request.query.text("state"));
  if (!listing.words.empty()) filter.structures = structures_named(reader, visit.programme(), listing.words);
  filter.before = ShipmentId{base::parse_integer(listing.after).value_or(0)};
  return filter;
}

/// As the structure's own calendar has it.
std::optional<base::Day> day_there(const std::optional<base::Instant>& instant, const Delivery& delivery) {
  if (!instant) return std::nullopt;
  return web::day_in(*instant, places::time_zone_of(delivery.departement));
}

std::string day_of(const std::optional<base::Instant>& instant, const Delivery& delivery, Language language) {
  const auto day = day_there(instant, delivery);
  return day ? web::format_day(language, *day) : std::string();
}

Data delivery_row(const Delivery& delivery, Language language) {
  const auto& shipment = delivery.shipment;
  Data row;
  row.set("address", path_of(shipment));
  row.set("reference", shipment.reference);
  row.set("structure", delivery.structure);
  row.set("departement", delivery.departement);
  row.set("depot", delivery.depot);
  row.set("state", label_of(shipment.state).in(language));
  row.set("items", web::format_number(language, shipment.items));
  row.set("dispatched", day_of(shipment.dispatched_at, delivery, language));
  row.set("received", day_of(shipment.received_at, delivery, language));
  return row;
}

Data delivery_states(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto state : all_states) list << web::choice(code_of(state), label_of(state).in(language), chosen);
  return list;
}

/// `S-0001-X` typed in the search goes straight to its page.
std::optional<std::string> reference_typed(Reader& reader, const web::Listing& listing) {
  if (!base::parse_reference('S', listing.words)) return std::nullopt;
  const auto shipment = find_shipment(reader, listing.words);
  return shipment ? std::optional(path_of(*shipment)) : std::nullopt;
}

struct ListedDeliveries {
  std::optional<std::string> only;  ///< the page of the one that was typed
  std::vector<Delivery> deliveries;
  bool is_illustrative = false;
  std::vector<Unprepared> unprepared;  ///< of the depots for which the person ships
};

std::vector<Unprepared> unprepared_for(Reader& reader, const Visit& visit) {
  const auto permit = visit.permit<Right::ship>(reader);
  return permit ? list_unprepared(reader, visit.programme(), permit->coverage()) : std::vector<Unprepared>();
}

Data unprepared_rows(const std::vector<Unprepared>& all, Language language) {
  Data rows(Data::type::list);
  for (const auto& one : all) {
    Data row;
    row.set("reference", one.reference);
    row.set("parcels", web::format_number(language, one.parcels));
    rows << row;
  }
  return rows;
}

Response show_deliveries(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto listing = web::read_listing(request, delivery_orders);
  auto listed = gate.database().read([&](Reader& reader) -> Result<ListedDeliveries> {
    if (auto only = reference_typed(reader, listing)) return ListedDeliveries{std::move(only), {}, false, {}};
    RELAIS_TRY(auto filter, delivery_filter(reader, request, visit, listing));
    filter.deliveries_max = deliveries_of_a_page + 1;
    return ListedDeliveries{{},
                            list_deliveries(reader, visit.programme(), filter),
                            catalogue::get_catalogue(reader, visit.programme()).programme.is_illustrative,
                            unprepared_for(reader, visit)};
  });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  if (listed->only) return web::redirect(*listed->only);
  auto& deliveries = listed->deliveries;
  const bool has_next = std::ssize(deliveries) > deliveries_of_a_page;
  if (has_next) deliveries.pop_back();
  Data rows(Data::type::list);
  for (const auto& delivery : deliveries) rows << delivery_row(delivery, request.language);
  Data data;
  web::set_listing(data, request, listing, delivery_orders,
                   has_next ? std::to_string(deliveries.back().shipment.id.value) : std::string());
  visit.fill_form(data);
  data.set("xlsx", web::address_with(request, "/shipments.xlsx", "after", ""));
  data.set("unprepared", unprepared_rows(listed->unprepared, request.language));
  data.set("is_done", request.query.text("done") == "prepared");
  data.set("states", delivery_states(request.query.text("state"), request.language));
  data.set("shipments", rows);
  data.set("is_empty", deliveries.empty());
  data.set("is_illustrative", listed->is_illustrative);
  return gate.site().page(request, "shipments/shipments", {.title = translate(request.language, "Expéditions")}, data);
}

void write_deliveries(accounts::TableFile& table, const std::vector<Delivery>& deliveries, Language language) {
  for (const auto& delivery : deliveries) {
    const auto& shipment = delivery.shipment;
    const auto day = [&](const std::optional<base::Instant>& instant) {
      const auto there = day_there(instant, delivery);
      return there ? base::iso_day(*there) : std::string();
    };
    table.row({shipment.reference, delivery.structure, delivery.departement, delivery.depot,
               label_of(shipment.state).in(language), std::to_string(shipment.items), day(shipment.prepared_at),
               day(shipment.dispatched_at), day(shipment.received_at)});
  }
}

Result<> write_all_deliveries(Reader& reader, const Request& request, const Visit& visit, accounts::TableFile& table) {
  RELAIS_TRY(auto filter, delivery_filter(reader, request, visit, web::read_listing(request, delivery_orders)));
  filter.deliveries_max = deliveries_at_once;
  for (;;) {
    const auto some = list_deliveries(reader, visit.programme(), filter);
    write_deliveries(table, some, request.language);
    if (std::ssize(some) < deliveries_at_once) return base::Done{};
    filter.before = some.back().shipment.id;
  }
}

Response download_deliveries(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  using tabular::CellKind;
  const auto text = [&](std::string_view french) { return translate(request.language, french); };
  accounts::TableFile table(request, web::to_translate("expeditions"),
                            {{text("Expédition")},
                             {text("Structure")},
                             {text("Département")},
                             {text("Dépôt")},
                             {text("État")},
                             {text("Articles"), CellKind::integer},
                             {text("Préparée le"), CellKind::day},
                             {text("Partie le"), CellKind::day},
                             {text("Reçue le"), CellKind::day}});
  const auto written =
      gate.database().read([&](Reader& reader) { return write_all_deliveries(reader, request, visit, table); });
  return written ? table.answer() : gate.site().refusal(request, written.refusal());
}

struct Prepared {
  bool repeated = false;  ///< there was nothing left to prepare
};

Response prepare_shipments(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string reference(request.form.text("allocation"));
  const auto prepared = visit.change(reference, [&](Transaction& transaction) -> Result<Prepared> {
    RELAIS_TRY(const auto permit, visit.permit<Right::ship>(transaction));
    const auto allocation = allocation::find_allocation(transaction, visit.programme(), reference);
    if (!allocation) return Refusal(refused::allocation_unknown);
    const bool is_done = list_unprepared(transaction, visit.programme(), permit.coverage()).empty();
    RELAIS_TRY_DONE(prepare_all(transaction, permit, allocation->id));
    return Prepared{is_done};
  });
  if (!prepared) return gate.site().refusal(request, prepared.refusal());
  return web::redirect("/shipments?state=prepared&done=prepared");
}

}  // namespace

void add_shipment_list(accounts::Gate& gate) {
  gate.members("GET", "/shipments", Right::read_shipments,
               [&gate](const Request& request, const Visit& visit) { return show_deliveries(gate, request, visit); });
  accounts::add_table(gate, "/shipments", Right::read_shipments, [&gate](const Request& request, const Visit& visit) {
    return download_deliveries(gate, request, visit);
  });
  gate.change("POST", "/shipments/prepare", Right::ship,
              [&gate](const Request& request, const Visit& visit) { return prepare_shipments(gate, request, visit); });
}

void add_shipment_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_shipments_templates());
  add_shipment_list(gate);
  add_shipment_page(gate);
  add_shipment_api(gate);
}

}  // namespace relais::shipments
