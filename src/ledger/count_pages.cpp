#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "ledger/refusals.hpp"
#include "ledger/stock_pages.hpp"
#include "web/i18n.hpp"

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

struct CountForm {
  Catalogue catalogue;
  people::Organisation holder;
  AccountKind account = AccountKind::depot;
  std::vector<Balance> balances;
  std::int64_t held(KindId kind) const {
    for (const auto& balance : balances)
      if (balance.kind == kind) return balance.quantity;
    return 0;
  }
};

Result<CountForm> count_form(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::move_stock>(reader));
  RELAIS_TRY(auto holder, named_holder(reader, permit, request, visit));
  const auto account = parse_account_kind(request.parameter("account"));
  const auto all = accounts_of(holder.kind);
  if (!account || std::find(all.begin(), all.end(), *account) == all.end()) return Refusal(refused::holder_unknown);
  if (!is_countable(*account)) return Refusal(refused::not_countable);
  CountForm form{catalogue::get_catalogue(reader, visit.programme()), std::move(holder), *account, {}};
  form.balances = balances_of(reader, *account, form.holder.id);
  return form;
}

/// The fields of a kind: `counted:smartphone`, and `expected:smartphone`, what the form showed.
Data counted_row(const CountForm& form, const catalogue::Kind& kind, const Request& request, const Data& errors) {
  const auto field = "counted:" + kind.code;
  const auto* error = errors.get(field + "_error");
  const auto held = form.held(kind.id);
  const auto counted = base::parse_integer(request.form.text(field));
  Data row;
  row.set("field", field);
  row.set("expected_field", "expected:" + kind.code);
  row.set("kind", kind.name.in(request.language));
  row.set("held", web::format_number(request.language, held));
  row.set("expected", std::to_string(held));
  row.set("counted", std::string(request.form.text(field)));
  row.set("differs", counted.has_value() && *counted != held);
  row.set("difference", counted ? (*counted > held ? "+" : "") + web::format_number(request.language, *counted - held)
                                : std::string());
  row.set("is_wrong", error != nullptr);
  row.set("wrong", error != nullptr ? error->string_value() : std::string());
  return row;
}

Response render_count(const accounts::Gate& gate, const Request& request, const Visit& visit, const CountForm& form,
                      const FormErrors& errors, bool is_review) {
  const auto language = request.language;
  Data data, held(Data::type::list), others(Data::type::list);
  errors.show(data, language);
  visit.fill_form(data);
  for (const auto& kind : form.catalogue.kinds) {
    const bool is_there = form.held(kind.id) != 0 || !request.form.text("counted:" + kind.code).empty();
    (is_there ? held : others) << counted_row(form, kind, request, data);
  }
  data.set("held", held);
  data.set("others", others);
  data.set("has_others", !others.is_empty_list());
  data.set("reason", std::string(request.form.text("reason")));
  data.set("is_review", is_review);
  data.set("holder", form.holder.name);
  data.set("account", label_of(form.account).in(language));
  data.set("path", path_of_holder(form.holder.code) + '/' + std::string(code_of(form.account)));
  data.set("is_illustrative", form.catalogue.programme.is_illustrative);
  const auto title = fmt::format(fmt::runtime(translate(language, "Inventaire : {0}, {1}")), form.holder.name,
                                 label_of(form.account).in(language));
  data.set("title", title);
  return gate.site().page(request, "ledger/count", {.title = title, .status = errors.status()}, data);
}

Response new_count(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto form = gate.database().read([&](Reader& reader) { return count_form(reader, request, visit); });
  if (!form) return gate.site().refusal(request, form.refusal());
  return render_count(gate, request, visit, *form, {}, false);
}

/// A field that is left empty was not counted.
StocktakeOrder read_count(const CountForm& form, const Request& request, const Visit& visit, FormErrors& errors) {
  StocktakeOrder order{visit.request_key(), form.account, form.holder.id, {}, std::string(request.form.text("reason"))};
  for (const auto& kind : form.catalogue.kinds) {
    const auto field = "counted:" + kind.code;
    if (request.form.text(field).empty()) continue;
    const auto counted = base::parse_integer(request.form.text(field));
    if (!counted || *counted < 0) errors.add(field, Refusal(refused::count_is_negative));
    const auto expected = base::parse_integer(request.form.text("expected:" + kind.code));
    order.counted.push_back({kind.id, expected.value_or(form.held(kind.id)), counted.value_or(0)});
  }
  return order;
}

/// First the differences are shown; what was seen is then written, with why.
Response save_count(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto form = gate.database().read([&](Reader& reader) { return count_form(reader, request, visit); });
  if (!form) return gate.site().refusal(request, form.refusal());
  FormErrors errors;
  const auto order = read_count(*form, request, visit, errors);
  if (!errors.empty()) return render_count(gate, request, visit, *form, errors, false);
  if (!request.form.has("confirmed")) {
    const bool agrees = std::all_of(order.counted.begin(), order.counted.end(),
                                    [&](const Counted& one) { return one.counted == form->held(one.kind); });
    if (agrees) errors.add("counted", Refusal(refused::nothing_differs));
    return render_count(gate, request, visit, *form, errors, errors.empty());
  }
  const auto taken = visit.change(form->holder.code, [&](Transaction& transaction) -> Result<StockTaken> {
    RELAIS_TRY(const auto permit, visit.permit<Right::move_stock>(transaction));
    return take_stock(transaction, permit, visit.programme(), order);
  });
  if (taken)
    return web::redirect(path_of_holder(form->holder.code) + '/' + std::string(code_of(form->account)) +
                         "?done=counted");
  errors.add(taken.refusal().is(refused::reason_is_empty) ? "reason" : "counted", taken.refusal());
  const auto now = gate.database().read([&](Reader& reader) { return count_form(reader, request, visit); });
  if (!now) return gate.site().refusal(request, now.refusal());
  return render_count(gate, request, visit, *now, errors, true);
}

}  // namespace

void add_count_form(accounts::Gate& gate) {
  const std::string count = "/stock/{code}/{account}/count";
  gate.members("GET", count, Right::move_stock,
               [&gate](const Request& request, const Visit& visit) { return new_count(gate, request, visit); });
  gate.change("POST", count, Right::move_stock,
              [&gate](const Request& request, const Visit& visit) { return save_count(gate, request, visit); });
}

}  // namespace relais::ledger
