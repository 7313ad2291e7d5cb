#include <algorithm>

#include <fmt/format.h>

#include "accounts/form_pages.hpp"
#include "base/text.hpp"
#include "gifts/gift_pages.hpp"
#include "gifts/refusals.hpp"
#include "web/i18n.hpp"

namespace relais::gifts {
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

struct ShownGift {
  Catalogue catalogue;
  Gift gift;
  std::vector<Receipt> receipts;
  std::vector<people::Organisation> depots;
  bool may_receive = false;
  bool may_pledge = false;

  const std::string& depot_name(OrganisationId id) const {
    const auto found = std::find_if(depots.begin(), depots.end(), [&](const auto& depot) { return depot.id == id; });
    RELAIS_CHECK(found != depots.end());
    return found->name;
  }
};

Result<ShownGift> shown_gift(Reader& reader, const Request& request, const Visit& visit) {
  const auto programme = visit.programme();
  RELAIS_TRY(const auto permit, visit.permit<Right::read_gifts>(reader));
  RELAIS_TRY(auto gift, visible_gift(reader, permit, programme, request.parameter("code")));
  ShownGift shown{catalogue::get_catalogue(reader, programme), std::move(gift), {}, {}, false, false};
  shown.receipts = list_receipts(reader, shown.gift.id);
  shown.depots = people::list_organisations(reader, programme, people::OrganisationKind::depot);
  const bool is_open = shown.gift.state == PledgeState::open;
  shown.may_receive = is_open && people::has_right(visit.actor(), Right::receive_gifts, programme);
  const auto pledging = visit.permit<Right::pledge_gifts>(reader);
  shown.may_pledge = is_open && pledging.ok() && pledging->coverage().covers(programme, shown.gift.donor);
  return shown;
}

std::string for_whom_text(const Earmark& for_whom, Language language) {
  std::string text = for_whom.audience ? catalogue::label_of(*for_whom.audience).in(language) : std::string();
  if (for_whom.departement.empty()) return text;
  const auto place = fmt::format(fmt::runtime(translate(language, "département {0}")), for_whom.departement);
  return text.empty() ? place : text + ", " + place;
}

std::string expected_text(const GiftLine& line, Language language) {
  const auto day = [&](base::Day when) { return web::format_day(language, when); };
  if (line.expected_from && line.expected_until && *line.expected_from != *line.expected_until)
    return fmt::format(fmt::runtime(translate(language, "du {0} au {1}")), day(*line.expected_from),
                       day(*line.expected_until));
  if (line.expected_from) return day(*line.expected_from);
  if (line.expected_until)
    return fmt::format(fmt::runtime(translate(language, "avant le {0}")), day(*line.expected_until));
  return {};
}

Data gift_line_row(const ShownGift& shown, const GiftLine& line, Language language) {
  const auto& progress = line.progress;
  const auto number = [&](std::int64_t value) { return web::format_number(language, value); };
  const auto difference =
      progress.surplus > 0 ? fmt::format(fmt::runtime(translate(language, "{0} en plus")), number(progress.surplus))
      : progress.shortfall == 0 ? std::string()
      : shown.gift.state == PledgeState::open
          ? fmt::format(fmt::runtime(translate(language, "{0} encore attendus")), number(progress.shortfall))
          : fmt::format(fmt::runtime(translate(language, "{0} ne sont pas venus")), number(progress.shortfall));
  Data row;
  row.set("name", line_name(shown.catalogue, line.kind, line.is_second_hand, language));
  row.set("pledged", number(progress.pledged));
  row.set("received", number(progress.received));
  row.set("difference", difference);
  row.set("share", progress.pledged > 0
                       ? std::to_string(std::min<std::int64_t>(100, progress.received * 100 / progress.pledged))
                       : std::string("100"));
  row.set("expected", expected_text(line, language));
  row.set("for_whom", for_whom_text(line.for_whom, language));
  return row;
}

std::string receipt_text(const ShownGift& shown, const Receipt& receipt, Language language) {
  std::string text;
  for (const auto& line : receipt.lines) {
    if (!text.empty()) text += ", ";
    text += web::format_number(language, line.quantity) + ' ' +
            line_name(shown.catalogue, line.kind, line.is_second_hand, language);
    if (line.surplus > 0)
      text += ' ' + fmt::format(fmt::runtime(translate(language, "(dont {0} en plus de la promesse)")),
                                web::format_number(language, line.surplus));
  }
  return text;
}

Data receipt_rows(const ShownGift& shown, const Visit& visit, Language language) {
  Data rows(Data::type::list);
  for (const auto& receipt : shown.receipts) {
    Data row;
    visit.fill_form(row);
    row.set("id", std::to_string(receipt.id.value));
    row.set("day", web::format_day(language, std::chrono::floor<std::chrono::days>(receipt.received_at)));
    row.set("depot", shown.depot_name(receipt.depot));
    row.set("contents", receipt_text(shown, receipt, language));
    row.set("action", fmt::format("{}/receipts/{}/cancel", path_of(shown.gift), receipt.id.value));
    row.set("may_cancel", shown.may_receive);
    rows << row;
  }
  return rows;
}

/// What has just been done, for the notice on top; nothing when the address does not say.
std::string done_text(std::string_view done, Language language) {
  if (done == "saved") return translate(language, "La promesse est enregistrée.");
  if (done == "received") return translate(language, "La réception est enregistrée, le stock du dépôt est à jour.");
  if (done == "cancelled") return translate(language, "La réception est annulée, ses écritures sont contrepassées.");
  if (done == "closed") return translate(language, "La promesse est close.");
  return {};
}

Response show_gift(const accounts::Gate& gate, const Request& request, const Visit& visit,
                   const accounts::FormErrors& errors) {
  const auto shown = gate.database().read([&](Reader& reader) { return shown_gift(reader, request, visit); });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  const auto language = request.language;
  const auto done = done_text(request.query.text("done"), language);
  Data lines(Data::type::list);
  for (const auto& line : shown->gift.lines) lines << gift_line_row(*shown, line, language);
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  data.set("is_done", !done.empty() && errors.empty());
  data.set("done", done);
  data.set("code", shown->gift.code);
  data.set("donor", shown->gift.donor_name);
  data.set("path", path_of(shown->gift));
  data.set("is_open", shown->gift.state == PledgeState::open);
  data.set("is_illustrative", shown->catalogue.programme.is_illustrative);
  data.set("may_receive", shown->may_receive);
  data.set("may_pledge", shown->may_pledge);
  data.set("lines", lines);
  data.set("receipts", receipt_rows(*shown, visit, language));
  data.set("has_receipts", !shown->receipts.empty());
  const web::Page page{.title = fmt::format(fmt::runtime(translate(language, "Don {0}")), shown->gift.code),
                       .status = errors.status()};
  return gate.site().page(request, "gifts/gift", page, data);
}

Response refused_on_page(const accounts::Gate& gate, const Request& request, const Visit& visit,
                         const Refusal& refusal) {
  accounts::FormErrors errors;
  errors.add("content", refusal);
  return show_gift(gate, request, visit, errors);
}

Response close_gift(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("code"));
  const auto closed = visit.change(code, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::pledge_gifts>(transaction));
    return close_pledge(transaction, permit, visit.programme(), code);
  });
  if (!closed) return refused_on_page(gate, request, visit, closed.refusal());
  return web::redirect(path_of_gift(code) + "?done=closed");
}

Response cancel(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string code(request.parameter("code"));
  const auto number = base::parse_integer(request.parameter("receipt"));
  if (!number)
    return gate.site().refusal(request, Refusal(refused::receipt_unknown, {std::string(request.parameter("receipt"))}));
  const auto cancelled = visit.change(code, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::receive_gifts>(transaction));
    return cancel_receipt(transaction, permit, ReceiptId{*number});
  });
  if (!cancelled) return refused_on_page(gate, request, visit, cancelled.refusal());
  return web::redirect(path_of_gift(code) + "?done=cancelled");
}

}  // namespace

std::string line_name(const Catalogue& catalogue, KindId kind, bool is_second_hand, Language language) {
  const auto& name = catalogue.kind(kind).name.in(language);
  return is_second_hand ? fmt::format(fmt::runtime(translate(language, "{0} (occasion)")), name) : name;
}

Result<Gift> visible_gift(Reader& reader, const people::ScopedPermit& permit, ProgrammeId programme,
                          std::string_view code) {
  auto gift = find_gift(reader, programme, code);
  if (!gift || !permit.coverage().covers(programme, gift->donor))
    return Refusal(refused::pledge_unknown, {std::string(code)});
  return *std::move(gift);
}

void add_gift_page(accounts::Gate& gate) {
  gate.members("GET", "/gifts/{code}", Right::read_gifts,
               [&gate](const Request& request, const Visit& visit) { return show_gift(gate, request, visit, {}); });
  gate.change("POST", "/gifts/{code}/close", Right::pledge_gifts,
              [&gate](const Request& request, const Visit& visit) { return close_gift(gate, request, visit); });
  gate.change("POST", "/gifts/{code}/receipts/{receipt}/cancel", Right::receive_gifts,
              [&gate](const Request& request, const Visit& visit) { return cancel(gate, request, visit); });
}

}  // namespace relais::gifts
