#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "shipments/refusals.hpp"
#include "shipments/shipment_pages.hpp"
#include "web/form.hpp"

namespace relais::shipments {
namespace {

using accounts::Reply;
using accounts::Visit;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Body;
using web::Faults;
using web::Json;
using web::Request;
using web::Response;

constexpr std::string_view known_states = "prepared, dispatched, received";
constexpr std::size_t kinds_of_a_body = 200;

Json instant_or_null(const std::optional<base::Instant>& at) { return at ? Json(base::iso_instant(*at)) : Json(); }

Json shipment_json(const Shipment& shipment, const std::string& structure, const std::string& depot) {
  Json json{{"reference", shipment.reference}, {"state", code_of(shipment.state)}};
  json["structure"] = structure;
  json["depot"] = depot;
  json["items"] = shipment.items;
  json["prepared_at"] = base::iso_instant(shipment.prepared_at);
  json["dispatched_at"] = instant_or_null(shipment.dispatched_at);
  json["received_at"] = instant_or_null(shipment.received_at);
  return json;
}

/// With what is in it and, once received, what was found.
Json whole_shipment_json(Reader& reader, const Shipment& shipment) {
  const auto catalogue = catalogue::get_catalogue(reader, shipment.programme);
  auto json = shipment_json(shipment, people::get_organisation(reader, shipment.structure).code,
                            people::get_organisation(reader, shipment.depot).code);
  json["lines"] = Json::array();
  for (const auto& line : list_lines(reader, shipment.id))
    json["lines"].push_back({{"product", catalogue.product(line.product).code},
                             {"kind", catalogue.kind(line.kind).code},
                             {"quantity", line.quantity}});
  json["found"] = Json::array();
  for (const auto& one : list_contents(reader, shipment.id))
    json["found"].push_back({{"kind", catalogue.kind(one.kind).code},
                             {"shipped", one.shipped},
                             {"arrived", one.arrived},
                             {"missing", one.missing},
                             {"damaged", one.damaged},
                             {"extra", one.extra}});
  return json;
}

Response list_of_shipments(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  Faults faults;
  const auto page = accounts::read_list_page(request, faults);
  DeliveryFilter filter;
  filter.state = accounts::read_code(request, "state", known_states, faults, parse_state);
  if (!faults.empty()) return web::problem_with(request, faults);
  filter.before = ShipmentId{page.after};
  filter.deliveries_max = page.items_max + 1;
  auto listed = gate.database().read([&](Reader& reader) -> Result<std::vector<Delivery>> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_shipments>(reader));
    if (const auto& some = permit.coverage().organisations()) {
      filter.parties.emplace(some->begin(), some->end());
      std::sort(filter.parties->begin(), filter.parties->end());
    }
    return list_deliveries(reader, visit.programme(), filter);
  });
  if (!listed) return web::problem(request, listed.refusal());
  const bool has_next = std::ssize(*listed) > page.items_max;
  if (has_next) listed->pop_back();
  Json items = Json::array();
  for (const auto& one : *listed) items.push_back(shipment_json(one.shipment, one.structure_code, one.depot_code));
  return accounts::list_answer(request, "shipments", std::move(items),
                               has_next ? std::to_string(listed->back().shipment.id.value) : std::string());
}

Response one_shipment(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto json = gate.database().read([&](Reader& reader) -> Result<Json> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_shipments>(reader));
    RELAIS_TRY(const auto shipment,
               visible_shipment(reader, permit, visit.programme(), request.parameter("reference")));
    return whole_shipment_json(reader, shipment);
  });
  return json ? accounts::thing_answer(*json) : web::problem(request, json.refusal());
}

/// The shipment that a program acts on, when it is theirs and as they read it.
template <class Permit>
Result<Shipment> shipment_to_change(Reader& reader, const Permit& permit, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto shipment, visible_shipment(reader, permit, visit.programme(), request.parameter("reference")));
  RELAIS_TRY_DONE(accounts::check_if_match(request, accounts::etag_of(whole_shipment_json(reader, shipment)), false));
  return shipment;
}

Reply shipment_reply(Reader& reader, ShipmentId shipment, bool repeated) {
  Reply reply{whole_shipment_json(reader, get_shipment(reader, shipment))};
  reply.etag = accounts::etag_of(reply.body);
  reply.repeated = repeated;
  return reply;
}

Response dispatch_from_program(const Request& request, const Visit& visit) {
  return visit.reply(
      request, std::string(request.parameter("reference")), [&](Transaction& transaction) -> Result<Reply> {
        RELAIS_TRY(const auto permit, visit.permit<Right::ship>(transaction));
        RELAIS_TRY(const auto shipment, shipment_to_change(transaction, permit, request, visit));
        const auto today = std::chrono::floor<std::chrono::days>(visit.now());
        RELAIS_TRY(const auto done, dispatch(transaction, permit, {visit.request_key(), shipment.id, today}));
        return shipment_reply(transaction, shipment.id, done.repeated);
      });
}

/// A discrepancy whose kind is not looked up yet.
struct GivenDiscrepancy {
  std::string kind_code;
  Discrepancy counts;
};

std::vector<GivenDiscrepancy> discrepancies_of(Body& body) {
  std::vector<GivenDiscrepancy> given;
  for (auto& one : body.maybe_objects("discrepancies", kinds_of_a_body)) {
    GivenDiscrepancy discrepancy{one.text("kind"), {}};
    discrepancy.counts.missing = one.maybe_integer("missing").value_or(0);
    discrepancy.counts.damaged = one.maybe_integer("damaged").value_or(0);
    discrepancy.counts.extra = one.maybe_integer("extra").value_or(0);
    one.finish();
    given.push_back(std::move(discrepancy));
  }
  return given;
}

Result<std::vector<Discrepancy>> known_discrepancies(Reader& reader, const Visit& visit,
                                                     const std::vector<GivenDiscrepancy>& given) {
  const auto catalogue = catalogue::get_catalogue(reader, visit.programme());
  std::vector<Discrepancy> discrepancies;
  for (const auto& one : given) {
    const auto* kind = catalogue.find_kind(one.kind_code);
    if (kind == nullptr) return Refusal(refused::kind_unknown);
    discrepancies.push_back(one.counts);
    discrepancies.back().kind = kind->id;
  }
  return discrepancies;
}

std::optional<web::Fault> shipment_fault(const Refusal& refusal) {
  for (const auto* reason : {&refused::kind_unknown, &refused::discrepancy_is_negative, &refused::discrepancy_is_empty,
                             &refused::discrepancy_repeated, &refused::more_than_shipped})
    if (refusal.is(*reason)) return web::Fault{"/discrepancies", refusal};
  return std::nullopt;
}

Response receive_from_program(const Request& request, const Visit& visit) {
  const auto json = web::read_json(request);
  if (!json) return web::problem(request, json.refusal());
  Faults faults;
  Body body(*json, "", faults);
  const auto given = discrepancies_of(body);
  body.finish();
  return visit.reply_to_body(
      request, std::string(request.parameter("reference")), faults,
      [&](Transaction& transaction) -> Result<> {
        RELAIS_TRY(const auto permit, visit.permit<Right::receive_shipments>(transaction));
        RELAIS_TRY_DONE(shipment_to_change(transaction, permit, request, visit));
        return base::Done{};
      },
      [&](Transaction& transaction) -> Result<Reply> {
        RELAIS_TRY(const auto permit, visit.permit<Right::receive_shipments>(transaction));
        const auto shipment = find_shipment(transaction, request.parameter("reference"));
        RELAIS_TRY(auto discrepancies, known_discrepancies(transaction, visit, given));
        RELAIS_TRY(const auto done, receive(transaction, permit, {visit.request_key(), shipment->id, discrepancies}));
        return shipment_reply(transaction, shipment->id, done.repeated);
      },
      shipment_fault);
}

}  // namespace

void add_shipment_api(accounts::Gate& gate) {
  gate.members("GET", "/api/v1/shipments", Right::read_shipments,
               [&gate](const Request& request, const Visit& visit) { return list_of_shipments(gate, request, visit); });
  gate.members("GET", "/api/v1/shipments/{reference}", Right::read_shipments,
               [&gate](const Request& request, const Visit& visit) { return one_shipment(gate, request, visit); });
  gate.change("POST", "/api/v1/shipments/{reference}/dispatch", Right::ship, dispatch_from_program);
  gate.change("POST", "/api/v1/shipments/{reference}/receive", Right::receive_shipments, receive_from_program);
}

}  // namespace relais::shipments
