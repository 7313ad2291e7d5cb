#include <fmt/format.h>

#include "base/text.hpp"
#include "needs/census_pages.hpp"
#include "needs/refusals.hpp"
#include "needs/rules.hpp"
#include "people/refusals.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::needs {
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

/// All that the page of an answer shows, read at once.
struct AnswerPage {
  AnswerForm form;
  std::optional<Answer> answer;
  std::optional<Answer> before;
  bool may_answer = false;
  bool may_review = false;
};

/// The structure of the address. Refuses  no_such_structure, also for another's.
Result<people::Organisation> structure_of_answer(Reader& reader, const people::ScopedPermit& permit, const Visit& visit,
                                                 std::string_view code) {
  const auto found = people::find_organisation(reader, visit.programme(), code);
  if (!found || found->kind != people::OrganisationKind::structure ||
      !permit.coverage().covers(visit.programme(), found->id))
    return Refusal(refused::no_such_structure, {std::string(code)});
  return *found;
}

template <Right right>
bool may_for(Reader& reader, const Visit& visit, OrganisationId structure) {
  const auto permit = visit.permit<right>(reader);
  return permit && permit->coverage().covers(visit.programme(), structure);
}

/// The round that a form was made for, or the one that people work in.
Result<Round> round_of_answer(Reader& reader, const Visit& visit, std::string_view code) {
  auto round = code.empty() ? current_round(reader, visit.programme()) : find_round(reader, visit.programme(), code);
  if (!round) return Refusal(refused::round_unknown, {std::string(code)});
  return *std::move(round);
}

std::string_view round_code_of(const Request& request) {
  return request.form.has("round") ? request.form.text("round") : request.query.text("round");
}

Result<AnswerPage> read_page(Reader& reader, const Request& request, const Visit& visit, std::string_view code) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_needs>(reader));
  RELAIS_TRY(auto structure, structure_of_answer(reader, permit, visit, code));
  RELAIS_TRY(auto round, round_of_answer(reader, visit, round_code_of(request)));
  AnswerPage page{
      {catalogue::get_catalogue(reader, visit.programme()), std::move(round), std::move(structure)}, {}, {}};
  const auto& form = page.form;
  page.answer = find_answer(reader, form.round.id, form.structure.id);
  page.before = find_answer_before(reader, form.round, form.structure.id);
  const bool can_answer =
      form.round.state == RoundState::open && people::is_accredited(form.structure, day_of(visit.now()));
  page.may_answer = can_answer && may_for<Right::state_needs>(reader, visit, form.structure.id);
  page.may_review = may_for<Right::run_census>(reader, visit, form.structure.id);
  return page;
}

std::string people_text(std::int64_t people, Language language) {
  return web::translate_plural(language, "{} personne", "{} personnes", people);
}

Data need_data(const Need& need, const AnswerPage& page, Language language) {
  Data data;
  data.set("id", std::to_string(need.id.value));
  data.set("need_version", std::to_string(need.version));
  data.set("product", page.form.catalogue.product(need.product).name.in(language));
  data.set("audience", catalogue::label_of(need.audience).in(language));
  data.set("people", web::format_number(language, need.people));
  data.set("people_text", people_text(need.people, language));
  data.set("counted", std::to_string(need.people_counted()));
  data.set("has_other_quantity", need.quantity != need.people);
  data.set("quantity", web::format_number(language, need.quantity));
  data.set("urgency", label_of(need.urgency).in(language));
  data.set("has_since", need.waiting_since.has_value());
  data.set("since", need.waiting_since ? web::format_day(language, *need.waiting_since) : std::string());
  data.set("state", label_of(need.state).in(language));
  data.set("state_class", std::string(need.state == NeedState::approved   ? "good"
                                      : need.state == NeedState::rejected ? "bad"
                                                                          : "muted"));
  data.set("is_checked", need.check.has_value());
  data.set("checked", need.check ? people_text(need.check->people, language) : std::string());
  data.set("checked_on", need.check ? web::format_day(language, day_of(need.check->at)) : std::string());
  data.set("is_to_verify", need.is_to_be_verified() && need.state != NeedState::rejected);
  data.set("doubt", label_of(need.doubt).in(language));
  return data;
}

void set_answer(Data& data, const AnswerPage& page, base::Instant now, Language language) {
  const auto& answer = page.answer;
  Data needs(Data::type::list);
  if (answer)
    for (const auto& need : answer->needs) needs << need_data(need, page, language);
  const bool is_stale_now = answer && page.form.round.state == RoundState::open && !answer->sent_back &&
                            is_stale(page.form.round, answer->answered_at, now);
  const auto standing = !answer                                   ? Standing::unanswered
                        : answer->sent_back                       ? Standing::sent_back
                        : is_stale_now                            ? Standing::stale
                        : answer->count_to_verify() > 0           ? Standing::to_verify
                        : answer->count(NeedState::submitted) > 0 ? Standing::to_review
                                                                  : Standing::reviewed;
  const auto badge = standing_badge(standing, language);
  data.set("standing", badge.get("standing")->string_value());
  data.set("standing_class", badge.get("standing_class")->string_value());
  data.set("has_answer", answer.has_value());
  data.set("version", std::to_string(answer ? answer->version : 0));
  data.set("answered_on", answer ? web::format_day(language, day_of(answer->answered_at)) : std::string());
  data.set("is_stale", is_stale_now);
  data.set("stale_after", web::format_days(language, page.form.round.terms.stale_after_days));
  data.set("is_sent_back", answer && answer->sent_back);
  data.set("sent_back_reason", answer && answer->sent_back ? answer->sent_back->reason : std::string());
  data.set("needs", needs);
  data.set("has_needs", answer && !answer->needs.empty());
  data.set("says_nothing", answer && answer->needs.empty());
  data.set("has_to_verify", answer && answer->count_to_verify() > 0);
  data.set("may_review", page.may_review);
  const auto submitted = answer ? answer->count(NeedState::submitted) : 0;
  data.set("may_approve", page.may_review && answer && submitted > answer->count_to_verify());
  data.set("may_send_back", page.may_review && answer && !answer->sent_back && !answer->needs.empty());
  // What must be answered stands open; what was answered stays one touch away.
  data.set("is_form_open", !answer || answer->sent_back || is_stale_now || data.get("has_errors")->is_true());
}

void set_place(Data& data, const AnswerPage& page, const Visit& visit, Language language) {
  const auto& form = page.form;
  data.set("structure", form.structure.name);
  data.set("path", path_of_answer(form.structure.code));
  data.set("round", form.round.name.in(language));
  data.set("round_code", form.round.code);
  data.set("round_path", path_of_round(form.round.code));
  data.set("may_see_round", visit.on_behalf() != form.structure.id);
  data.set("is_open", form.round.state == RoundState::open);
  data.set("closes_on", web::format_day(language, form.round.closes_on));
  data.set("is_illustrative", form.catalogue.programme.is_illustrative);
}

/// What was typed, when the form comes back; else what is saved, or what was said before if that was asked for.
TypedAnswer typed_for(const Request& request, const AnswerPage& page, bool comes_back) {
  if (comes_back) return typed_answer(request, page.form);
  if (page.answer) return typed_of(*page.answer, page.form.catalogue);
  if (page.before && request.query.text("start") == "before") return typed_of(*page.before, page.form.catalogue);
  return {};
}

enum class Comes { first, back };

Response render_answer(const accounts::Gate& gate, const Request& request, const Visit& visit, std::string_view code,
                       const FormErrors& errors, Comes comes, bool has_meanwhile = false) {
  const auto page = gate.database().read([&](Reader& reader) { return read_page(reader, request, visit, code); });
  if (!page) return gate.site().refusal(request, page.refusal());
  const auto language = request.language;
  Data data;
  errors.show(data, language);
  visit.fill_form(data);
  set_place(data, *page, visit, language);
  set_answer(data, *page, visit.now(), language);
  data.set("may_answer", page->may_answer);
  data.set("has_meanwhile", has_meanwhile && page->answer);
  const bool starts = comes == Comes::first && !page->answer && request.query.text("start") == "before";
  data.set("starts_from_before", starts && page->before);
  data.set("can_start_from_before", !page->answer && page->before && !starts);
  data.set("before_on", page->before ? web::format_day(language, day_of(page->before->answered_at)) : std::string());
  data.set("reason", std::string(request.form.text("reason")));
  data.set("is_sending_back", request.form.has("reason"));
  const auto done = errors.empty() ? request.query.text("done") : std::string_view();
  for (const auto* flag : {"saved", "approved", "verified"}) data.set("is_" + std::string(flag), done == flag);
  data.set("was_sent_back", done == "sent-back");
  set_answer_fields(data, typed_for(request, *page, comes == Comes::back), page->form, language);
  const auto title = fmt::format(fmt::runtime(translate(language, "Besoins de {0}")), page->form.structure.name);
  return gate.site().page(request, "needs/answer", {.title = title, .scripts = {}, .status = errors.status()}, data);
}

Response show_own(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto own = gate.database().read([&](Reader& reader) {
    return visit.on_behalf() ? std::optional(people::get_organisation(reader, visit.on_behalf())) : std::nullopt;
  });
  if (!own || own->kind != people::OrganisationKind::structure) return web::redirect("/census");
  return render_answer(gate, request, visit, own->code, {}, Comes::first);
}

std::int64_t typed_version(const Request& request) {
  return base::parse_integer(request.form.text("version")).value_or(0);
}

Result<AnswerDraft> draft_of_answer(const accounts::Gate& gate, const Request& request, const Visit& visit,
                                    FormErrors& errors) {
  const auto page = gate.database().read(
      [&](Reader& reader) { return read_page(reader, request, visit, request.parameter("structure")); });
  if (!page) return page.refusal();
  const auto& form = page->form;
  const auto typed = typed_answer(request, form);
  return AnswerDraft{visit.request_key(),       form.round.code,
                     form.structure.code,       typed_version(request),
                     typed.contains("nothing"), lines_of(typed, form, day_of(visit.now()), errors)};
}

/// Whether the refusal is of the whole thing, and no field could mend it.
bool is_of_the_whole(const Refusal& refusal) {
  return refusal.is(refused::no_such_structure) || refusal.is(refused::round_unknown) ||
         refusal.is(people::refused::not_yours) || refusal.is(people::refused::not_allowed);
}

Response save_typed_answer(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  FormErrors errors;
  const auto code = request.parameter("structure");
  const auto draft = draft_of_answer(gate, request, visit, errors);
  if (!draft) return gate.site().refusal(request, draft.refusal());
  if (!errors.empty()) return render_answer(gate, request, visit, code, errors, Comes::back);
  const auto saved = visit.change(draft->structure_code + " " + draft->round_code,
                                  [&](Transaction& transaction) -> Result<SavedAnswer> {
                                    RELAIS_TRY(const auto permit, visit.permit<Right::state_needs>(transaction));
                                    const auto catalogue = catalogue::get_catalogue(transaction, visit.programme());
                                    return save_answer(transaction, permit, catalogue, *draft);
                                  });
  if (saved) return web::redirect(path_of_answer(code) + "?done=saved");
  if (is_of_the_whole(saved.refusal())) return gate.site().refusal(request, saved.refusal());
  errors.add(saved.refusal().is(refused::answer_not_empty) ? "nothing" : "answer", saved.refusal());
  return render_answer(gate, request, visit, code, errors, Comes::back, saved.refusal().is(refused::answer_changed));
}

/// The round and the structure that a review is about.
struct Reviewed {
  Round round;
  people::Organisation structure;
  CensusPermit permit;
};
Result<Reviewed> reviewed_of(Transaction& transaction, const Request& request, const Visit& visit) {
  RELAIS_TRY(auto permit, visit.permit<Right::run_census>(transaction));
  RELAIS_TRY(auto structure, structure_of_answer(transaction, permit, visit, request.parameter("structure")));
  RELAIS_TRY(auto round, round_of_answer(transaction, visit, round_code_of(request)));
  return Reviewed{std::move(round), std::move(structure), std::move(permit)};
}

/// Runs a review and leads back to the answer, or shows it again with what is wrong.
template <class Function>
Response review(const accounts::Gate& gate, const Request& request, const Visit& visit, std::string_view done,
                std::string_view field, Function&& function) {
  const std::string code(request.parameter("structure"));
  const auto outcome = visit.change(code, std::forward<Function>(function));
  if (outcome) return web::redirect(path_of_answer(code) + "?done=" + std::string(done));
  if (is_of_the_whole(outcome.refusal())) return gate.site().refusal(request, outcome.refusal());
  FormErrors errors;
  errors.add(field, outcome.refusal());
  return render_answer(gate, request, visit, code, errors, Comes::first);
}

Response approve(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  return review(gate, request, visit, "approved", "content", [&](Transaction& transaction) -> Result<ApprovedAnswer> {
    RELAIS_TRY(const auto reviewed, reviewed_of(transaction, request, visit));
    return approve_answer(transaction, reviewed.permit, reviewed.round.id, reviewed.structure.id,
                          typed_version(request));
  });
}

Response send_answer_back(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  return review(gate, request, visit, "sent-back", "reason", [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto reviewed, reviewed_of(transaction, request, visit));
    return send_back(transaction, reviewed.permit, reviewed.round.id, reviewed.structure.id, typed_version(request),
                     request.form.text("reason"));
  });
}

Response verify(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto need = base::parse_integer(request.form.text("need")).value_or(0);
  const auto field = fmt::format("verified.{}", need);
  return review(gate, request, visit, "verified", field, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::run_census>(transaction));
    RELAIS_TRY_DONE(structure_of_answer(transaction, permit, visit, request.parameter("structure")));
    const auto people = base::parse_integer(request.form.text("people"));
    if (!people) return Refusal(refused::not_a_number);
    return check_people(transaction, permit, NeedId{need}, typed_version(request), *people);
  });
}

}  // namespace

std::optional<Round> current_round(Reader& reader, ProgrammeId programme) {
  auto rounds = list_rounds(reader, programme);
  for (auto& round : rounds)
    if (round.state == RoundState::open) return std::move(round);
  return rounds.empty() ? std::nullopt : std::optional(std::move(rounds.front()));
}

std::string path_of_answer(std::string_view structure_code) { return "/needs/" + web::percent_encode(structure_code); }

Data standing_badge(Standing standing, Language language) {
  Data data;
  data.set("standing", label_of(standing).in(language));
  data.set("standing_class", std::string(is_answered(standing) && standing != Standing::to_verify ? "good"
                                         : standing == Standing::sent_back                        ? "bad"
                                                                                                  : "warning"));
  return data;
}

void add_answer_pages(accounts::Gate& gate) {
  gate.members("GET", "/needs", Right::read_needs,
               [&gate](const Request& request, const Visit& visit) { return show_own(gate, request, visit); });
  gate.members("GET", "/needs/{structure}", Right::read_needs, [&gate](const Request& request, const Visit& visit) {
    return render_answer(gate, request, visit, request.parameter("structure"), {}, Comes::first);
  });
  gate.change("POST", "/needs/{structure}", Right::state_needs,
              [&gate](const Request& request, const Visit& visit) { return save_typed_answer(gate, request, visit); });
  gate.change("POST", "/needs/{structure}/approve", Right::run_census,
              [&gate](const Request& request, const Visit& visit) { return approve(gate, request, visit); });
  gate.change("POST", "/needs/{structure}/send-back", Right::run_census,
              [&gate](const Request& request, const Visit& visit) { return send_answer_back(gate, request, visit); });
  gate.change("POST", "/needs/{structure}/verify", Right::run_census,
              [&gate](const Request& request, const Visit& visit) { return verify(gate, request, visit); });
}

}  // namespace relais::needs
