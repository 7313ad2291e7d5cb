#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "accounts/form_pages.hpp"
#include "base/text.hpp"
#include "ledger/refusals.hpp"
#include "places/local_time.hpp"
#include "shipments/refusals.hpp"
#include "shipments/shipment_pages.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/zone.hpp"

namespace relais::shipments {
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

struct ShownShipment {
  Catalogue catalogue;
  Shipment shipment;
  people::Organisation structure;
  people::Organisation depot;
  std::map<KindId, std::int64_t> goods;
  std::vector<Content> contents;  ///< once received
  bool may_dispatch = false;
  bool may_receive = false;
};

template <Right right>
bool may(Reader& reader, const Visit& visit, OrganisationId party) {
  const auto permit = visit.permit<right>(reader);
  return permit.ok() && permit->coverage().covers(visit.programme(), party);
}

Result<ShownShipment> shown_shipment(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_shipments>(reader));
  RELAIS_TRY(const auto shipment, visible_shipment(reader, permit, visit.programme(), request.parameter("reference")));
  ShownShipment shown{catalogue::get_catalogue(reader, visit.programme()),
                      shipment,
                      people::get_organisation(reader, shipment.structure),
                      people::get_organisation(reader, shipment.depot),
                      {},
                      {},
                      false,
                      false};
  for (const auto& line : list_lines(reader, shipment.id)) shown.goods[line.kind] += line.quantity;
  if (shipment.state == State::received) shown.contents = list_contents(reader, shipment.id);
  shown.may_dispatch = shipment.state == State::prepared && may<Right::ship>(reader, visit, shipment.depot);
  shown.may_receive =
      shipment.state == State::dispatched && may<Right::receive_shipments>(reader, visit, shipment.structure);
  return shown;
}

/// Fields of one kind: `missing:smartphone`, `damaged:smartphone`, `extra:smartphone`.
Data goods_row(const catalogue::Kind& kind, std::int64_t quantity, const Request& request, const Data& errors) {
  Data row;
  row.set("code", kind.code);
  row.set("name", kind.name.in(request.language));
  row.set("quantity", web::format_number(request.language, quantity));
  for (const std::string found : {"missing", "damaged", "extra"}) {
    const auto field = found + ':' + kind.code;
    const auto* error = errors.get(field + "_error");
    row.set(found, std::string(request.form.text(field)));
    row.set(found + "_is_wrong", error != nullptr);
    row.set(found + "_wrong", error != nullptr ? error->string_value() : std::string());
  }
  return row;
}

void set_goods(Data& data, const ShownShipment& shown, const Request& request) {
  Data goods(Data::type::list), others(Data::type::list);
  for (const auto& kind : shown.catalogue.kinds) {
    const auto found = shown.goods.find(kind.id);
    if (found != shown.goods.end())
      goods << goods_row(kind, found->second, request, data);
    else
      others << goods_row(kind, 0, request, data);
  }
  data.set("goods", goods);
  data.set("others", others);
}

void set_contents(Data& data, const ShownShipment& shown, Language language) {
  const auto number = [&](std::int64_t value) { return web::format_number(language, value); };
  Data rows(Data::type::list);
  for (const auto& one : shown.contents) {
    Data row;
    row.set("name", shown.catalogue.kind(one.kind).name.in(language));
    row.set("shipped", number(one.shipped));
    row.set("arrived", number(one.arrived));
    row.set("missing", number(one.missing));
    row.set("damaged", number(one.damaged));
    row.set("extra", number(one.extra));
    rows << row;
  }
  data.set("contents", rows);
  data.set("is_received", !shown.contents.empty());
}

/// As the structure's own calendar has them.
void set_dates(Data& data, const Shipment& shipment, std::string_view zone, Language language) {
  const auto day = [&](const std::optional<base::Instant>& instant) {
    return instant ? web::format_day(language, web::day_in(*instant, zone)) : std::string();
  };
  data.set("prepared", day(shipment.prepared_at));
  data.set("is_dispatched", shipment.dispatched_at.has_value());
  data.set("dispatched", day(shipment.dispatched_at));
  data.set("received", day(shipment.received_at));
}

std::string shipment_done(std::string_view done, Language language) {
  if (done == "dispatched") return translate(language, "L’expédition est partie ; la structure la voit arriver.");
  if (done == "received") return translate(language, "La réception est enregistrée, les articles sont en rayon.");
  return {};
}

Response show_shipment(const accounts::Gate& gate, const Request& request, const Visit& visit,
                       const FormErrors& errors) {
  const auto language = request.language;
  const auto shown = gate.database().read([&](Reader& reader) { return shown_shipment(reader, request, visit); });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  const auto done = shipment_done(request.query.text("done"), language);
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  data.set("is_done", !done.empty() && errors.empty());
  data.set("done", done);
  data.set("reference", shown->shipment.reference);
  data.set("path", path_of(shown->shipment));
  data.set("state", label_of(shown->shipment.state).in(language));
  data.set("structure", shown->structure.name);
  data.set("departement", shown->structure.departement);
  data.set("depot", shown->depot.name);
  data.set("is_illustrative", shown->catalogue.programme.is_illustrative);
  data.set("items", web::format_number(language, shown->shipment.items));
  data.set("may_dispatch", shown->may_dispatch);
  data.set("may_receive", shown->may_receive);
  data.set("has_typed", !errors.empty());
  set_dates(data, shown->shipment, places::time_zone_of(shown->structure.departement), language);
  set_goods(data, *shown, request);
  set_contents(data, *shown, language);
  const web::Page page{
      .title = fmt::format(fmt::runtime(translate(language, "Expédition {0}")), shown->shipment.reference),
      .status = errors.status()};
  return gate.site().page(request, "shipments/shipment", page, data);
}

/// What was typed beside each kind; a field that is no number is told beside it.
std::vector<Discrepancy> typed_discrepancies(const Request& request, const Catalogue& catalogue, FormErrors& errors) {
  std::vector<Discrepancy> discrepancies;
  for (const auto& kind : catalogue.kinds) {
    const auto count = [&](std::string_view found) -> std::int64_t {
      const auto field = std::string(found) + ':' + kind.code;
      const auto text = request.form.text(field);
      if (text.empty()) return 0;
      const auto number = base::parse_integer(text);
      if (!number || *number < 0) errors.add(field, Refusal(refused::not_a_count));
      return number.value_or(0);
    };
    const Discrepancy one{kind.id, count("missing"), count("damaged"), count("extra")};
    if (one.missing != 0 || one.damaged != 0 || one.extra != 0) discrepancies.push_back(one);
  }
  return discrepancies;
}

Response dispatch_shipment(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string reference(request.parameter("reference"));
  const auto done = visit.change(reference, [&](Transaction& transaction) -> Result<Dispatched> {
    RELAIS_TRY(const auto permit, visit.permit<Right::ship>(transaction));
    RELAIS_TRY(const auto shipment, visible_shipment(transaction, permit, visit.programme(), reference));
    const auto today = std::chrono::floor<std::chrono::days>(visit.now());
    return dispatch(transaction, permit, {visit.request_key(), shipment.id, today});
  });
  if (done) return web::redirect("/shipments/" + web::percent_encode(reference) + "?done=dispatched");
  FormErrors errors;
  errors.add("content", done.refusal());
  return show_shipment(gate, request, visit, errors);
}

Response receive_shipment(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  FormErrors errors;
  const std::string reference(request.parameter("reference"));
  const auto catalogue =
      gate.database().read([&](Reader& reader) { return catalogue::get_catalogue(reader, visit.programme()); });
  const auto discrepancies = typed_discrepancies(request, catalogue, errors);
  if (!errors.empty()) return show_shipment(gate, request, visit, errors);
  const auto done = visit.change(reference, [&](Transaction& transaction) -> Result<Received> {
    RELAIS_TRY(const auto permit, visit.permit<Right::receive_shipments>(transaction));
    RELAIS_TRY(const auto shipment, visible_shipment(transaction, permit, visit.programme(), reference));
    return receive(transaction, permit, {visit.request_key(), shipment.id, discrepancies});
  });
  if (done) return web::redirect("/shipments/" + web::percent_encode(reference) + "?done=received");
  errors.add("found", done.refusal());
  return show_shipment(gate, request, visit, errors);
}

}  // namespace

Result<Shipment> visible_shipment(Reader& reader, const people::ScopedPermit& permit, ProgrammeId programme,
                                  std::string_view reference) {
  const auto shipment = find_shipment(reader, reference);
  const auto sees = [&](OrganisationId party) { return permit.coverage().covers(programme, party); };
  if (!shipment || (!sees(shipment->structure) && !sees(shipment->depot))) return Refusal(refused::shipment_unknown);
  return *shipment;
}

std::string path_of(const Shipment& shipment) { return "/shipments/" + web::percent_encode(shipment.reference); }

void add_shipment_page(accounts::Gate& gate) {
  gate.members("GET", "/shipments/{reference}", Right::read_shipments,
               [&gate](const Request& request, const Visit& visit) { return show_shipment(gate, request, visit, {}); });
  gate.change("POST", "/shipments/{reference}/dispatch", Right::ship,
              [&gate](const Request& request, const Visit& visit) { return dispatch_shipment(gate, request, visit); });
  gate.change("POST", "/shipments/{reference}/receive", Right::receive_shipments,
              [&gate](const Request& request, const Visit& visit) { return receive_shipment(gate, request, visit); });
}

}  // namespace relais::shipments
