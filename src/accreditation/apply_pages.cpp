#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "accounts/tokens.hpp"
#include "accreditation/accreditation_pages.hpp"
#include "accreditation/pivot.hpp"
#include "accreditation/refusals.hpp"
#include "catalogue/newest.hpp"
#include "needs/census_pages.hpp"
#include "needs/rules.hpp"
#include "places/places.hpp"
#include "places/refusals.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"

namespace relais::accreditation {
namespace {

using accounts::FormErrors;
using base::Language;
using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

/// What the public form is about: the newest programme, its networks, its open round if there is one.
struct ApplyForm {
  Catalogue catalogue;
  std::vector<people::Organisation> networks;
  std::optional<needs::Round> round;
  std::vector<places::Commune> communes;  ///< of the postal code that was typed

  needs::AnswerForm answer(const std::string& departement = {}) const {
    people::Organisation structure;
    structure.departement = departement;
    return {catalogue, *round, structure};
  }
};

std::optional<ApplyForm> read_form(Reader& reader, std::string_view postal_code) {
  const auto programme = catalogue::find_newest_programme(reader);
  if (!programme) return std::nullopt;
  ApplyForm form{catalogue::get_catalogue(reader, programme->id),
                 people::list_organisations(reader, programme->id, people::OrganisationKind::network),
                 needs::current_round(reader, programme->id),
                 {}};
  if (form.round && form.round->state != needs::RoundState::open) form.round.reset();
  if (!postal_code.empty()) form.communes = places::list_communes_by_postal_code(reader, postal_code);
  return form;
}

bool is_ticked(const Request& request, std::string_view field, std::string_view value) {
  for (const auto one : request.form.list(field))
    if (one == value) return true;
  return false;
}

void set_choices(Data& data, const ApplyForm& form, const Request& request) {
  Data networks(Data::type::list), audiences(Data::type::list), communes(Data::type::list);
  for (const auto& network : form.networks)
    networks << web::choice(network.code, network.name, request.form.text("network"));
  for (const auto audience : catalogue::audiences) {
    const auto code = catalogue::code_of(audience);
    audiences << web::choice(code, catalogue::label_of(audience).in(request.language),
                             is_ticked(request, "audience", code) ? code : std::string_view());
  }
  for (const auto& commune : form.communes)
    communes << web::choice(commune.name, commune.name, request.form.text("commune"));
  data.set("networks", networks);
  data.set("own_audiences", audiences);
  data.set("communes", communes);
  data.set("has_communes", form.communes.size() > 1);
}

Response render_apply(const accounts::Gate& gate, const Request& request, const FormErrors& errors) {
  const auto form =
      gate.database().read([&](Reader& reader) { return read_form(reader, request.form.text("postal_code")); });
  if (!form) return gate.site().refusal(request, Refusal(refused::application_unknown));
  Data data;
  errors.show(data, request.language);
  const std::string key(request.form.text("request"));
  data.set("request", key.empty() ? accounts::new_token().substr(0, 32) : key);
  for (const auto* field : {"name", "address", "postal_code", "commune", "pivot", "hours", "email"})
    data.set(field, std::string(request.form.text(field)));
  data.set("accepts", request.form.has("conditions"));
  set_choices(data, *form, request);
  data.set("has_round", form->round.has_value());
  if (form->round)
    needs::set_answer_fields(data, needs::typed_answer(request, form->answer()), form->answer(), request.language);
  return gate.site().page(request, "accreditation/apply",
                          {.title = translate(request.language, "Demander l’habilitation de votre structure"),
                           .scripts = {},
                           .status = errors.status()},
                          data);
}

std::string_view field_of_place(const Refusal& refusal) {
  switch (places::field_of(refusal)) {
    case places::PlaceField::commune:
      return "commune";
    default:
      return "postal_code";
  }
}

/// All that can be told at once, each beside its field.
void check_fields(Reader& reader, const Request& request, base::Instant now, const ApplyForm& form,
                  ApplicationDraft& draft, FormErrors& errors) {
  if (draft.name.empty()) errors.add("name", Refusal(refused::name_missing));
  if (draft.address.empty()) errors.add("address", Refusal(refused::address_missing));
  const auto place = places::match_commune(reader, {.postal_code = draft.postal_code, .commune = draft.commune});
  if (!place) errors.add(field_of_place(place.refusal()), place.refusal());
  errors.add_refusal("pivot", parse_pivot(draft.pivot));
  if (draft.audiences.empty()) errors.add("audience", Refusal(refused::audience_missing));
  if (!accounts::normal_email(draft.email.reveal())) errors.add("email", Refusal(refused::email_malformed));
  if (form.round) {
    const auto answer = form.answer(place ? place->commune.departement : std::string());
    const auto today = needs::day_of(now);
    draft.lines = needs::lines_of(needs::typed_answer(request, answer), answer, today, errors);
  }
  if (!draft.accepts_conditions) errors.add("conditions", Refusal(refused::conditions_not_accepted));
}

ApplicationDraft typed_application(const Request& request) {
  const auto text = [&](std::string_view field) { return std::string(request.form.text(field)); };
  ApplicationDraft draft;
  draft.request = text("request").substr(0, 64);
  draft.name = text("name");
  draft.address = text("address");
  draft.postal_code = text("postal_code");
  draft.commune = text("commune");
  draft.pivot = text("pivot");
  draft.network_code = text("network");
  draft.email = PersonalText(text("email"));
  draft.hours = text("hours");
  for (const auto code : request.form.list("audience"))
    if (const auto audience = catalogue::parse_audience(code)) draft.audiences.push_back(*audience);
  draft.accepts_conditions = request.form.has("conditions");
  draft.language = request.language;
  return draft;
}

Result<> post_confirmation(Transaction& transaction, const accounts::Gate& gate, const NewApplication& made) {
  const auto application = find_by_token(transaction, made.token.reveal(), transaction.now());
  const auto language = application->language;
  return post_letter(
      transaction, *application, "confirm", translate(language, "Confirmez votre demande d'habilitation"),
      fmt::format(fmt::runtime(translate(language, "Ouvrez cette adresse dans les sept jours pour la confirmer :\n{}")),
                  gate.options().site_url + "/accreditation/confirm/" + made.token.reveal()));
}

std::string_view field_of_application(const Refusal& refusal) {
  if (refusal.is(refused::network_unknown)) return "network";
  return refusal.is(refused::email_malformed) ? "email" : "name";
}

Response take_application(const accounts::Gate& gate, const Request& request) {
  auto draft = typed_application(request);
  FormErrors errors;
  const auto form = gate.database().read([&](Reader& reader) {
    auto read = read_form(reader, draft.postal_code);
    if (read) check_fields(reader, request, gate.now(), *read, draft, errors);
    return read;
  });
  if (!form) return gate.site().refusal(request, Refusal(refused::application_unknown));
  if (!errors.empty()) return render_apply(gate, request, errors);
  const auto made = gate.database().write([&](Transaction& transaction) -> Result<NewApplication> {
    RELAIS_TRY(auto application, apply(transaction, form->catalogue, {gate.key(), request.client_address}, draft));
    if (!application.repeated) RELAIS_TRY_DONE(post_confirmation(transaction, gate, application));
    return application;
  });
  if (made) return web::redirect("/accreditation/apply/sent");
  errors.add(field_of_application(made.refusal()), made.refusal());
  return render_apply(gate, request, errors);
}

/// Where an application stands, for whoever has the link of its mail.
Response show_confirmation(const accounts::Gate& gate, const Request& request) {
  const auto language = request.language;
  const auto token = request.parameter("token");
  const auto found = gate.database().read([&](Reader& reader) {
    auto application = find_by_token(reader, token, gate.now());
    auto steps = application ? list_steps(reader, application->id) : std::vector<Step>();
    return std::pair(std::move(application), std::move(steps));
  });
  if (!found.first) return gate.site().refusal(request, Refusal(refused::confirmation_invalid));
  Data data, steps(Data::type::list);
  for (const auto& step : found.second) {
    Data row;
    row.set("day", web::format_day(language, std::chrono::floor<std::chrono::days>(step.at)));
    row.set("state", label_of(step.state).in(language));
    // What a network remarks is for the coordinator.
    const bool is_for_applicant = step.state == ApplicationState::refused || step.state == ApplicationState::accredited;
    row.set("has_reason", is_for_applicant && !step.reason.empty());
    row.set("reason", is_for_applicant ? step.reason : std::string());
    steps << row;
  }
  data.set("reference", found.first->reference);
  data.set("name", found.first->name);
  data.set("path", request.path);
  data.set("is_unconfirmed", found.first->state == ApplicationState::unconfirmed);
  data.set("state", label_of(found.first->state).in(language));
  data.set("steps", steps);
  return gate.site().page(request, "accreditation/confirm", {.title = translate(language, "Votre demande")}, data);
}

Response confirm_application(const accounts::Gate& gate, const Request& request) {
  const std::string token(request.parameter("token"));
  const auto confirmed = gate.database().write([&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto saved, confirm(transaction, token));
    const auto application = find_by_token(transaction, token, transaction.now());
    const auto language = application->language;
    RELAIS_TRY_DONE(post_letter(
        transaction, *application, "submitted", translate(language, "Votre demande d'habilitation est reçue"),
        translate(language, "Elle est confirmée et va être examinée. La réponse vous parviendra à cette adresse.")));
    return saved;
  });
  if (!confirmed) return gate.site().refusal(request, confirmed.refusal());
  return web::redirect("/accreditation/confirm/" + token);
}

}  // namespace

void add_apply_pages(accounts::Gate& gate) {
  gate.open("GET", "/accreditation/apply", [&gate](const Request& request) { return render_apply(gate, request, {}); });
  gate.open("POST", "/accreditation/apply",
            [&gate](const Request& request) { return take_application(gate, request); });
  gate.open("GET", "/accreditation/apply/sent", [&gate](const Request& request) {
    return gate.site().page(request, "accreditation/sent",
                            {.title = translate(request.language, "Regardez vos e-mails")});
  });
  gate.open("GET", "/accreditation/confirm/{token}",
            [&gate](const Request& request) { return show_confirmation(gate, request); });
  gate.open("POST", "/accreditation/confirm/{token}",
            [&gate](const Request& request) { return confirm_application(gate, request); });
}

}  // namespace relais::accreditation
