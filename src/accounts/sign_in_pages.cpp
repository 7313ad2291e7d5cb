#include "accounts/access_pages.hpp"
#include "accounts/demo.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/refusals.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sign_in.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_accounts_templates();

namespace relais::accounts {
namespace {

using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

/// The accounts that a visitor of the demonstration may enter with.
Data demo_list(const Gate& gate, const Request& request) {
  Data list(Data::type::list);
  if (!gate.options().is_demo) return list;
  gate.database().read([&](Reader& reader) {
    for (const auto& account : list_demo_accounts(reader, gate.key(), gate.now())) {
      Data row;
      row.set("role", people::label_of(account.role).in(request.language));
      row.set("organisation", people::get_organisation(reader, account.organisation).name);
      row.set("email", account.email);
      row.set("password", account.password);
      list << row;
    }
    return 0;
  });
  return list;
}

Response show_sign_in(const Gate& gate, const Request& request, const FormErrors& errors) {
  Data data;
  data.set("email", std::string(request.form.text("email")));
  data.set("next", next_of(request));
  data.set("is_demo", gate.options().is_demo);
  data.set("was_reset", request.query.has("reset"));
  data.set("is_unlinked", request.query.has("unlinked"));
  data.set("has_provider", gate.options().provider != nullptr);
  data.set("provider", gate.options().provider_name);
  data.set("provider_path", "/sign-in/provider?next=" + web::percent_encode(next_of(request)));
  data.set("demo_accounts", demo_list(gate, request));
  errors.show(data, request.language);
  auto response = gate.site().page(
      request, "accounts/sign_in",
      {.title = translate(request.language, "Se connecter"), .scripts = {}, .status = errors.status()}, data);
  return response;
}

Response sign_in_now(const Gate& gate, const Request& request) {
  const auto entered = sign_in(gate.database(), gate.key(),
                               {.email = PersonalText(std::string(request.form.text("email"))),
                                .password = Password(typed_password(request, "password")),
                                .origin = origin_of(request),
                                .is_demo = gate.options().is_demo});
  if (!entered) {
    FormErrors errors;
    errors.add("email", entered.refusal());
    return show_sign_in(gate, request, errors);
  }
  // Whoever signs in anew leaves the session that the browser had.
  if (const auto* before = gate.visitor_of(request))
    (void)gate.database().write([&](Transaction& transaction) -> base::Result<> {
      end_session(transaction, before->session);
      return base::Done{};
    });
  return enter(gate, entered->token, next_of(request));
}

/// In the demonstration the page tells the code, since nobody has its telephone.
std::string demo_code(const Gate& gate, AccountId account) {
  if (!gate.options().is_demo) return {};
  return gate.database().read([&](Reader& reader) -> std::string {
    const auto email = get_account(reader, account).email;
    for (const auto& one : list_demo_accounts(reader, gate.key(), gate.now()))
      if (one.email == email.reveal()) return one.code;
    return {};
  });
}

Response show_code(const Gate& gate, const Request& request, const FormErrors& errors) {
  const auto* visitor = gate.visitor_of(request);
  Data data;
  data.set("csrf", gate.form_token_of(request));
  data.set("next", next_of(request));
  const auto code = demo_code(gate, visitor->account);
  data.set("has_demo_code", !code.empty());
  data.set("demo_code", code);
  errors.show(data, request.language);
  return gate.site().page(
      request, "accounts/code",
      {.title = translate(request.language, "Second facteur"), .scripts = {}, .status = errors.status()}, data);
}

bool owes_code(const Gate& gate, const Request& request) {
  const auto* visitor = gate.visitor_of(request);
  return visitor != nullptr && visitor->standing == Standing::owes_code;
}

Response give_code(const Gate& gate, const Request& request) {
  if (!owes_code(gate, request)) return web::redirect("/sign-in");
  if (const auto form = gate.check_form(request); !form) return gate.site().refusal(request, form.refusal());
  FormErrors errors;
  const auto given = give_second_factor(gate.database(), gate.key(), *gate.visitor_of(request),
                                        request.form.text("code"), request.client_address);
  if (errors.add_refusal("code", given)) return show_code(gate, request, errors);
  return web::redirect(next_of(request));
}

Response sign_out(const Gate& gate, const Request& request) {
  auto response = web::redirect("/");
  const auto* visitor = gate.visitor_of(request);
  if (visitor == nullptr) return response;
  if (const auto form = gate.check_form(request); !form) return gate.site().refusal(request, form.refusal());
  (void)gate.database().write([&](Transaction& transaction) -> base::Result<> {
    end_session(transaction, visitor->session);
    return base::Done{};
  });
  gate.take_session(response);
  return response;
}

}  // namespace

Origin origin_of(const Request& request) {
  return {request.client_address, browser_of(request.headers.find("User-Agent").value_or(""))};
}

Response enter(const Gate& gate, const PersonalText& token, const std::string& next) {
  const auto visitor =
      gate.database().read([&](Reader& reader) { return find_visitor(reader, token.reveal(), gate.now()); });
  RELAIS_CHECK(visitor.has_value());
  auto where = next;
  if (visitor->standing == Standing::owes_code) where = "/sign-in/code?next=" + web::percent_encode(next);
  if (visitor->standing == Standing::owes_set_up) where = "/account/second-factor?next=" + web::percent_encode(next);
  auto response = web::redirect(where);
  gate.give_session(response, token);
  return response;
}

void add_sign_in_pages(Gate& gate) {
  gate.open("GET", "/sign-in", [&gate](const Request& request) {
    const auto* visitor = gate.visitor_of(request);
    if (visitor != nullptr && visitor->standing == Standing::full) return web::redirect(next_of(request));
    return show_sign_in(gate, request, {});
  });
  gate.open("POST", "/sign-in", [&gate](const Request& request) { return sign_in_now(gate, request); });
  gate.open("GET", "/sign-in/code", [&gate](const Request& request) {
    return owes_code(gate, request) ? show_code(gate, request, {}) : web::redirect("/sign-in");
  });
  gate.open("POST", "/sign-in/code", [&gate](const Request& request) { return give_code(gate, request); });
  gate.open("POST", "/sign-out", [&gate](const Request& request) { return sign_out(gate, request); });
}

void add_access_pages(web::Site& site, Gate& gate) {
  site.add_templates(relais_accounts_templates());
  add_sign_in_pages(gate);
  add_reset_pages(gate);
  add_identity_pages(gate);
  add_second_factor_pages(gate);
  add_account_pages(gate);
  add_invitation_pages(gate);
  add_member_pages(gate);
  add_token_pages(gate);
  add_webhook_pages(gate);
  add_trail_pages(gate);
}

}  // namespace relais::accounts
