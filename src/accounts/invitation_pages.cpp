#include "accounts/access_pages.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/invitations.hpp"
#include "accounts/refusals.hpp"
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

std::optional<Invitation> invitation_of(const Gate& gate, const Request& request) {
  return gate.database().read(
      [&](Reader& reader) { return find_invitation(reader, request.parameter("token"), gate.now()); });
}

Response show_invitation(const Gate& gate, const Request& request, const Invitation& invitation,
                         const FormErrors& errors) {
  Data data;
  data.set("organisation", invitation.organisation_name);
  data.set("role", people::label_of(invitation.role).in(request.language));
  data.set("email", invitation.email.reveal());
  data.set("has_account", invitation.has_account);
  data.set("has_end", invitation.until.has_value());
  data.set("until", invitation.until ? web::format_day(request.language, *invitation.until) : std::string());
  data.set("name", std::string(request.form.text("name")));
  data.set("characters_min", std::to_string(password_characters_min));
  errors.show(data, request.language);
  return gate.site().page(
      request, "accounts/invitation",
      {.title = translate(request.language, "Votre invitation"), .scripts = {}, .status = errors.status()}, data);
}

FormErrors errors_of_account(const Request& request, const Invitation& invitation) {
  FormErrors errors;
  const std::string name(request.form.text("name"));
  if (name.empty()) errors.add("name", Refusal(refused::name_missing));
  const auto password = typed_password(request, "password");
  errors.add_refusal("password", check_password(Password(password), {invitation.email, PersonalText(name)}));
  if (password != typed_password(request, "again")) errors.add("again", Refusal(refused::passwords_differ));
  return errors;
}

Response accept(const Gate& gate, const Request& request) {
  const auto invitation = invitation_of(gate, request);
  if (!invitation) return gate.site().refusal(request, Refusal(refused::invitation_invalid));
  Acceptance acceptance{.token = std::string(request.parameter("token")),
                        .display_name = PersonalText(std::string(request.form.text("name"))),
                        .address = request.client_address};
  if (!invitation->has_account) {
    const auto errors = errors_of_account(request, *invitation);
    if (!errors.empty()) return show_invitation(gate, request, *invitation, errors);
    acceptance.password_hash = hash_password(Password(typed_password(request, "password")));
  }
  // Whoever has an account still signs in: the invitation alone proves the address, not the person.
  const auto token = gate.database().write([&](Transaction& transaction) -> Result<std::optional<PersonalText>> {
    RELAIS_TRY(const auto account, accept_invitation(transaction, acceptance));
    if (invitation->has_account) return std::optional<PersonalText>();
    return std::optional(open_session(transaction, account, origin_of(request)));
  });
  FormErrors errors;
  if (errors.add_refusal("name", token)) return show_invitation(gate, request, *invitation, errors);
  return *token ? enter(gate, **token, "/account") : web::redirect("/sign-in?next=/account");
}

}  // namespace

void add_invitation_pages(Gate& gate) {
  gate.open("GET", "/invitations/{token}", [&gate](const Request& request) {
    const auto invitation = invitation_of(gate, request);
    return invitation ? show_invitation(gate, request, *invitation, {})
                      : gate.site().refusal(request, Refusal(refused::invitation_invalid));
  });
  gate.open("POST", "/invitations/{token}", [&gate](const Request& request) { return accept(gate, request); });
}

}  // namespace relais::accounts
