#include <algorithm>
#include <sstream>

#include "base/reference.hpp"
#include "base/text.hpp"
#include "shipments/shipment_pages.hpp"
#include "tabular/writer.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"

std::span<const relais::base::EmbeddedFile> relais_shipments_templates();

namespace relais::shipments {
namespace {

using accounts::Visit;
using base::Language;
using base::Result;
using people::Right;
using store::Reader;
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

std::string day_of(const std::optional<base::Instant>& instant, Language language) {
  return instant ? web::format_day(language, std::chrono::floor<std::chrono::days>(*instant)) : std::string();
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
  row.set("dispatched", day_of(shipment.dispatched_at, language));
  row.set("received", day_of(shipment.received_at, language));
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
};

Response show_deliveries(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto listing = web::read_listing(request, delivery_orders);
  auto listed = gate.database().read([&](Reader& reader) -> Result<ListedDeliveries> {
    if (auto only = reference_typed(reader, listing)) return ListedDeliveries{std::move(only), {}, false};
    RELAIS_TRY(auto filter, delivery_filter(reader, request, visit, listing));
    filter.deliveries_max = deliveries_of_a_page + 1;
    return ListedDeliveries{{},
                            list_deliveries(reader, visit.programme(), filter),
                            catalogue::get_catalogue(reader, visit.programme()).programme.is_illustrative};
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
  data.set("states", delivery_states(request.query.text("state"), request.language));
  data.set("shipments", rows);
  data.set("is_empty", deliveries.empty());
  data.set("is_illustrative", listed->is_illustrative);
  return gate.site().page(request, "shipments/shipments", {.title = translate(request.language, "Expéditions")}, data);
}

void write_deliveries(tabular::CsvWriter& writer, const std::vector<Delivery>& deliveries, Language language) {
  const auto day = [](const std::optional<base::Instant>& instant) {
    return instant ? base::iso_day(std::chrono::floor<std::chrono::days>(*instant)) : std::string();
  };
  for (const auto& [shipment, structure, departement, depot, structure_code, depot_code] : deliveries)
    writer.row({shipment.reference, structure, departement, depot, label_of(shipment.state).in(language),
                std::to_string(shipment.items), day(shipment.prepared_at), day(shipment.dispatched_at),
                day(shipment.received_at)});
}

Response download_deliveries(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto language = request.language;
  std::ostringstream out;
  tabular::CsvWriter writer(
      out, language == Language::french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet);
  const auto text = [&](std::string_view french) { return translate(language, french); };
  writer.row({text("Expédition"), text("Structure"), text("Département"), text("Dépôt"), text("État"), text("Articles"),
              text("Préparée le"), text("Partie le"), text("Reçue le")});
  const auto written = gate.database().read([&](Reader& reader) -> Result<> {
    RELAIS_TRY(auto filter, delivery_filter(reader, request, visit, web::read_listing(request, delivery_orders)));
    filter.deliveries_max = deliveries_at_once;
    for (;;) {
      const auto some = list_deliveries(reader, visit.programme(), filter);
      write_deliveries(writer, some, language);
      if (std::ssize(some) < deliveries_at_once) return base::Done{};
      filter.before = some.back().shipment.id;
    }
  });
  if (!written) return gate.site().refusal(request, written.refusal());
  return web::download(out.str(), "text/csv; charset=utf-8",
                       language == Language::french ? "expeditions.csv" : "shipments.csv");
}

}  // namespace

void add_shipment_list(accounts::Gate& gate) {
  gate.members("GET", "/shipments", Right::read_shipments,
               [&gate](const Request& request, const Visit& visit) { return show_deliveries(gate, request, visit); });
  gate.members("GET", "/shipments.csv", Right::read_shipments, [&gate](const Request& request, const Visit& visit) {
    return download_deliveries(gate, request, visit);
  });
}

void add_shipment_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_shipments_templates());
  add_shipment_list(gate);
  add_shipment_page(gate);
  add_shipment_api(gate);
}

}  // namespace relais::shipments
