#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "gifts/gift_pages.hpp"
#include "gifts/refusals.hpp"
#include "web/form.hpp"

namespace relais::gifts {
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

constexpr std::size_t lines_of_a_body = 200;
constexpr std::size_t code_bytes_max = 60;
constexpr std::size_t departement_bytes_max = 3;
constexpr std::string_view known_states = "open, closed";
constexpr std::string_view known_conditions = "new, used";
constexpr std::string_view known_audiences = "precarious_person, pupil, usual_beneficiary";

std::optional<bool> parse_condition(std::string_view code) {
  if (code == "new") return false;
  return code == "used" ? std::optional(true) : std::nullopt;
}
std::string_view condition_of(bool is_second_hand) { return is_second_hand ? "used" : "new"; }

Json day_or_null(const std::optional<base::Day>& day) { return day ? Json(base::iso_day(*day)) : Json(); }

Json gift_line_json(const Catalogue& catalogue, const GiftLine& line) {
  Json json{{"kind", catalogue.kind(line.kind).code}, {"condition", condition_of(line.is_second_hand)}};
  json["quantity"] = line.progress.pledged;
  json["received"] = line.progress.received;
  json["surplus"] = line.progress.surplus;
  json["shortfall"] = line.progress.shortfall;
  json["expected_from"] = day_or_null(line.expected_from);
  json["expected_until"] = day_or_null(line.expected_until);
  json["audience"] = line.for_whom.audience ? Json(code_of(*line.for_whom.audience)) : Json();
  json["departement"] = line.for_whom.departement.empty() ? Json() : Json(line.for_whom.departement);
  return json;
}

using Codes = std::map<OrganisationId, std::string>;
Codes codes_of(Reader& reader, ProgrammeId programme, people::OrganisationKind kind) {
  Codes codes;
  for (const auto& one : people::list_organisations(reader, programme, kind)) codes[one.id] = one.code;
  return codes;
}

Json gift_json(const Catalogue& catalogue, const Gift& gift, const Codes& donors) {
  Json json{{"code", gift.code}, {"donor", donors.at(gift.donor)}, {"donor_name", gift.donor_name}};
  json["state"] = code_of(gift.state);
  json["lines"] = Json::array();
  for (const auto& line : gift.lines) json["lines"].push_back(gift_line_json(catalogue, line));
  return json;
}

Json receipt_json(const Catalogue& catalogue, const Receipt& receipt, const Codes& depots) {
  Json json{{"id", std::to_string(receipt.id.value)}, {"depot", depots.at(receipt.depot)}};
  json["received_at"] = base::iso_instant(receipt.received_at);
  json["lines"] = Json::array();
  for (const auto& line : receipt.lines)
    json["lines"].push_back({{"kind", catalogue.kind(line.kind).code},
                             {"condition", condition_of(line.is_second_hand)},
                             {"quantity", line.quantity},
                             {"surplus", line.surplus}});
  return json;
}

/// A gift with its receipts: what an ETag is of.
Json whole_gift_json(Reader& reader, const Catalogue& catalogue, const Gift& gift) {
  const auto programme = catalogue.programme.id;
  auto json = gift_json(catalogue, gift, codes_of(reader, programme, people::OrganisationKind::donor));
  const auto depots = codes_of(reader, programme, people::OrganisationKind::depot);
  json["receipts"] = Json::array();
  for (const auto& receipt : list_receipts(reader, gift.id))
    json["receipts"].push_back(receipt_json(catalogue, receipt, depots));
  return json;
}

Result<Json> read_gift(Reader& reader, const people::ScopedPermit& permit, const Visit& visit, std::string_view code) {
  RELAIS_TRY(const auto gift, visible_gift(reader, permit, visit.programme(), code));
  return whole_gift_json(reader, catalogue::get_catalogue(reader, visit.programme()), gift);
}

Response list_of_gifts(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  Faults faults;
  const auto page = accounts::read_list_page(request, faults);
  const auto state = accounts::read_code(request, "state", known_states, faults, parse_pledge_state);
  if (!faults.empty()) return web::problem_with(request, faults);
  std::string after;
  const auto items = gate.database().read([&](Reader& reader) -> Result<Json> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_gifts>(reader));
    const auto catalogue = catalogue::get_catalogue(reader, visit.programme());
    auto gifts = list_gifts(reader, visit.programme());
    std::erase_if(gifts, [&](const Gift& gift) {
      return gift.id.value <= page.after || (state && gift.state != *state) ||
             !permit.coverage().covers(visit.programme(), gift.donor);
    });
    std::sort(gifts.begin(), gifts.end(), [](const Gift& one, const Gift& other) { return one.id < other.id; });
    if (std::ssize(gifts) > page.items_max) {
      gifts.resize(static_cast<std::size_t>(page.items_max));
      after = std::to_string(gifts.back().id.value);
    }
    const auto donors = codes_of(reader, visit.programme(), people::OrganisationKind::donor);
    Json list = Json::array();
    for (const auto& gift : gifts) list.push_back(gift_json(catalogue, gift, donors));
    return list;
  });
  if (!items) return web::problem(request, items.refusal());
  return accounts::list_answer(request, "gifts", *items, after);
}

Response one_gift(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto json = gate.database().read([&](Reader& reader) -> Result<Json> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_gifts>(reader));
    return read_gift(reader, permit, visit, request.parameter("code"));
  });
  return json ? accounts::thing_answer(*json) : web::problem(request, json.refusal());
}

std::vector<PledgeLineDraft> pledge_lines_of(Body& body) {
  std::vector<PledgeLineDraft> lines;
  for (auto& line : body.objects("lines", lines_of_a_body)) {
    PledgeLineDraft draft;
    draft.kind_code = line.text("kind", code_bytes_max);
    draft.quantity = line.integer("quantity");
    draft.is_second_hand = line.code("condition", known_conditions, parse_condition);
    draft.expected_from = line.maybe_day("expected_from");
    draft.expected_until = line.maybe_day("expected_until");
    draft.for_whom.audience = line.maybe_code("audience", known_audiences, catalogue::parse_audience);
    draft.for_whom.departement = line.maybe_text("departement", departement_bytes_max).value_or("");
    line.finish();
    lines.push_back(std::move(draft));
  }
  return lines;
}

/// Which member of which line a refusal is about; its first fact is the kind's code.
struct LineMember {
  const base::RefusalReason* reason;
  std::string_view member;
};
constexpr LineMember line_members[] = {{&refused::kind_unknown, "kind"},
                                       {&refused::quantity_not_positive, "quantity"},
                                       {&refused::quantity_too_large, "quantity"},
                                       {&refused::below_received, "quantity"},
                                       {&refused::second_hand_is_for_devices, "condition"},
                                       {&refused::dates_reversed, "expected_until"},
                                       {&refused::line_repeated, "kind"}};
constexpr LineMember whole_members[] = {
    {&refused::pledge_needs_code, "code"},     {&refused::code_taken, "code"},
    {&refused::donor_not_registered, "donor"}, {&refused::depot_unknown, "depot"},
    {&refused::pledge_is_empty, "lines"},      {&refused::receipt_is_empty, "lines"}};

template <class Line>
std::optional<web::Fault> gift_fault(const Refusal& refusal, const std::vector<Line>& lines) {
  for (const auto& [reason, member] : whole_members)
    if (refusal.is(*reason)) return web::Fault{fmt::format("/{}", member), refusal};
  for (const auto& [reason, member] : line_members) {
    if (!refusal.is(*reason)) continue;
    const auto line = std::find_if(lines.rbegin(), lines.rend(),
                                   [&](const Line& one) { return one.kind_code == refusal.facts().front(); });
    if (line != lines.rend()) return web::Fault{fmt::format("/lines/{}/{}", lines.rend() - line - 1, member), refusal};
  }
  return std::nullopt;
}

Result<Reply> save_from_program(Transaction& transaction, const Visit& visit, const PledgeDraft& draft) {
  RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(transaction));
  const auto catalogue = catalogue::get_catalogue(transaction, visit.programme());
  RELAIS_TRY(const auto saved, save_pledge(transaction, permit, catalogue, draft));
  const auto gift = find_gift(transaction, visit.programme(), draft.code);
  RELAIS_CHECK(gift.has_value());
  Reply reply{whole_gift_json(transaction, catalogue, *gift)};
  reply.etag = accounts::etag_of(reply.body);
  reply.repeated = saved.outcome == people::Saved::unchanged;
  return reply;
}

Response post_gift(const Request& request, const Visit& visit) {
  const auto json = web::read_json(request);
  if (!json) return web::problem(request, json.refusal());
  Faults faults;
  Body body(*json, "", faults);
  PledgeDraft draft{body.text("code", code_bytes_max), body.text("donor", code_bytes_max), pledge_lines_of(body)};
  draft.must_be_new = true;
  body.finish();
  if (!faults.empty()) return web::problem_with(request, faults);
  return visit.reply(
      request, draft.code,
      [&](Transaction& transaction) -> Result<Reply> {
        RELAIS_TRY(auto reply, save_from_program(transaction, visit, draft));
        reply.status = 201;
        reply.location = "/api/v1" + path_of_gift(draft.code);
        return reply;
      },
      [&](const Refusal& refusal) { return gift_fault(refusal, draft.lines); });
}

Response put_gift(const Request& request, const Visit& visit) {
  const auto json = web::read_json(request);
  if (!json) return web::problem(request, json.refusal());
  Faults faults;
  Body body(*json, "", faults);
  PledgeDraft draft{std::string(request.parameter("code")), {}, pledge_lines_of(body)};
  body.finish();
  return visit.reply_to_body(
      request, draft.code, faults,
      [&](Transaction& transaction) -> Result<> {
        RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(transaction));
        RELAIS_TRY(const auto stands, read_gift(transaction, permit, visit, draft.code));
        return accounts::check_if_match(request, accounts::etag_of(stands), true);
      },
      [&](Transaction& transaction) -> Result<Reply> {
        const auto gift = find_gift(transaction, visit.programme(), draft.code);
        auto kept = draft;
        kept.donor_code = people::get_organisation(transaction, gift->donor).code;
        return save_from_program(transaction, visit, kept);
      },
      [&](const Refusal& refusal) { return gift_fault(refusal, draft.lines); });
}

Response close_from_program(const Request& request, const Visit& visit) {
  const std::string code(request.parameter("code"));
  return visit.reply(request, code, [&](Transaction& transaction) -> Result<Reply> {
    RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(transaction));
    RELAIS_TRY(const auto before, read_gift(transaction, permit, visit, code));
    RELAIS_TRY_DONE(accounts::check_if_match(request, accounts::etag_of(before), false));
    RELAIS_TRY(const auto closed, close_pledge(transaction, permit, visit.programme(), code));
    RELAIS_TRY(auto json, read_gift(transaction, permit, visit, code));
    Reply reply{std::move(json)};
    reply.etag = accounts::etag_of(reply.body);
    reply.repeated = closed == people::Saved::unchanged;
    return reply;
  });
}

std::vector<ReceiptLineDraft> receipt_lines_of(Body& body) {
  std::vector<ReceiptLineDraft> lines;
  for (auto& line : body.objects("lines", lines_of_a_body)) {
    ReceiptLineDraft draft{line.text("kind", code_bytes_max), line.integer("quantity"), false};
    draft.is_second_hand = line.code("condition", known_conditions, parse_condition);
    line.finish();
    lines.push_back(std::move(draft));
  }
  return lines;
}

Response post_receipt(const Request& request, const Visit& visit) {
  const auto json = web::read_json(request);
  if (!json) return web::problem(request, json.refusal());
  Faults faults;
  Body body(*json, "", faults);
  const std::string code(request.parameter("code"));
  const ReceiptDraft draft{visit.request_key(), code, body.text("depot", code_bytes_max), receipt_lines_of(body)};
  body.finish();
  return visit.reply_to_body(
      request, code, faults,
      [&](Transaction& transaction) -> Result<> {
        if (find_gift(transaction, visit.programme(), code)) return base::Done{};
        return Refusal(refused::pledge_unknown, {code});
      },
      [&](Transaction& transaction) -> Result<Reply> {
        RELAIS_TRY(const auto permit, visit.permit<Right::receive_gifts>(transaction));
        const auto catalogue = catalogue::get_catalogue(transaction, visit.programme());
        RELAIS_TRY(const auto receipt, receive(transaction, permit, catalogue, draft));
        const auto depots = codes_of(transaction, visit.programme(), people::OrganisationKind::depot);
        return Reply{receipt_json(catalogue, receipt, depots), 201, "/api/v1" + path_of_gift(code), "",
                     receipt.repeated};
      },
      [&](const Refusal& refusal) { return gift_fault(refusal, draft.lines); });
}

Response cancel_from_program(const Request& request, const Visit& visit) {
  const std::string given(request.parameter("receipt"));
  const auto number = base::parse_integer(given);
  return visit.reply(request, std::string(request.parameter("code")), [&](Transaction& transaction) -> Result<Reply> {
    if (!number) return Refusal(refused::receipt_unknown, {given});
    RELAIS_TRY(const auto permit, visit.permit<Right::receive_gifts>(transaction));
    RELAIS_TRY(const auto cancelled, cancel_receipt(transaction, permit, ReceiptId{*number}));
    Reply reply{Json{{"id", std::to_string(*number)}, {"is_cancelled", true}}};
    reply.repeated = cancelled == people::Saved::unchanged;
    return reply;
  });
}

}  // namespace

void add_gift_api(accounts::Gate& gate) {
  gate.members("GET", "/api/v1/gifts", Right::read_gifts,
               [&gate](const Request& request, const Visit& visit) { return list_of_gifts(gate, request, visit); });
  gate.members("GET", "/api/v1/gifts/{code}", Right::read_gifts,
               [&gate](const Request& request, const Visit& visit) { return one_gift(gate, request, visit); });
  gate.change("POST", "/api/v1/gifts", Right::pledge_gifts, post_gift);
  gate.change("PUT", "/api/v1/gifts/{code}", Right::pledge_gifts, put_gift);
  gate.change("POST", "/api/v1/gifts/{code}/close", Right::pledge_gifts, close_from_program);
  gate.change("POST", "/api/v1/gifts/{code}/receipts", Right::receive_gifts, post_receipt);
  gate.change("POST", "/api/v1/gifts/{code}/receipts/{receipt}/cancel", Right::receive_gifts, cancel_from_program);
}

}  // namespace relais::gifts
