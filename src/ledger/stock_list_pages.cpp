#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "accounts/table_pages.hpp"
#include "base/text.hpp"
#include "ledger/refusals.hpp"
#include "ledger/stock_pages.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/listing.hpp"

std::span<const relais::base::EmbeddedFile> relais_ledger_templates();

namespace relais::ledger {
namespace {

using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using catalogue::Catalogue;
using people::OrganisationKind;
using people::Right;
using store::Reader;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t holders_of_a_page = 25;
constexpr std::int64_t holders_at_once = 1'000;
constexpr web::ListOrder holder_orders[] = {{"code", web::to_translate("le code")}};
/// The columns, in the order in which goods pass.
constexpr AccountKind stock_columns[] = {AccountKind::depot,    AccountKind::reserved,   AccountKind::quarantine,
                                         AccountKind::workshop, AccountKind::in_transit, AccountKind::shelf};

HolderFilter holder_filter(const Request& request, const web::Listing& listing) {
  HolderFilter filter;
  const auto wanted = request.query.text("holders");
  if (wanted == "depots") filter.kind = OrganisationKind::depot;
  if (wanted == "structures") filter.kind = OrganisationKind::structure;
  filter.after = listing.after;
  return filter;
}

using Row = std::map<AccountKind, std::int64_t>;

std::vector<std::pair<KindId, Row>> rows_of(const Holder& holder, const Catalogue& catalogue) {
  std::vector<std::pair<KindId, Row>> rows;
  for (const auto& kind : catalogue.kinds) {
    Row row;
    for (const auto& holding : holder.holdings)
      if (holding.kind == kind.id) row[holding.account] += holding.quantity;
    if (!row.empty()) rows.emplace_back(kind.id, std::move(row));
  }
  return rows;
}

std::int64_t in(const Row& row, AccountKind account) {
  const auto found = row.find(account);
  return found == row.end() ? 0 : found->second;
}

Data cells_of(const Row& row, Language language) {
  Data cells(Data::type::list);
  for (const auto column : stock_columns)
    cells << Data("quantity", in(row, column) == 0 ? "–" : web::format_number(language, in(row, column)));
  return cells;
}

Data stock_heads(Language language) {
  Data heads(Data::type::list);
  for (const auto column : stock_columns) heads << Data("label", label_of(column).in(language));
  return heads;
}

Data stock_rows(const std::vector<Holder>& holders, const Catalogue& catalogue, Language language) {
  Data rows(Data::type::list);
  for (const auto& holder : holders)
    for (const auto& [kind, row] : rows_of(holder, catalogue)) {
      Data data;
      data.set("address", path_of_holder(holder.code));
      data.set("name", holder.name);
      data.set("departement", holder.departement);
      data.set("kind", catalogue.kind(kind).name.in(language));
      data.set("cells", cells_of(row, language));
      rows << data;
    }
  return rows;
}

Data holder_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  list << web::choice("depots", translate(language, "les dépôts"), chosen);
  list << web::choice("structures", translate(language, "les structures"), chosen);
  return list;
}

struct ListedStock {
  Catalogue catalogue;
  std::vector<Holder> holders;
};

Response show_stock(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto listing = web::read_listing(request, holder_orders);
  auto listed = gate.database().read([&](Reader& reader) -> Result<ListedStock> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_stock>(reader));
    auto filter = holder_filter(request, listing);
    filter.holders_max = holders_of_a_page + 1;
    return ListedStock{catalogue::get_catalogue(reader, visit.programme()),
                       list_holders(reader, visit.programme(), permit.coverage(), filter)};
  });
  if (!listed) return gate.site().refusal(request, listed.refusal());
  auto& holders = listed->holders;
  const bool has_next = std::ssize(holders) > holders_of_a_page;
  if (has_next) holders.pop_back();
  const auto language = request.language;
  Data data;
  web::set_listing(data, request, listing, holder_orders, has_next ? holders.back().code : std::string());
  data.set("xlsx", web::address_with(request, "/stock.xlsx", "after", ""));
  data.set("choices", holder_choices(request.query.text("holders"), language));
  data.set("heads", stock_heads(language));
  data.set("rows", stock_rows(holders, listed->catalogue, language));
  data.set("is_empty", holders.empty());
  data.set("is_illustrative", listed->catalogue.programme.is_illustrative);
  return gate.site().page(request, "ledger/stock", {.title = translate(language, "Stock")}, data);
}

std::vector<accounts::TableColumn> table_columns(Language language) {
  std::vector<accounts::TableColumn> columns{{translate(language, "Code")},
                                             {translate(language, "Dépôt ou structure")},
                                             {translate(language, "Département")},
                                             {translate(language, "Article")}};
  for (const auto column : stock_columns)
    columns.push_back({label_of(column).in(language), tabular::CellKind::integer});
  return columns;
}

Result<> write_stock(Reader& reader, const Request& request, const Visit& visit, accounts::TableFile& table) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_stock>(reader));
  auto filter = holder_filter(request, web::read_listing(request, holder_orders));
  const auto catalogue = catalogue::get_catalogue(reader, visit.programme());
  filter.holders_max = holders_at_once;
  for (;;) {
    const auto holders = list_holders(reader, visit.programme(), permit.coverage(), filter);
    for (const auto& holder : holders)
      for (const auto& [kind, row] : rows_of(holder, catalogue)) {
        std::vector<std::string> cells{holder.code, holder.name, holder.departement,
                                       catalogue.kind(kind).name.in(request.language)};
        for (const auto column : stock_columns) cells.push_back(std::to_string(in(row, column)));
        table.row(cells);
      }
    if (std::ssize(holders) < holders_at_once) return base::Done{};
    filter.after = holders.back().code;
  }
}

Response download_stock(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  accounts::TableFile table(request, web::to_translate("stock"), table_columns(request.language));
  const auto written = gate.database().read([&](Reader& reader) { return write_stock(reader, request, visit, table); });
  return written ? table.answer() : gate.site().refusal(request, written.refusal());
}

/// Of one holder: each account with what it holds, and the way to its movements.
struct ShownHolder {
  Catalogue catalogue;
  people::Organisation holder;
  std::vector<Balance> balances;
  bool may_count = false;
};

Result<ShownHolder> shown_holder(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_stock>(reader));
  RELAIS_TRY(auto holder, named_holder(reader, permit, request, visit));
  ShownHolder shown{catalogue::get_catalogue(reader, visit.programme()), std::move(holder), {}, false};
  for (const auto account : accounts_of(shown.holder.kind))
    for (const auto& balance : balances_of(reader, account, shown.holder.id)) shown.balances.push_back(balance);
  const auto may_move = visit.permit<Right::move_stock>(reader);
  shown.may_count = may_move.ok() && may_move->coverage().covers(visit.programme(), shown.holder.id);
  return shown;
}

Data account_cards(const ShownHolder& shown, Language language) {
  Data cards(Data::type::list);
  for (const auto account : accounts_of(shown.holder.kind)) {
    Data card, kinds(Data::type::list);
    for (const auto& kind : shown.catalogue.kinds)
      for (const auto& balance : shown.balances)
        if (balance.account_kind == account && balance.kind == kind.id) {
          Data row;
          row.set("kind", kind.name.in(language));
          row.set("quantity", web::format_number(language, balance.quantity));
          kinds << row;
        }
    card.set("label", label_of(account).in(language));
    card.set("address", path_of_holder(shown.holder.code) + '/' + std::string(code_of(account)));
    card.set("may_count", shown.may_count && is_countable(account));
    card.set("is_empty", kinds.is_empty_list());
    card.set("kinds", kinds);
    cards << card;
  }
  return cards;
}

Response show_holder(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto shown = gate.database().read([&](Reader& reader) { return shown_holder(reader, request, visit); });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  Data data;
  data.set("name", shown->holder.name);
  data.set("departement", shown->holder.departement);
  data.set("cards", account_cards(*shown, request.language));
  data.set("is_illustrative", shown->catalogue.programme.is_illustrative);
  return gate.site().page(request, "ledger/holder", {.title = shown->holder.name}, data);
}

}  // namespace

std::string path_of_holder(std::string_view code) { return "/stock/" + web::percent_encode(code); }

std::vector<AccountKind> accounts_of(OrganisationKind kind) {
  if (kind == OrganisationKind::depot)
    return {AccountKind::depot, AccountKind::reserved, AccountKind::quarantine, AccountKind::workshop};
  return {AccountKind::in_transit, AccountKind::shelf};
}

Result<people::Organisation> named_holder(Reader& reader, const people::ScopedPermit& permit, const Request& request,
                                          const Visit& visit) {
  auto found = people::find_organisation(reader, visit.programme(), request.parameter("code"));
  const bool holds = found && (found->kind == OrganisationKind::depot || found->kind == OrganisationKind::structure);
  if (!holds || !permit.coverage().covers(visit.programme(), found->id)) return Refusal(refused::holder_unknown);
  return *std::move(found);
}

void add_stock_list(accounts::Gate& gate) {
  gate.members("GET", "/stock", Right::read_stock,
               [&gate](const Request& request, const Visit& visit) { return show_stock(gate, request, visit); });
  accounts::add_table(gate, "/stock", Right::read_stock, [&gate](const Request& request, const Visit& visit) {
    return download_stock(gate, request, visit);
  });
  gate.members("GET", "/stock/{code}", Right::read_stock,
               [&gate](const Request& request, const Visit& visit) { return show_holder(gate, request, visit); });
}

void add_stock_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_ledger_templates());
  add_stock_list(gate);
  add_movement_pages(gate);
  add_count_form(gate);
}

}  // namespace relais::ledger
