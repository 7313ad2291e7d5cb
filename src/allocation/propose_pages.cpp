#include <algorithm>

#include <fmt/format.h>

#include "allocation/allocation_desk_pages.hpp"
#include "allocation/policy.hpp"
#include "allocation/policy_form_pages.hpp"
#include "allocation/refusals.hpp"
#include "allocation/round_pages.hpp"
#include "allocation/trial.hpp"
#include "base/text.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"
#include "web/zone.hpp"

namespace relais::allocation {
namespace {

using accounts::FormErrors;
using accounts::Visit;
using base::Language;
using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using web::Data;
using web::Fields;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t seed_max = 4'294'967'295;

/// What a form of the rule is shown from.
struct ProposeForm {
  Catalogue catalogue;
  std::vector<needs::Round> rounds;     ///< the newest first
  std::vector<Allocation> allocations;  ///< of the programme, the newest first, trials aside
  std::optional<Allocation> like;       ///< whose rule the form begins with, when the address says so
  std::optional<Allocation> of;         ///< that a trial computes again
  std::optional<Computation> going_on;  ///< of the round that is chosen
  const needs::Round* round = nullptr;  ///< that is chosen, among `rounds`
  const Allocation* newest = nullptr;   ///< of that round, among `allocations`
};

/// The round that was typed, else the newest.
void choose_round(ProposeForm& form, std::string_view code) {
  for (const auto& round : form.rounds)
    if (round.code == code) form.round = &round;
  if (form.round == nullptr && code.empty() && !form.rounds.empty()) form.round = &form.rounds.front();
  for (const auto& one : form.allocations)
    if (form.newest == nullptr && form.round != nullptr && one.round == form.round->id) form.newest = &one;
}

ProposeForm propose_form(Reader& reader, const Visit& visit, std::string_view round_code) {
  ProposeForm form;
  form.catalogue = catalogue::get_catalogue(reader, visit.programme());
  form.rounds = needs::list_rounds(reader, visit.programme());
  form.allocations = list_allocations(reader, visit.programme());
  std::erase_if(form.allocations, [](const Allocation& one) { return one.state == State::trial; });
  choose_round(form, round_code);
  if (form.round != nullptr) form.going_on = find_unfinished(reader, form.round->id, visit.now());
  return form;
}

Result<ProposeForm> trial_form(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(auto of, named_allocation(reader, request, visit));
  auto form = propose_form(reader, visit, "");
  form.of = std::move(of);
  return form;
}

/// The programme's rule is that of its newest allocation; before the first there is the plain one.
const Allocation* rule_of(const ProposeForm& form) {
  if (form.of) return &*form.of;
  if (form.like) return &*form.like;
  return form.allocations.empty() ? nullptr : &form.allocations.front();
}

Fields usual_fields(const ProposeForm& form, base::Instant now) {
  const auto* like = rule_of(form);
  const auto& programme = form.catalogue.programme;
  auto fields = fields_of(like != nullptr ? like->policy : Policy{}, form.catalogue);
  const std::chrono::year_month_day start(programme.starts_on);
  fields.add("seed", like != nullptr
                         ? std::to_string(like->seed)
                         : fmt::format("{}{:02}{:02}", static_cast<int>(start.year()),
                                       static_cast<unsigned>(start.month()), static_cast<unsigned>(start.day())));
  fields.add("day", base::iso_day(usual_day(programme, now)));
  if (form.round != nullptr) fields.add("round", form.round->code);
  return fields;
}

Data round_choices(const ProposeForm& form, Language language) {
  Data list(Data::type::list);
  for (const auto& round : form.rounds)
    list << web::choice(round.code, round.name.in(language), form.round != nullptr ? form.round->code : "");
  return list;
}

/// Promises are those of an approved allocation of the same round.
Data keeps_choices(const ProposeForm& form, std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto& one : form.allocations)
    if (one.state == State::approved)
      list << web::choice(one.reference,
                          fmt::format(fmt::runtime(translate(language, "ce qu’a accordé {0}")), one.reference), chosen);
  return list;
}

void set_standing(Data& data, const ProposeForm& form, Language language) {
  data.set("has_newest", form.newest != nullptr && !form.of);
  data.set("newest", form.newest != nullptr ? form.newest->reference : std::string());
  data.set("is_going_on", form.going_on.has_value() && !form.of);
  const auto* rule = rule_of(form);
  data.set("has_rule_of", rule != nullptr);
  data.set("rule_of", rule != nullptr ? rule->reference : std::string());
  if (form.newest != nullptr) {
    data.set("newest_state", label_of(form.newest->state).in(language));
    data.set("newest_by", form.newest->proposed_by);
    data.set("newest_at", web::format_instant(language, form.newest->proposed_at));
    data.set("newest_is_proposed", form.newest->state == State::proposed);
  }
  if (form.going_on) {
    data.set("going_on", "/allocations/computations/" + std::to_string(form.going_on->id.value));
    data.set("going_on_by", form.going_on->actor);
  }
}

Response render_propose(const AllocationDesk& desk, const Request& request, const Visit& visit, const ProposeForm& form,
                        const Fields& typed, const FormErrors& errors) {
  const auto language = request.language;
  const auto title =
      form.of ? fmt::format(fmt::runtime(translate(language, "Essayer une autre règle que {0}")), form.of->reference)
              : translate(language, "Proposer une attribution");
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  set_policy_fields(data, typed, form.catalogue, language);
  set_standing(data, form, language);
  data.set("title", title);
  data.set("is_trial", form.of.has_value());
  data.set("reference", form.of ? form.of->reference : std::string());
  data.set("back", form.of ? path_of_allocation(form.of->reference) : "/allocations");
  data.set("action", form.of ? path_of_allocation(form.of->reference) + "/try" : "/allocations");
  data.set("rounds", round_choices(form, language));
  data.set("keeps", keeps_choices(form, typed.text("keeps"), language));
  data.set("day", std::string(typed.text("day")));
  data.set("seed", std::string(typed.text("seed")));
  data.set("has_lot_error", false);
  data.set("is_illustrative", form.catalogue.programme.is_illustrative);
  return desk.site().page(request, "allocation/propose_form", {.title = title, .status = errors.status()}, data);
}

Response new_proposal(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const auto form = desk.database().read([&](Reader& reader) {
    auto shown = propose_form(reader, visit, request.query.text("round"));
    shown.like = find_allocation(reader, visit.programme(), request.query.text("like"));
    return shown;
  });
  // The address has what was typed when a computation was refused.
  const auto typed = request.query.has("seed") ? request.query : usual_fields(form, visit.now());
  return render_propose(desk, request, visit, form, typed, {});
}

/// The order that was typed; what cannot be read is told beside its field.
ProposalOrder read_order(const ProposeForm& form, const Fields& typed, FormErrors& errors) {
  ProposalOrder order;
  if (form.round == nullptr)
    errors.add("round", Refusal(refused::round_unknown));
  else
    order.round = form.round->id;
  const auto day = base::parse_day(typed.text("day"));
  if (!day) errors.add("day", Refusal(refused::not_a_day));
  order.day = day.value_or(base::Day{});
  order.seed = static_cast<std::uint32_t>(read_number(typed, "seed", {0, seed_max}, errors));
  order.policy = read_policy(typed, form.catalogue, errors);
  const auto keeps = typed.text("keeps");
  if (keeps.empty()) return order;
  for (const auto& one : form.allocations)
    if (one.reference == keeps && one.state == State::approved && one.round == order.round)
      order.keeps_grants_of = one.id;
  if (!order.keeps_grants_of) errors.add("keeps", Refusal(refused::promise_unknown));
  return order;
}

/// The permit that the computation acts under, made from who asked.
Result<people::AllocatePermit> permit_of(const AllocationDesk& desk, const Visit& visit) {
  return desk.database().read([&](Reader& reader) { return visit.permit<Right::allocate>(reader); });
}

Response ask_for_proposal(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const auto& typed = request.form;
  auto form = desk.database().read([&](Reader& reader) { return propose_form(reader, visit, typed.text("round")); });
  FormErrors errors;
  auto order = read_order(form, typed, errors);
  order.request = visit.request_key();
  errors.add_refusal("urgencies", check(order.policy, form.catalogue));
  const auto permit = permit_of(desk, visit);
  if (!permit) return desk.site().refusal(request, permit.refusal());
  if (!errors.empty()) return render_propose(desk, request, visit, form, typed, errors);
  const auto begun =
      begin(desk, visit,
            {.round = order.round,
             .purpose = Purpose::proposal,
             .form = address_with_typed("/allocations/new", typed),
             .newest_seen = std::string(typed.text("seen"))},
            form.round->code, [database = &desk.database(), permit = *permit, order](const Progress& progress) {
              return propose(*database, permit, order, progress);
            });
  if (begun) return web::redirect(*begun);
  errors.add("round", begun.refusal());
  form = desk.database().read([&](Reader& reader) { return propose_form(reader, visit, typed.text("round")); });
  return render_propose(desk, request, visit, form, typed, errors);
}

Response new_trial(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const auto form = desk.database().read([&](Reader& reader) { return trial_form(reader, request, visit); });
  if (!form) return desk.site().refusal(request, form.refusal());
  const auto typed = request.query.has("seed") ? request.query : usual_fields(*form, visit.now());
  return render_propose(desk, request, visit, *form, typed, {});
}

Response ask_for_trial(const AllocationDesk& desk, const Request& request, const Visit& visit) {
  const auto form = desk.database().read([&](Reader& reader) { return trial_form(reader, request, visit); });
  if (!form) return desk.site().refusal(request, form.refusal());
  const auto& typed = request.form;
  FormErrors errors;
  TrialOrder order{visit.request_key(), form->of->id, read_policy(typed, form->catalogue, errors), {}};
  order.seed = static_cast<std::uint32_t>(read_number(typed, "seed", {0, seed_max}, errors));
  errors.add_refusal("urgencies", check(order.policy, form->catalogue));
  const auto permit = permit_of(desk, visit);
  if (!permit) return desk.site().refusal(request, permit.refusal());
  if (!errors.empty()) return render_propose(desk, request, visit, *form, typed, errors);
  const auto begun =
      begin(desk, visit,
            {.round = form->of->round,
             .purpose = Purpose::trial,
             .form = address_with_typed(path_of_allocation(form->of->reference) + "/try", typed)},
            form->of->reference, [database = &desk.database(), permit = *permit, order](const Progress& progress) {
              return propose_trial(*database, permit, order, progress);
            });
  if (begun) return web::redirect(*begun);
  errors.add("urgencies", begun.refusal());
  return render_propose(desk, request, visit, *form, typed, errors);
}

}  // namespace

void add_propose_forms(const AllocationDesk& desk) {
  auto& gate = *desk.gate;
  gate.members("GET", "/allocations/new", Right::allocate,
               [desk](const Request& request, const Visit& visit) { return new_proposal(desk, request, visit); });
  gate.change("POST", "/allocations", Right::allocate,
              [desk](const Request& request, const Visit& visit) { return ask_for_proposal(desk, request, visit); });
  gate.members("GET", "/allocations/{reference}/try", Right::allocate,
               [desk](const Request& request, const Visit& visit) { return new_trial(desk, request, visit); });
  gate.change("POST", "/allocations/{reference}/try", Right::allocate,
              [desk](const Request& request, const Visit& visit) { return ask_for_trial(desk, request, visit); });
}

}  // namespace relais::allocation
