#include <fmt/format.h>

#include "accounts/invitations.hpp"
#include "accreditation/accreditation_pages.hpp"
#include "accreditation/refusals.hpp"
#include "base/text.hpp"
#include "people/refusals.hpp"
#include "places/places.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_accreditation_templates();

namespace relais::accreditation {
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

constexpr std::size_t applications_of_a_page = 50;
constexpr std::chrono::days accredited_for{365};

std::string path_of_application(const Application& application) {
  return "/accreditation/applications/" + web::percent_encode(application.reference);
}

std::string class_of(ApplicationState state) {
  if (state == ApplicationState::accredited) return "good";
  return state == ApplicationState::refused ? "bad" : "warning";
}

std::string name_of_network(Reader& reader, OrganisationId network) {
  return network ? people::get_organisation(reader, network).name : std::string();
}

Data application_row(const Application& application, const std::map<OrganisationId, std::string>& networks,
                     Language language) {
  Data row;
  row.set("address", path_of_application(application));
  row.set("reference", application.reference);
  row.set("name", application.name);
  row.set("state", label_of(application.state).in(language));
  row.set("state_class", class_of(application.state));
  row.set("departement", application.departement);
  const auto network = networks.find(application.network);
  row.set("network", network == networks.end() ? std::string() : network->second);
  row.set("applied_on", web::format_day(language, std::chrono::floor<std::chrono::days>(application.applied_at)));
  return row;
}

struct DeskView {
  std::vector<Application> applications;
  std::map<OrganisationId, std::string> networks;
  bool is_illustrative = false;
};

Result<DeskView> read_desk(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(reader));
  DeskView view;
  view.applications =
      list_applications(reader, permit, visit.programme(),
                        {.state = parse_application_state(request.query.text("state")),
                         .after = ApplicationId{base::parse_integer(request.query.text("after")).value_or(0)},
                         .applications_max = applications_of_a_page + 1});
  for (auto& network : people::list_organisations(reader, visit.programme(), people::OrganisationKind::network))
    view.networks.emplace(network.id, std::move(network.name));
  view.is_illustrative = catalogue::get_catalogue(reader, visit.programme()).programme.is_illustrative;
  return view;
}

Response show_desk(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  auto view = gate.database().read([&](Reader& reader) { return read_desk(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  const auto language = request.language;
  const bool has_next = view->applications.size() > applications_of_a_page;
  if (has_next) view->applications.pop_back();
  Data data, rows(Data::type::list), states(Data::type::list);
  for (const auto& application : view->applications) rows << application_row(application, view->networks, language);
  const auto chosen = request.query.text("state");
  states << web::choice("", translate(language, "qui attendent"), chosen);
  for (const auto state : application_states)
    states << web::choice(code_of(state), label_of(state).in(language), chosen);
  data.set("applications", rows);
  data.set("states", states);
  data.set("is_empty", view->applications.empty());
  data.set("is_illustrative", view->is_illustrative);
  data.set("has_next", has_next);
  data.set("next", has_next ? "/accreditation?state=" + web::percent_encode(chosen) +
                                  "&after=" + std::to_string(view->applications.back().id.value)
                            : std::string());
  return gate.site().page(request, "accreditation/desk", {.title = translate(language, "Habilitations")}, data);
}

/// An application with all that its page shows.
struct ApplicationView {
  Catalogue catalogue;
  Application application;
  std::vector<Step> steps;
  std::vector<needs::AnswerLine> lines;
  std::vector<std::string> same_pivot;
  std::string network, commune;
};

Result<ApplicationView> read_application_view(Reader& reader, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(reader));
  RELAIS_TRY(auto application, get_application(reader, permit, visit.programme(), request.parameter("application")));
  ApplicationView view{catalogue::get_catalogue(reader, visit.programme()), std::move(application), {}, {}, {}, {}, {}};
  const auto& shown = view.application;
  view.steps = list_steps(reader, shown.id);
  view.lines = list_lines(reader, view.catalogue, shown.id);
  if (!shown.organisation) view.same_pivot = list_codes_with_pivot(reader, visit.programme(), shown.pivot);
  view.network = name_of_network(reader, shown.network);
  const auto commune = places::find_commune(reader, shown.commune);
  view.commune = commune ? commune->name : shown.commune;
  return view;
}

Data step_rows(const ApplicationView& view, Language language) {
  Data rows(Data::type::list);
  for (const auto& step : view.steps) {
    Data row;
    row.set("day", web::format_day(language, std::chrono::floor<std::chrono::days>(step.at)));
    row.set("state", label_of(step.state).in(language));
    row.set("has_reason", !step.reason.empty());
    row.set("reason", step.reason);
    row.set("actor", step.actor);
    rows << row;
  }
  return rows;
}

Data line_rows(const ApplicationView& view, Language language) {
  Data rows(Data::type::list);
  for (const auto& line : view.lines) {
    Data row;
    row.set("people", web::translate_plural(language, "{} personne", "{} personnes", line.people));
    row.set("product", view.catalogue.find_product(line.product_code)->name.in(language));
    row.set("audience", catalogue::label_of(line.audience).in(language));
    row.set("urgency", needs::label_of(line.urgency).in(language));
    rows << row;
  }
  return rows;
}

void set_application(Data& data, const ApplicationView& view, Language language) {
  const auto& application = view.application;
  const std::pair<const char*, const std::string*> texts[] = {
      {"name", &application.name},       {"reference", &application.reference},
      {"address", &application.address}, {"postal_code", &application.postal_code},
      {"commune", &view.commune},        {"departement", &application.departement},
      {"pivot", &application.pivot},     {"hours", &application.hours},
      {"network", &view.network}};
  for (const auto& [field, text] : texts) data.set(field, *text);
  // Whoever reviews must be able to write to the applicant.
  data.set("email", application.email.reveal());
  std::vector<std::string> audiences;
  for (const auto audience : application.audiences) audiences.push_back(catalogue::label_of(audience).in(language));
  data.set("audiences", fmt::format("{}", fmt::join(audiences, ", ")));
  data.set("path", path_of_application(application));
  data.set("version", std::to_string(application.version));
  data.set("state", label_of(application.state).in(language));
  data.set("state_class", class_of(application.state));
  data.set("has_network", !view.network.empty());
  data.set("has_same_pivot", !view.same_pivot.empty());
  data.set("same_pivot", fmt::format("{}", fmt::join(view.same_pivot, ", ")));
  data.set("steps", step_rows(view, language));
  data.set("lines", line_rows(view, language));
  data.set("has_lines", !view.lines.empty());
}

void set_what_may_be_done(Data& data, const ApplicationView& view, const Visit& visit) {
  const auto state = view.application.state;
  const bool is_waiting = state == ApplicationState::submitted || state == ApplicationState::endorsed;
  const bool has_network = !view.network.empty();
  const bool decides = people::has_right(visit.actor(), Right::change_programme, visit.programme());
  data.set("may_endorse", has_network && state == ApplicationState::submitted);
  data.set("may_accredit", decides && (state == ApplicationState::endorsed || (is_waiting && !has_network)));
  data.set("may_refuse", is_waiting);
}

Response render_application(const accounts::Gate& gate, const Request& request, const Visit& visit,
                            const FormErrors& errors) {
  const auto view = gate.database().read([&](Reader& reader) { return read_application_view(reader, request, visit); });
  if (!view) return gate.site().refusal(request, view.refusal());
  Data data;
  errors.show(data, request.language);
  visit.fill_form(data);
  set_application(data, *view, request.language);
  set_what_may_be_done(data, *view, visit);
  const auto in_a_year = std::chrono::floor<std::chrono::days>(visit.now()) + accredited_for;
  data.set("until", request.form.has("until") ? std::string(request.form.text("until")) : base::iso_day(in_a_year));
  data.set("reason", std::string(request.form.text("reason")));
  data.set("is_done", request.query.has("done") && errors.empty());
  data.set("round_was_closed", request.query.text("done") == "round-closed");
  return gate.site().page(request, "accreditation/application",
                          {.title = view->application.name, .scripts = {}, .status = errors.status()}, data);
}

std::int64_t version_typed(const Request& request) {
  return base::parse_integer(request.form.text("version")).value_or(0);
}

Result<Application> application_of(Transaction& transaction, const Request& request, const Visit& visit,
                                   const people::AccreditPermit& permit) {
  return get_application(transaction, permit, visit.programme(), request.parameter("application"));
}

/// Shows the application again with what is wrong, or refuses as a whole.
template <class T>
Response refuse_step(const accounts::Gate& gate, const Request& request, const Visit& visit, std::string_view field,
                     const Result<T>& outcome) {
  const auto& refusal = outcome.refusal();
  if (refusal.is(refused::application_unknown) || refusal.is(people::refused::not_yours) ||
      refusal.is(people::refused::not_allowed))
    return gate.site().refusal(request, refusal);
  FormErrors errors;
  errors.add(field, refusal);
  return render_application(gate, request, visit, errors);
}

Response endorse_application(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string reference(request.parameter("application"));
  const auto done = visit.change(reference, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(transaction));
    RELAIS_TRY(const auto application, application_of(transaction, request, visit, permit));
    RELAIS_TRY(const auto saved,
               endorse(transaction, permit, application, version_typed(request), request.form.text("remark")));
    const auto language = application.language;
    RELAIS_TRY_DONE(post_letter(transaction, application, "endorsed",
                                translate(language, "Votre demande d'habilitation avance"),
                                translate(language, "Votre réseau y est favorable ; la coordination décide ensuite.")));
    return saved;
  });
  if (!done) return refuse_step(gate, request, visit, "content-of-application", done);
  return web::redirect("/accreditation/applications/" + web::percent_encode(reference) + "?done=1");
}

Response refuse_application(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string reference(request.parameter("application"));
  const auto done = visit.change(reference, [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(transaction));
    RELAIS_TRY(const auto application, application_of(transaction, request, visit, permit));
    const auto reason = request.form.text("reason");
    RELAIS_TRY(const auto saved, refuse(transaction, permit, application, version_typed(request), reason));
    const auto language = application.language;
    RELAIS_TRY_DONE(post_letter(
        transaction, application, "refused", translate(language, "Votre demande d'habilitation est refusée"),
        fmt::format(fmt::runtime(translate(language, "Elle n'a pas été acceptée, pour cette raison :\n{}")), reason)));
    return saved;
  });
  if (!done) return refuse_step(gate, request, visit, "reason", done);
  return web::redirect("/accreditation/applications/" + web::percent_encode(reference) + "?done=1");
}

/// The lines of the letter that bring the invitation of whoever will keep the structure's accounts.
Result<std::string> invitation_text(Transaction& transaction, const accounts::Gate& gate, const Visit& visit,
                                    const Application& application, OrganisationId structure) {
  RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
  RELAIS_TRY(const auto made, accounts::invite(transaction, permit,
                                               {application.email, {structure, people::Role::structure_manager, {}}}));
  return fmt::format(fmt::runtime(translate(application.language,
                                            "\n\nOuvrez cette adresse dans les sept jours pour créer votre accès, et "
                                            "gérer ceux de la structure :\n{}")),
                     gate.options().site_url + "/invitations/" + made.token.reveal());
}

Result<Accredited> accredit_now(Transaction& transaction, const accounts::Gate& gate, const Request& request,
                                const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::accredit>(transaction));
  RELAIS_TRY(const auto programme_permit, visit.permit<Right::change_programme>(transaction));
  RELAIS_TRY(const auto need_permit, visit.permit<Right::state_needs>(transaction));
  RELAIS_TRY(const auto application, application_of(transaction, request, visit, permit));
  const auto until = base::parse_day(request.form.text("until"));
  if (!until) return Refusal(refused::until_missing);
  RELAIS_TRY(const auto done, accredit(transaction, {programme_permit, permit, need_permit},
                                       catalogue::get_catalogue(transaction, visit.programme()), application,
                                       version_typed(request), *until));
  if (done.repeated) return done;
  const auto language = application.language;
  auto text = fmt::format(fmt::runtime(translate(language, "La structure est habilitée jusqu'au {}.")),
                          web::format_day(language, *until));
  if (request.form.has("invite")) {
    RELAIS_TRY(const auto invitation, invitation_text(transaction, gate, visit, application, done.structure));
    text += invitation;
  }
  RELAIS_TRY_DONE(
      post_letter(transaction, application, "accredited", translate(language, "Votre structure est habilitée"), text));
  return done;
}

Response accredit_application(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const std::string reference(request.parameter("application"));
  const auto done = visit.change(
      reference, [&](Transaction& transaction) { return accredit_now(transaction, gate, request, visit); });
  if (!done) return refuse_step(gate, request, visit, "until", done);
  return web::redirect("/accreditation/applications/" + web::percent_encode(reference) +
                       (done->answer == WaitingAnswer::round_closed ? "?done=round-closed" : "?done=1"));
}

}  // namespace

void add_desk_pages(accounts::Gate& gate) {
  gate.members("GET", "/accreditation", Right::accredit,
               [&gate](const Request& request, const Visit& visit) { return show_desk(gate, request, visit); });
  gate.members(
      "GET", "/accreditation/applications/{application}", Right::accredit,
      [&gate](const Request& request, const Visit& visit) { return render_application(gate, request, visit, {}); });
  // A network gives its view; making a structure is the coordinator's.
  const auto change = [&gate](auto step, Right right, auto handler) {
    gate.change("POST", std::string("/accreditation/applications/{application}/") + step, right,
                [&gate, handler](const Request& request, const Visit& visit) { return handler(gate, request, visit); });
  };
  change("endorse", Right::accredit, endorse_application);
  change("refuse", Right::accredit, refuse_application);
  change("accredit", Right::change_programme, accredit_application);
}

void add_accreditation_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_accreditation_templates());
  add_apply_pages(gate);
  add_desk_pages(gate);
  add_structure_pages(gate);
}

}  // namespace relais::accreditation
