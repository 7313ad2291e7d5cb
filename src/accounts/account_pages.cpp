#include "accounts/access_pages.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/refusals.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sign_in.hpp"
#include "base/text.hpp"
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

std::string day_text(base::Language language, base::Instant instant) {
  return web::format_day(language, std::chrono::floor<std::chrono::days>(instant));
}

Data role_list(Reader& reader, const people::Actor& actor, base::Language language) {
  Data list(Data::type::list);
  for (const auto& membership : actor.memberships()) {
    Data row;
    row.set("role", people::label_of(membership.role).in(language));
    row.set("organisation", people::get_organisation(reader, membership.organisation).name);
    row.set("has_end", membership.until.has_value());
    row.set("until", membership.until ? web::format_day(language, *membership.until) : std::string());
    list << row;
  }
  return list;
}

Data session_list(Reader& reader, const Visit& visit, const Request& request) {
  Data list(Data::type::list);
  for (const auto& session : list_sessions(reader, visit.visitor().account, visit.now())) {
    Data row;
    row.set("id", std::to_string(session.id.value));
    row.set("is_this", session.id == visit.visitor().session);
    row.set("browser",
            session.origin.browser.empty() ? translate(request.language, "Programme inconnu") : session.origin.browser);
    row.set("address", session.origin.address);
    row.set("opened", day_text(request.language, session.opened_at));
    row.set("seen", day_text(request.language, session.seen_at));
    visit.fill_form(row);
    list << row;
  }
  return list;
}

Response show_account(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors) {
  Data data;
  visit.fill_form(data);
  gate.database().read([&](Reader& reader) {
    const auto account = get_account(reader, visit.visitor().account);
    data.set("name", account.display_name.reveal());
    data.set("email", account.email.reveal());
    data.set("reference", account.reference);
    data.set("roles", role_list(reader, visit.actor(), request.language));
    data.set("sessions", session_list(reader, visit, request));
    data.set("recovery_left",
             web::translate_plural(request.language, "{} code de secours reste.", "{} codes de secours restent.",
                                   count_recovery_codes(reader, account.id)));
    return 0;
  });
  data.set("has_roles", !visit.actor().memberships().empty());
  data.set("has_second_factor", visit.visitor().has_second_factor);
  data.set("has_provider", gate.options().provider != nullptr);
  data.set("provider", gate.options().provider_name);
  errors.show(data, request.language);
  return gate.site().page(
      request, "accounts/account",
      {.title = translate(request.language, "Mon compte"), .scripts = {}, .status = errors.status()}, data);
}

Response end_one_session(const Gate& gate, const Request& request, const Visit& visit) {
  const auto id = base::parse_integer(request.parameter("session"));
  const auto ended = visit.change("", [&](Transaction& transaction) -> Result<> {
    if (!id) return Refusal(refused::session_unknown);
    return end_own_session(transaction, visit.visitor().account, SessionId{*id});
  });
  if (!ended) return gate.site().refusal(request, ended.refusal());
  return web::redirect("/account");
}

Response end_other_sessions(const Visit& visit) {
  (void)visit.change("", [&](Transaction& transaction) -> Result<> {
    end_sessions(transaction, visit.visitor().account, visit.visitor().session);
    return base::Done{};
  });
  return web::redirect("/account");
}

/// Refuses as check_password, and when the current one is wrong.
FormErrors errors_of_password(const Gate& gate, const Request& request, const Account& account) {
  FormErrors errors;
  const auto current = check_own_password(gate.database(), gate.key(),
                                          {.email = account.email,
                                           .password = Password(typed_password(request, "current")),
                                           .origin = origin_of(request),
                                           .is_demo = gate.options().is_demo});
  if (errors.add_refusal("current", current)) return errors;
  const auto fresh = typed_password(request, "password");
  errors.add_refusal("password", check_password(Password(fresh), {account.email, account.display_name}));
  if (fresh != typed_password(request, "again")) errors.add("again", Refusal(refused::passwords_differ));
  return errors;
}

Response change_password(const Gate& gate, const Request& request, const Visit& visit) {
  const auto account =
      gate.database().read([&](Reader& reader) { return get_account(reader, visit.visitor().account); });
  if (const auto errors = errors_of_password(gate, request, account); !errors.empty())
    return show_account(gate, request, visit, errors);
  const auto hash = hash_password(Password(typed_password(request, "password")));
  (void)visit.change("", [&](Transaction& transaction) -> Result<> {
    change_own_password(transaction, visit.visitor(), hash);
    return base::Done{};
  });
  return web::redirect("/account");
}

}  // namespace

void add_account_pages(Gate& gate) {
  gate.own("GET", "/account",
           [&gate](const Request& request, const Visit& visit) { return show_account(gate, request, visit, {}); });
  gate.own("POST", "/account/password",
           [&gate](const Request& request, const Visit& visit) { return change_password(gate, request, visit); });
  gate.own("POST", "/account/sessions/end",
           [](const Request&, const Visit& visit) { return end_other_sessions(visit); });
  gate.own("POST", "/account/sessions/{session}/end",
           [&gate](const Request& request, const Visit& visit) { return end_one_session(gate, request, visit); });
}

}  // namespace relais::accounts
