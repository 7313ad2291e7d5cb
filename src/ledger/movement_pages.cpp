#include <algorithm>

#include <fmt/format.h>

#include "accounts/table_pages.hpp"
#include "base/text.hpp"
#include "ledger/refusals.hpp"
#include "ledger/stock_pages.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"
#include "web/zone.hpp"

namespace relais::ledger {
namespace {

using accounts::FormErrors;
using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using catalogue::Catalogue;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t entries_of_a_page = 50;
constexpr std::int64_t entries_at_once = 5'000;
constexpr web::ListOrder movement_orders[] = {{"newest", web::to_translate("le plus récent")}};

struct OpenedAccount {
  Catalogue catalogue;
  people::Organisation holder;
  AccountKind account = AccountKind::depot;
  std::optional<AccountId> id;  ///< none: nothing ever moved there
  bool may_count = false;
};

Result<OpenedAccount> opened_account(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_stock>(reader));
  RELAIS_TRY(auto holder, named_holder(reader, permit, request, visit));
  const auto account = parse_account_kind(request.parameter("account"));
  const auto all = accounts_of(holder.kind);
  if (!account || std::find(all.begin(), all.end(), *account) == all.end()) return Refusal(refused::holder_unknown);
  OpenedAccount opened{catalogue::get_catalogue(reader, visit.programme()), std::move(holder), *account, {}, false};
  opened.id = find_account(reader, *account, opened.holder.id);
  const auto may_move = visit.permit<Right::move_stock>(reader);
  opened.may_count =
      is_countable(*account) && may_move.ok() && may_move->coverage().covers(visit.programme(), opened.holder.id);
  return opened;
}

Data movement_rows(const OpenedAccount& opened, const std::vector<Movement>& movements, Language language) {
  Data rows(Data::type::list);
  for (const auto& one : movements) {
    Data row;
    row.set("at", web::iso_instant(one.at));
    row.set("reason", label_of(one.reason).in(language));
    row.set("about", one.about);
    row.set("actor", one.actor);
    row.set("kind", opened.catalogue.kind(one.kind).name.in(language));
    row.set("quantity", (one.quantity > 0 ? "+" : "") + web::format_number(language, one.quantity));
    row.set("why", one.why);
    row.set("has_why", !one.why.empty());
    row.set("is_reversed", one.is_reversed);
    row.set("may_reverse", opened.may_count && !one.why.empty() && !one.is_reversed);
    row.set("entry", std::to_string(one.entry.value));
    rows << row;
  }
  return rows;
}

/// The entries of a page, and after which the next one starts.
std::string keep_entries(std::vector<Movement>& movements) {
  std::int64_t entries = 0;
  EntryId last;
  for (std::size_t at = 0; at < movements.size(); ++at) {
    if (movements[at].entry == last) continue;
    if (++entries > entries_of_a_page) {
      movements.resize(at);
      return std::to_string(last.value);
    }
    last = movements[at].entry;
  }
  return {};
}

struct ListedMovements {
  OpenedAccount opened;
  std::vector<Movement> movements;
};

Result<ListedMovements> listed_movements(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(auto opened, opened_account(reader, request, visit));
  const EntryId before{base::parse_integer(request.query.text("after")).value_or(0)};
  std::vector<Movement> movements;
  if (opened.id) movements = list_movements(reader, *opened.id, before, entries_of_a_page + 1);
  return ListedMovements{std::move(opened), std::move(movements)};
}

Response show_movements(const accounts::Gate& gate, const Request& request, const Visit& visit,
                        const FormErrors& errors) {
  const auto language = request.language;
  auto listed = gate.database().read([&](Reader& reader) { return listed_movements(reader, request, visit); });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  const auto& opened = listed->opened;
  const auto path = path_of_holder(opened.holder.code) + '/' + std::string(code_of(opened.account));
  const auto next = keep_entries(listed->movements);
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  web::set_listing(data, request, web::read_listing(request, movement_orders), movement_orders, next);
  data.set("csv", path + "/movements.csv");
  data.set("xlsx", path + "/movements.xlsx");
  data.set("path", path);
  data.set("holder", opened.holder.name);
  data.set("holder_path", path_of_holder(opened.holder.code));
  data.set("account", label_of(opened.account).in(language));
  data.set("movements", movement_rows(opened, listed->movements, language));
  data.set("is_empty", listed->movements.empty());
  data.set("may_count", opened.may_count);
  const auto done = request.query.text("done");
  data.set("is_counted", done == "counted" && errors.empty());
  data.set("is_taken_back", done == "reversed" && errors.empty());
  data.set("is_illustrative", opened.catalogue.programme.is_illustrative);
  const auto title = fmt::format(fmt::runtime(translate(language, "Mouvements : {0}, {1}")), opened.holder.name,
                                 label_of(opened.account).in(language));
  data.set("title", title);
  return gate.site().page(request, "ledger/movements", {.title = title, .status = errors.status()}, data);
}

Result<> write_movements(Reader& reader, const Request& request, const Visit& visit, accounts::TableFile& table) {
  RELAIS_TRY(const auto opened, opened_account(reader, request, visit));
  if (!opened.id) return base::Done{};
  EntryId before;
  for (;;) {
    const auto movements = list_movements(reader, *opened.id, before, entries_at_once);
    for (const auto& one : movements)
      table.row({web::iso_instant(one.at), label_of(one.reason).in(request.language), one.about, one.actor,
                 opened.catalogue.kind(one.kind).name.in(request.language), std::to_string(one.quantity), one.why});
    if (movements.empty()) return base::Done{};
    before = movements.back().entry;
  }
}

Response download_movements(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto text = [&](std::string_view french) { return translate(request.language, french); };
  accounts::TableFile table(request, web::to_translate("mouvements"),
                            {{text("Quand")},
                             {text("Motif")},
                             {text("Pièce")},
                             {text("Par")},
                             {text("Article")},
                             {text("Quantité"), tabular::CellKind::integer},
                             {text("Pourquoi")}});
  const auto written =
      gate.database().read([&](Reader& reader) { return write_movements(reader, request, visit, table); });
  return written ? table.answer() : gate.site().refusal(request, written.refusal());
}

Response take_back(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto entry = base::parse_integer(request.form.text("entry"));
  const auto reversed =
      visit.change(std::string(request.parameter("code")), [&](Transaction& transaction) -> Result<Recorded> {
        RELAIS_TRY(const auto permit, visit.permit<Right::move_stock>(transaction));
        RELAIS_TRY_DONE(named_holder(transaction, permit, request, visit));
        return reverse_stocktake(transaction, permit, visit.programme(), EntryId{entry.value_or(0)},
                                 visit.request_key());
      });
  if (reversed)
    return web::redirect(path_of_holder(request.parameter("code")) + '/' + std::string(request.parameter("account")) +
                         "?done=reversed");
  if (reversed.refusal().is(refused::holder_unknown)) return gate.site().refusal(request, reversed.refusal());
  FormErrors errors;
  errors.add("movements", reversed.refusal());
  return show_movements(gate, request, visit, errors);
}

}  // namespace

void add_movement_pages(accounts::Gate& gate) {
  const std::string account = "/stock/{code}/{account}";
  gate.members("GET", account, Right::read_stock, [&gate](const Request& request, const Visit& visit) {
    return show_movements(gate, request, visit, {});
  });
  accounts::add_table(
      gate, account + "/movements", Right::read_stock,
      [&gate](const Request& request, const Visit& visit) { return download_movements(gate, request, visit); });
  gate.change("POST", account + "/reverse", Right::move_stock,
              [&gate](const Request& request, const Visit& visit) { return take_back(gate, request, visit); });
}

}  // namespace relais::ledger
