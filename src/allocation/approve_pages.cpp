#include <fmt/format.h>

#include "allocation/allocation_desk_pages.hpp"
#include "allocation/check.hpp"
#include "allocation/refusals.hpp"
#include "allocation/register.hpp"
#include "allocation/round_pages.hpp"
#include "base/text.hpp"
#include "web/i18n.hpp"

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

struct ApproveForm {
  Catalogue catalogue;
  Allocation allocation;
  needs::Round round;
  std::string promises_of;
  std::vector<RegisterRow> adjustments;
  std::optional<Newest> newest;  ///< of the round, when it is another
  base::Day day;
  std::optional<Proof> proof;      ///< it may be approved
  std::optional<Refusal> why_not;  ///< it may not
};

Result<ApproveForm> approve_form(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(auto allocation, named_allocation(reader, request, visit));
  ApproveForm form;
  form.catalogue = catalogue::get_catalogue(reader, visit.programme());
  form.round = needs::get_round(reader, allocation.round);
  if (allocation.keeps_grants_of) form.promises_of = get_allocation(reader, allocation.keeps_grants_of).reference;
  form.adjustments = list_register(reader, allocation.round);
  form.newest = find_newest(reader, allocation.round);
  if (form.newest && form.newest->id == allocation.id) form.newest.reset();
  form.day = base::parse_day(request.form.text("day")).value_or(usual_day(form.catalogue.programme, visit.now()));
  const auto proof = check_before_approval(reader, allocation.id, form.day);
  if (proof)
    form.proof = *proof;
  else
    form.why_not = proof.refusal();
  form.allocation = std::move(allocation);
  return form;
}

void set_proof(Data& data, const ApproveForm& form, Language language) {
  data.set("stands", form.proof.has_value());
  if (form.proof) {
    data.set("lines_checked", web::format_number(language, form.proof->lines));
    data.set("has_on_trust", form.proof->refusals_on_trust > 0);
    data.set("on_trust", web::format_number(language, form.proof->refusals_on_trust));
  } else {
    data.set("why_not", form.why_not->message(language));
  }
  data.set("has_newest", form.newest.has_value());
  data.set("newest", form.newest ? form.newest->reference : std::string());
}

Response show_approval(const AllocationDesk& desk, const Request& request, const Visit& visit,
                       const FormErrors& errors) {
  const auto form = desk.database().read([&](Reader& reader) { return approve_form(reader, request, visit); });
  if (!form) return desk.site().refusal(request, form.refusal());
  const auto language = request.language;
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  set_allocation(data, form->allocation, form->round, language);
  set_proof(data, *form, language);
  set_register(data, form->catalogue, form->adjustments, language);
  data.set("policy", policy_sentences(form->catalogue, form->allocation, form->promises_of, language));
  data.set("proposed_by", form->allocation.proposed_by);
  data.set("approved_by", form->allocation.approved_by);
  data.set("round_code", form->round.code);
  data.set("approval_day", base::iso_day(form->day));
  data.set("is_illustrative", form->catalogue.programme.is_illustrative);
  const auto title = fmt::format(fmt::runtime(translate(language, "Approuver {0}")), form->allocation.reference);
  return desk.site().page(request, "allocation/approve_form", {.title = title, .status = errors.status()}, data);
}

Response approve_proposal(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  FormErrors errors;
  const auto day = base::parse_day(request.form.text("day"));
  if (!day) errors.add("day", Refusal(refused::not_a_day));
  if (!errors.empty()) return show_approval(desk, request, visit, errors);
  const std::string reference(request.parameter("reference"));
  const auto approved = visit.change(reference, [&](Transaction& transaction) -> Result<Approved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::allocate>(transaction));
    RELAIS_TRY(const auto allocation, named_allocation(transaction, request, visit));
    return approve(transaction, permit, {visit.request_key(), allocation.id, *day});
  });
  if (approved) return web::redirect(path_of_allocation(reference));
  if (approved.refusal().is(refused::allocation_unknown)) return desk.site().refusal(request, approved.refusal());
  errors.add("day", approved.refusal());
  return show_approval(desk, request, visit, errors);
}

}  // namespace

void add_approve_form(const AllocationDesk& desk) {
  desk.gate->members(
      "GET", "/allocations/{reference}/approve", Right::allocate,
      [desk](const Request& request, const Visit& visit) { return show_approval(desk, request, visit, {}); });
  desk.gate->change(
      "POST", "/allocations/{reference}/approve", Right::allocate,
      [desk](const Request& request, const Visit& visit) { return approve_proposal(desk, request, visit); });
}

}  // namespace relais::allocation
