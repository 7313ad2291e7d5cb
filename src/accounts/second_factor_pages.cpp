#include "accounts/access_pages.hpp"
#include "accounts/acts.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/refusals.hpp"
#include "accounts/second_factor.hpp"
#include "web/i18n.hpp"
#include "web/qr.hpp"

namespace relais::accounts {
namespace {

using base::Result;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

/// Whoever is signed in and has no second factor, were it only to set one up.
bool may_set_up(const Gate& gate, const Request& request) {
  const auto* visitor = gate.visitor_of(request);
  return visitor != nullptr && visitor->standing != Standing::owes_code && !visitor->has_second_factor;
}

Response show_set_up(const Gate& gate, const Request& request, const FormErrors& errors) {
  const auto& visitor = *gate.visitor_of(request);
  const auto secret = gate.database().write(
      [&](Transaction& transaction) { return begin_second_factor(transaction, gate.key(), visitor.account); });
  if (!secret) return gate.site().refusal(request, secret.refusal());
  const auto email =
      gate.database().read([&](Reader& reader) { return get_account(reader, visitor.account).email.reveal(); });
  const auto address = key_address(secret->reveal(), "Relais", email);
  const auto qr = web::qr_path(address);
  Data data;
  data.set("csrf", gate.form_token_of(request));
  data.set("next", next_of(request));
  data.set("is_required", visitor.standing == Standing::owes_set_up);
  data.set("secret", readable_secret(secret->reveal()));
  data.set("address", address);
  data.set("qr_path", qr.path);
  data.set("qr_side", std::to_string(qr.side));
  errors.show(data, request.language);
  return gate.site().page(request, "accounts/set_up",
                          {.title = translate(request.language, "Mettre en place le second facteur"),
                           .scripts = {},
                           .status = errors.status()},
                          data);
}

Response show_codes(const Gate& gate, const Request& request, const std::vector<PersonalText>& codes) {
  Data list(Data::type::list);
  for (const auto& code : codes) list << Data("code", code.reveal());
  Data data;
  data.set("codes", list);
  const auto next = next_of(request);
  data.set("next", next.starts_with('/') && !next.starts_with("//") && next.find('\\') == next.npos ? next : "/");
  return gate.site().page(request, "accounts/recovery_codes",
                          {.title = translate(request.language, "Vos codes de secours")}, data);
}

Response confirm(const Gate& gate, const Request& request) {
  if (!may_set_up(gate, request)) return web::redirect("/account");
  if (const auto form = gate.check_form(request); !form) return gate.site().refusal(request, form.refusal());
  const auto& visitor = *gate.visitor_of(request);
  const auto codes = gate.database().write([&](Transaction& transaction) -> Result<std::vector<PersonalText>> {
    RELAIS_TRY(auto made, confirm_second_factor(transaction, gate.key(), visitor, request.form.text("code")));
    record_act(transaction, visitor.actor, {.action = "set_up_second_factor", .address = request.client_address});
    return made;
  });
  FormErrors errors;
  if (errors.add_refusal("code", codes)) return show_set_up(gate, request, errors);
  return show_codes(gate, request, *codes);
}

Response renew(const Gate& gate, const Request& request, const Visit& visit) {
  const auto codes = visit.change("", [&](Transaction& transaction) {
    return renew_recovery_codes(transaction, gate.key(), visit.visitor().account);
  });
  if (!codes) return gate.site().refusal(request, codes.refusal());
  return show_codes(gate, request, *codes);
}

Response remove(const Gate& gate, const Request& request, const Visit& visit) {
  const auto removed =
      visit.change("", [&](Transaction& transaction) { return give_up_second_factor(transaction, visit.visitor()); });
  if (!removed) return gate.site().refusal(request, removed.refusal());
  return web::redirect("/account");
}

}  // namespace

void add_second_factor_pages(Gate& gate) {
  gate.open("GET", "/account/second-factor", [&gate](const Request& request) {
    return may_set_up(gate, request) ? show_set_up(gate, request, {}) : web::redirect("/account");
  });
  gate.open("POST", "/account/second-factor", [&gate](const Request& request) { return confirm(gate, request); });
  gate.own("POST", "/account/second-factor/remove",
           [&gate](const Request& request, const Visit& visit) { return remove(gate, request, visit); });
  gate.own("POST", "/account/recovery-codes",
           [&gate](const Request& request, const Visit& visit) { return renew(gate, request, visit); });
}

}  // namespace relais::accounts
