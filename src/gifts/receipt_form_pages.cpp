#include <algorithm>

#include <fmt/format.h>

#include "accounts/form_pages.hpp"
#include "base/text.hpp"
#include "gifts/gift_pages.hpp"
#include "gifts/refusals.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"

namespace relais::gifts {
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

struct ReceiptForm {
  Catalogue catalogue;
  Gift gift;
  std::vector<people::Organisation> depots;  ///< where the person may count goods in
};

Result<ReceiptForm> receipt_form(Reader& reader, const Request& request, const Visit& visit) {
  const auto programme = visit.programme();
  RELAIS_TRY(const auto reading, visit.permit<Right::read_gifts>(reader));
  RELAIS_TRY(const auto receiving, visit.permit<Right::receive_gifts>(reader));
  RELAIS_TRY(auto gift, visible_gift(reader, reading, programme, request.parameter("code")));
  ReceiptForm form{catalogue::get_catalogue(reader, programme), std::move(gift), {}};
  for (auto& depot : people::list_organisations(reader, programme, people::OrganisationKind::depot))
    if (receiving.coverage().covers(programme, depot.id)) form.depots.push_back(std::move(depot));
  return form;
}

/// A field for each kind and condition: `new:smartphone`, `used:smartphone`.
std::string counted_field(const catalogue::Kind& kind, bool is_second_hand) {
  return (is_second_hand ? "used:" : "new:") + kind.code;
}

Data counted_row(const ReceiptForm& form, const catalogue::Kind& kind, bool is_second_hand, std::int64_t awaited,
                 const Request& request, const Data& errors) {
  const auto field = counted_field(kind, is_second_hand);
  const auto* error = errors.get(field + "_error");
  Data row;
  row.set("field", field);
  row.set("name", line_name(form.catalogue, kind.id, is_second_hand, request.language));
  row.set("value", std::string(request.form.text(field)));
  row.set("is_awaited", awaited > 0);
  row.set("awaited", web::format_number(request.language, awaited));
  row.set("has_error", error != nullptr);
  row.set("error", error != nullptr ? error->string_value() : std::string());
  return row;
}

/// What the pledge announces, then everything else that the programme knows.
void set_counted_rows(Data& data, const ReceiptForm& form, const Request& request) {
  Data announced(Data::type::list), others(Data::type::list);
  for (const auto& kind : form.catalogue.kinds)
    for (const bool is_second_hand : {false, true}) {
      if (is_second_hand && kind.category != catalogue::Category::device) continue;
      const auto line = std::find_if(form.gift.lines.begin(), form.gift.lines.end(), [&](const GiftLine& one) {
        return one.kind == kind.id && one.is_second_hand == is_second_hand && one.progress.pledged > 0;
      });
      const bool is_announced = line != form.gift.lines.end();
      const auto awaited = is_announced ? line->progress.shortfall : 0;
      (is_announced ? announced : others) << counted_row(form, kind, is_second_hand, awaited, request, data);
    }
  data.set("announced", announced);
  data.set("others", others);
}

Data depot_choices(const ReceiptForm& form, std::string_view chosen) {
  Data list(Data::type::list);
  for (const auto& depot : form.depots) list << web::choice(depot.code, depot.name, chosen);
  return list;
}

Response show_receipt_form(const accounts::Gate& gate, const Request& request, const Visit& visit,
                           const FormErrors& errors) {
  const auto form = gate.database().read([&](Reader& reader) { return receipt_form(reader, request, visit); });
  if (!form) return gate.site().refusal(request, form.refusal());
  Data data;
  errors.show(data, request.language);
  visit.fill_form(data);
  data.set("code", form->gift.code);
  data.set("donor", form->gift.donor_name);
  data.set("is_illustrative", form->catalogue.programme.is_illustrative);
  data.set("path", path_of(form->gift));
  data.set("depots", depot_choices(*form, request.form.text("depot")));
  set_counted_rows(data, *form, request);
  const web::Page page{
      .title = fmt::format(fmt::runtime(translate(request.language, "Livraison du don {0}")), form->gift.code),
      .status = errors.status()};
  return gate.site().page(request, "gifts/receipt_form", page, data);
}

/// What was typed; a field that is no number is told beside it.
std::vector<ReceiptLineDraft> counted_lines(const Request& request, FormErrors& errors) {
  std::vector<ReceiptLineDraft> lines;
  for (const auto& [field, value] : request.form.all()) {
    const bool is_new = field.starts_with("new:"), is_used = field.starts_with("used:");
    if ((!is_new && !is_used) || base::trim(value).empty()) continue;
    const auto quantity = base::parse_integer(value);
    if (!quantity || *quantity < 0) {
      errors.add(field, Refusal(refused::not_a_number));
    } else if (*quantity > 0) {
      lines.push_back({field.substr(field.find(':') + 1), *quantity, is_used});
    }
  }
  return lines;
}

Response save_receipt(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  FormErrors errors;
  const std::string code(request.parameter("code"));
  const ReceiptDraft draft{visit.request_key(), code, std::string(request.form.text("depot")),
                           counted_lines(request, errors)};
  if (!errors.empty()) return show_receipt_form(gate, request, visit, errors);
  const auto received = visit.change(code, [&](Transaction& transaction) -> Result<Receipt> {
    RELAIS_TRY(const auto permit, visit.permit<Right::receive_gifts>(transaction));
    return receive(transaction, permit, catalogue::get_catalogue(transaction, visit.programme()), draft);
  });
  if (!received) {
    errors.add(received.refusal().is(refused::depot_unknown) ? "depot" : "counted", received.refusal());
    return show_receipt_form(gate, request, visit, errors);
  }
  return web::redirect(path_of_gift(code) + "?done=received");
}

}  // namespace

void add_receipt_forms(accounts::Gate& gate) {
  gate.members(
      "GET", "/gifts/{code}/receipts/new", Right::receive_gifts,
      [&gate](const Request& request, const Visit& visit) { return show_receipt_form(gate, request, visit, {}); });
  gate.change("POST", "/gifts/{code}/receipts", Right::receive_gifts,
              [&gate](const Request& request, const Visit& visit) { return save_receipt(gate, request, visit); });
}

}  // namespace relais::gifts
