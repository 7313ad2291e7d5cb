#include <fmt/format.h>

#include "accounts/access_pages.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/later.hpp"
#include "accounts/refusals.hpp"
#include "accounts/resets.hpp"
#include "outbox/outbox.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

Response show_forgotten(const Gate& gate, const Request& request, const FormErrors& errors) {
  Data data;
  data.set("email", std::string(request.form.text("email")));
  data.set("was_sent", request.query.has("sent"));
  errors.show(data, request.language);
  return gate.site().page(
      request, "accounts/forgotten",
      {.title = translate(request.language, "Mot de passe oublié"), .scripts = {}, .status = errors.status()}, data);
}

/// The mail that brings the token; nowhere else is it written.
Result<> post_reset(Transaction& transaction, base::Language language, const std::string& site_url,
                    const NewReset& made) {
  const auto text =
      fmt::format(fmt::runtime(translate(
                      language,
                      "Bonjour,\n\nQuelqu'un, sans doute vous, a demandé un autre mot de passe pour votre compte "
                      "Relais.\n\nOuvrez cette adresse dans les 30 minutes pour le choisir :\n{}\n\nSi ce n'est "
                      "pas vous, ignorez ce message : votre mot de passe reste le même.\n")),
                  site_url + "/sign-in/reset/" + made.token.reveal());
  RELAIS_TRY_DONE(outbox::post_mail(
      transaction, {.key = fmt::format("reset/{}", made.id.value),
                    .to = made.email,
                    .subject = translate(language, "Votre mot de passe Relais : un lien pour en changer"),
                    .text = PersonalText(text),
                    .useful_until = transaction.now() + reset_lives}));
  return base::Done{};
}

Result<> post_changed(Transaction& transaction, base::Language language, const std::string& site_url,
                      const Reset& reset) {
  const auto text =
      fmt::format(fmt::runtime(translate(
                      language,
                      "Bonjour,\n\nLe mot de passe de votre compte Relais vient d'être changé, et vos sessions ont "
                      "été fermées.\n\nSi ce n'est pas vous, prévenez la personne qui tient les comptes de votre "
                      "organisation, et demandez aussitôt un autre lien :\n{}\n")),
                  site_url + "/sign-in/forgotten");
  RELAIS_TRY_DONE(outbox::post_mail(transaction, {.key = fmt::format("reset-used/{}", reset.id.value),
                                                  .to = reset.account.email,
                                                  .subject = translate(language, "Votre mot de passe Relais a changé"),
                                                  .text = PersonalText(text)}));
  return base::Done{};
}

/// What is done for an address that has an account is done after the answer: neither what it says nor when it comes
/// tells whether there is one.
Response ask(const Gate& gate, Later& later, const Request& request) {
  const PersonalText email(std::string(request.form.text("email")));
  const auto charged = gate.database().write(
      [&](Transaction& transaction) { return charge_reset(transaction, gate.key(), email, request.client_address); });
  FormErrors errors;
  if (errors.add_refusal("email", charged)) return show_forgotten(gate, request, errors);
  // Not the gate: it may be gone when the work is done.
  later.post([&database = gate.database(), site_url = gate.options().site_url, email, language = request.language,
              address = request.client_address] {
    (void)database.write([&](Transaction& transaction) -> Result<> {
      const auto made = ask_reset(transaction, email, address);
      return made ? post_reset(transaction, language, site_url, *made) : base::Done{};
    });
  });
  return web::redirect("/sign-in/forgotten?sent=1");
}

std::optional<Reset> reset_of(const Gate& gate, const Request& request) {
  return gate.database().read(
      [&](Reader& reader) { return find_reset(reader, request.parameter("token"), gate.now()); });
}

Response show_reset(const Gate& gate, const Request& request, const Reset& reset, const FormErrors& errors) {
  Data data;
  data.set("email", reset.account.email.reveal());
  data.set("characters_min", std::to_string(password_characters_min));
  errors.show(data, request.language);
  return gate.site().page(
      request, "accounts/reset",
      {.title = translate(request.language, "Choisir un autre mot de passe"), .scripts = {}, .status = errors.status()},
      data);
}

Response reset_now(const Gate& gate, const Request& request) {
  const auto reset = reset_of(gate, request);
  if (!reset) return gate.site().refusal(request, Refusal(refused::reset_invalid));
  FormErrors errors;
  const auto fresh = typed_password(request, "password");
  errors.add_refusal("password", check_password(Password(fresh), {reset->account.email, reset->account.display_name}));
  if (fresh != typed_password(request, "again")) errors.add("again", Refusal(refused::passwords_differ));
  if (!errors.empty()) return show_reset(gate, request, *reset, errors);
  const auto hash = hash_password(Password(fresh));
  const auto used = gate.database().write([&](Transaction& transaction) -> Result<> {
    RELAIS_TRY(const auto done,
               use_reset(transaction, gate.key(), request.parameter("token"), hash, request.client_address));
    return post_changed(transaction, request.language, gate.options().site_url, done);
  });
  if (!used) return gate.site().refusal(request, used.refusal());
  return web::redirect("/sign-in?reset=1");
}

}  // namespace

void add_reset_pages(Gate& gate) {
  const auto later = std::make_shared<Later>();
  gate.open("GET", "/sign-in/forgotten", [&gate](const Request& request) { return show_forgotten(gate, request, {}); });
  gate.open("POST", "/sign-in/forgotten",
            [&gate, later](const Request& request) { return ask(gate, *later, request); });
  gate.open("GET", "/sign-in/reset/{token}", [&gate](const Request& request) {
    const auto reset = reset_of(gate, request);
    return reset ? show_reset(gate, request, *reset, {})
                 : gate.site().refusal(request, Refusal(refused::reset_invalid));
  });
  gate.open("POST", "/sign-in/reset/{token}", [&gate](const Request& request) { return reset_now(gate, request); });
}

}  // namespace relais::accounts
