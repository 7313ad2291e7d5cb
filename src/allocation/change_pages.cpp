#include <algorithm>

#include <fmt/format.h>

#include "allocation/adjust.hpp"
#include "allocation/allocation_desk_pages.hpp"
#include "allocation/propose.hpp"
#include "allocation/refusals.hpp"
#include "allocation/register.hpp"
#include "allocation/release.hpp"
#include "allocation/round_pages.hpp"
#include "base/text.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/refusals.hpp"

namespace relais::allocation {
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

constexpr std::int64_t lines_shown_max = 200;

struct ReservedGoods {
  std::string depot;
  KindId kind;
  std::int64_t quantity = 0;
};

struct ChangeForm {
  Catalogue catalogue;
  Allocation allocation;
  needs::Round round;
  people::Organisation structure;
  std::vector<Line> lines;
  std::vector<ReservedGoods> reserved;  ///< open, once approved
  std::vector<RegisterRow> adjustments;
};

/// By depot and kind, whatever the product.
std::vector<ReservedGoods> reserved_goods(Reader& reader, AllocationId allocation, OrganisationId structure) {
  std::vector<ReservedGoods> goods;
  OrganisationId depot;
  std::string name;
  for (const auto& one : list_reservations(reader, allocation, structure)) {
    if (!one.is_open) continue;
    if (one.depot != depot) name = people::get_organisation(reader, depot = one.depot).name;
    const auto same = std::find_if(goods.begin(), goods.end(),
                                   [&](const ReservedGoods& at) { return at.depot == name && at.kind == one.kind; });
    if (same != goods.end())
      same->quantity += one.quantity;
    else
      goods.push_back({name, one.kind, one.quantity});
  }
  return goods;
}

Result<people::Organisation> named_structure(Reader& reader, const Request& request, const Visit& visit) {
  auto found = people::find_organisation(reader, visit.programme(), request.parameter("structure"));
  if (!found || found->kind != people::OrganisationKind::structure) return Refusal(web::refusals::not_found);
  return *std::move(found);
}

Result<ChangeForm> change_form(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(auto allocation, named_allocation(reader, request, visit));
  RELAIS_TRY(auto structure, named_structure(reader, request, visit));
  ChangeForm form{
      catalogue::get_catalogue(reader, visit.programme()), std::move(allocation), {}, std::move(structure), {}, {}, {}};
  form.round = needs::get_round(reader, form.allocation.round);
  form.lines = list_lines(reader, form.allocation.id, {.structure = form.structure.id, .lines_max = lines_shown_max});
  if (form.lines.empty()) return Refusal(web::refusals::not_found);
  if (form.allocation.state == State::approved)
    form.reserved = reserved_goods(reader, form.allocation.id, form.structure.id);
  form.adjustments = list_register(reader, form.allocation.round, form.structure.id);
  return form;
}

std::string line_label(const ChangeForm& form, const Line& line, Language language) {
  const auto number = [&](std::int64_t value) { return web::format_number(language, value); };
  return fmt::format(fmt::runtime(translate(language, "{0}, {1} : {2} sur {3} demandés")),
                     form.catalogue.product(line.product).name.in(language),
                     catalogue::label_of(line.audience).in(language), number(line.granted),
                     number(line.asked - line.earlier)) +
         (line.adjusted ? ' ' + translate(language, "(fixé à la main)") : std::string());
}

Data line_choices(const ChangeForm& form, std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto& line : form.lines)
    list << web::choice(line.name, line_label(form, line, language),
                        form.lines.size() == 1 ? std::string_view(line.name) : chosen);
  return list;
}

Data reserved_rows(const ChangeForm& form, Language language) {
  Data list(Data::type::list);
  for (const auto& one : form.reserved) {
    Data row;
    row.set("depot", one.depot);
    row.set("kind", form.catalogue.kind(one.kind).name.in(language));
    row.set("quantity", web::format_number(language, one.quantity));
    list << row;
  }
  return list;
}

Response render_change(const AllocationDesk& desk, const Request& request, const Visit& visit, const ChangeForm& form,
                       const FormErrors& errors) {
  const auto language = request.language;
  const bool is_approved = form.allocation.state == State::approved;
  const auto title = is_approved ? translate(language, "Libérer ce qui est réservé")
                                 : translate(language, "Fixer une quantité à la main");
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  set_allocation(data, form.allocation, form.round, language);
  set_register(data, form.catalogue, form.adjustments, language);
  data.set("title", title);
  data.set("structure", form.structure.name);
  data.set("code", web::percent_encode(form.structure.code));
  data.set("departement", form.structure.departement);
  data.set("path",
           path_of_allocation(form.allocation.reference) + "/lines/" + web::percent_encode(form.structure.code));
  data.set("lines", line_choices(form, request.form.text("line"), language));
  data.set("quantity", std::string(request.form.text("quantity")));
  data.set("reason", std::string(request.form.text("reason")));
  data.set("has_adjusted",
           std::any_of(form.lines.begin(), form.lines.end(), [](const Line& line) { return line.adjusted; }));
  data.set("reserved", reserved_rows(form, language));
  data.set("has_reserved", !form.reserved.empty());
  data.set("cannot_change", !is_approved && form.allocation.state != State::proposed);
  data.set("is_done", request.query.text("done") == "released" && errors.empty());
  data.set("is_illustrative", form.catalogue.programme.is_illustrative);
  return desk.site().page(request, "allocation/change_form", {.title = title, .status = errors.status()}, data);
}

Response show_change(const AllocationDesk& desk, const Request& request, const Visit& visit, const FormErrors& errors) {
  const auto form = desk.database().read([&](Reader& reader) { return change_form(reader, request, visit); });
  if (!form) return desk.site().refusal(request, form.refusal());
  return render_change(desk, request, visit, *form, errors);
}

std::string_view field_of_adjustment(const Refusal& refusal) {
  if (refusal.is(refused::adjustment_above_asked) || refusal.is(refused::adjustment_below_guarantee)) return "quantity";
  if (refusal.is(refused::reason_is_empty)) return "reason";
  return "line";
}

AdjustOrder read_adjustment(const ChangeForm& form, const Request& request, const Visit& visit, FormErrors& errors) {
  AdjustOrder order{visit.request_key(), form.allocation.id, {}, {}, std::string(request.form.text("reason"))};
  for (const auto& line : form.lines)
    if (line.name == request.form.text("line")) order.need = line.need;
  if (!order.need) errors.add("line", Refusal(refused::line_unknown, {form.allocation.reference}));
  if (order.reason.empty()) errors.add("reason", Refusal(refused::reason_is_empty));
  if (!request.form.has("withdraw")) {
    order.quantity = base::parse_integer(request.form.text("quantity"));
    if (!order.quantity)
      errors.add("quantity", Refusal(refused::not_between, {"0", std::to_string(form.allocation.asked)}));
  }
  return order;
}

/// What can be told at once is told beside its field; whether the stock allows it is what the computation finds.
Response ask_for_adjustment(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const auto form = desk.database().read([&](Reader& reader) { return change_form(reader, request, visit); });
  if (!form) return desk.site().refusal(request, form.refusal());
  FormErrors errors;
  const auto order = read_adjustment(*form, request, visit, errors);
  if (!errors.empty()) return render_change(desk, request, visit, *form, errors);
  const auto permit = desk.database().read([&](Reader& reader) { return visit.permit<Right::allocate>(reader); });
  if (!permit) return desk.site().refusal(request, permit.refusal());
  const auto path =
      path_of_allocation(form->allocation.reference) + "/lines/" + web::percent_encode(form->structure.code);
  const auto may = desk.database().read([&](Reader& reader) -> Result<> {
    if (has_begun(reader, visit.programme(), order.request)) return base::Done{};
    RELAIS_TRY_DONE(line_to_adjust(reader, order));
    return base::Done{};
  });
  if (!may) {
    errors.add(field_of_adjustment(may.refusal()), may.refusal());
    return render_change(desk, request, visit, *form, errors);
  }
  const auto begun = begin(
      desk, visit, {.round = form->round.id, .purpose = Purpose::adjustment, .form = path + "/change"},
      form->allocation.reference, [database = &desk.database(), permit = *permit, order](const Progress& progress) {
        return adjust(*database, permit, order, progress);
      });
  if (begun) return web::redirect(*begun);
  errors.add("line", begun.refusal());
  return render_change(desk, request, visit, *form, errors);
}

Response release_reserved(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const std::string reference(request.parameter("reference"));
  const auto released = visit.change(reference, [&](Transaction& transaction) -> Result<Released> {
    RELAIS_TRY(const auto permit, visit.permit<Right::allocate>(transaction));
    RELAIS_TRY(const auto allocation, named_allocation(transaction, request, visit));
    RELAIS_TRY(const auto structure, named_structure(transaction, request, visit));
    return release(transaction, permit,
                   {visit.request_key(), allocation.id, structure.id, std::string(request.form.text("reason"))});
  });
  if (released)
    return web::redirect(path_of_allocation(reference) + "/lines/" +
                         web::percent_encode(request.parameter("structure")) + "/change?done=released");
  FormErrors errors;
  errors.add(released.refusal().is(refused::reason_is_empty) ? "reason" : "reserved", released.refusal());
  return show_change(desk, request, visit, errors);
}

}  // namespace

void add_change_forms(const AllocationDesk& desk) {
  auto& gate = *desk.gate;
  const std::string line = "/allocations/{reference}/lines/{structure}";
  gate.members("GET", line + "/change", Right::allocate,
               [desk](const Request& request, const Visit& visit) { return show_change(desk, request, visit, {}); });
  gate.change("POST", line + "/adjust", Right::allocate,
              [desk](const Request& request, const Visit& visit) { return ask_for_adjustment(desk, request, visit); });
  gate.change("POST", line + "/release", Right::allocate,
              [desk](const Request& request, const Visit& visit) { return release_reserved(desk, request, visit); });
}

}  // namespace relais::allocation
