#include <fmt/format.h>

#include "allocation/allocation.hpp"
#include "handover/hand_over_pages.hpp"
#include "handover/refusals.hpp"

namespace relais::handover {
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

constexpr std::string_view known_audiences = "precarious_person, pupil, usual_beneficiary";

Json hand_over_json(const Catalogue& catalogue, const HandOver& made, const std::string& structure) {
  Json json{{"id", std::to_string(made.id.value)}, {"structure", structure}};
  json["product"] = catalogue.product(made.product).code;
  json["audience"] = code_of(made.audience);
  json["people"] = made.people;
  json["day"] = base::iso_day(made.day);
  json["given"] = Json::array();
  for (const auto& part : made.given)
    json["given"].push_back({{"kind", catalogue.kind(part.kind).code}, {"quantity", part.quantity}});
  return json;
}

/// One structure's, in the order in which they were recorded.
Response list_of_hand_overs(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  Faults faults;
  const auto page = accounts::read_list_page(request, faults);
  if (!faults.empty()) return web::problem_with(request, faults);
  std::string after;
  const auto items = gate.database().read([&](Reader& reader) -> Result<Json> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_hand_overs>(reader));
    RELAIS_TRY(const auto structure, structure_of(reader, permit, visit, request.query.text("structure")));
    const auto catalogue = catalogue::get_catalogue(reader, visit.programme());
    auto records =
        list_hand_overs(reader, visit.programme(), {structure.id, HandOverId{page.after}, page.items_max + 1});
    if (std::ssize(records) > page.items_max) {
      records.pop_back();
      after = std::to_string(records.back().id.value);
    }
    Json list = Json::array();
    for (const auto& made : records) list.push_back(hand_over_json(catalogue, made, structure.code));
    return list;
  });
  if (!items) return web::problem(request, items.refusal());
  return accounts::list_answer(request, "hand_overs", *items, after);
}

Json shelf_json(const Catalogue& catalogue, const std::vector<Part>& shelf) {
  Json json{{"goods", Json::array()}, {"products", Json::array()}};
  for (const auto& part : shelf)
    json["goods"].push_back({{"kind", catalogue.kind(part.kind).code}, {"quantity", part.quantity}});
  for (const auto& product : catalogue.products)
    if (const auto people = allocation::most_units(catalogue, product.id, shelf); people > 0)
      json["products"].push_back({{"product", product.code}, {"people_max", people}});
  return json;
}

/// What is on the shelf of a structure, and to how many people each product could be handed over.
Response shelf(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto json = gate.database().read([&](Reader& reader) -> Result<Json> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_stock>(reader));
    RELAIS_TRY(const auto structure, structure_of(reader, permit, visit, request.parameter("structure")));
    const auto catalogue = catalogue::get_catalogue(reader, visit.programme());
    Json members{{"structure", structure.code}};
    members.update(shelf_json(catalogue, shelf_of(reader, catalogue, structure.id)));
    return members;
  });
  return json ? accounts::thing_answer(*json) : web::problem(request, json.refusal());
}

std::optional<web::Fault> hand_over_fault(const Refusal& refusal) {
  constexpr std::pair<const base::RefusalReason*, const char*> members[] = {
      {&refused::people_not_positive, "/people"},  {&refused::count_too_large, "/people"},
      {&refused::not_on_shelf, "/people"},         {&refused::programme_not_started, "/day"},
      {&refused::programme_ended, "/day"},         {&refused::structure_not_accredited, "/structure"},
      {&refused::structure_unknown, "/structure"}, {&refused::product_unknown, "/product"}};
  for (const auto& [reason, pointer] : members)
    if (refusal.is(*reason)) return web::Fault{pointer, refusal};
  return std::nullopt;
}

/// The body of a hand-over, before its codes are looked up.
struct GivenHandOver {
  std::string structure, product;
  HandOverOrder order;
};

GivenHandOver given_hand_over(Body& body, const Visit& visit) {
  GivenHandOver given{body.text("structure"), body.text("product"), {}};
  given.order.request = visit.request_key();
  given.order.audience = body.code("audience", known_audiences, catalogue::parse_audience);
  given.order.people = body.integer("people");
  given.order.day = body.day("day");
  body.finish();
  return given;
}

Response post_hand_over(const Request& request, const Visit& visit) {
  const auto json = web::read_json(request);
  if (!json) return web::problem(request, json.refusal());
  Faults faults;
  Body body(*json, "", faults);
  auto given = given_hand_over(body, visit);
  if (!faults.empty()) return web::problem_with(request, faults);
  return visit.reply(
      request, given.structure,
      [&](Transaction& transaction) -> Result<Reply> {
        RELAIS_TRY(const auto permit, visit.permit<Right::hand_over>(transaction));
        RELAIS_TRY(const auto structure, structure_of(transaction, permit, visit, given.structure));
        const auto catalogue = catalogue::get_catalogue(transaction, visit.programme());
        const auto* product = catalogue.find_product(given.product);
        if (product == nullptr) return Refusal(refused::product_unknown);
        auto order = given.order;
        order.structure = structure.id;
        order.product = product->id;
        RELAIS_TRY(const auto made, hand_over(transaction, permit, catalogue, order));
        return Reply{hand_over_json(catalogue, made, structure.code), 201, "", "", made.repeated};
      },
      hand_over_fault);
}

}  // namespace

void add_hand_over_api(accounts::Gate& gate) {
  gate.members(
      "GET", "/api/v1/hand-overs", Right::read_hand_overs,
      [&gate](const Request& request, const Visit& visit) { return list_of_hand_overs(gate, request, visit); });
  gate.change("POST", "/api/v1/hand-overs", Right::hand_over, post_hand_over);
  gate.members("GET", "/api/v1/shelves/{structure}", Right::read_stock,
               [&gate](const Request& request, const Visit& visit) { return shelf(gate, request, visit); });
}

}  // namespace relais::handover
