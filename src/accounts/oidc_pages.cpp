#include "accounts/access_pages.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/identities.hpp"
#include "accounts/refusals.hpp"
#include "accounts/sign_in.hpp"
#include "oidc/oidc.hpp"
#include "oidc/refusals.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/json.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Json;
using web::Request;
using web::Response;
using web::translate;

constexpr std::chrono::minutes flow_lives{10};
constexpr std::string_view about_flow = "sign-in by a provider of identities";
constexpr std::string_view about_pending = "identity that waits to be linked";

/// What the browser keeps for us between two steps: sealed, so that nobody reads or makes one; short-lived; cookies
/// that no script sees. Nothing is kept here for whoever only looked.
class SealedCookie {
 public:
  SealedCookie(const Gate& gate, const char* name, std::string_view about)
      : gate_(gate), name_((gate.options().is_secure ? "__Host-" : "") + std::string(name)), about_(about) {}

  void set(Response& response, Json value) const {
    value["at"] = base::to_integer(gate_.now());
    response.set_cookie({.name = name_,
                         .value = gate_.key().seal(value.dump(), about_),
                         .lives = flow_lives,
                         .secure = gate_.options().is_secure});
  }
  void erase(Response& response) const {
    response.set_cookie(
        {.name = name_, .value = "", .lives = std::chrono::seconds(0), .secure = gate_.options().is_secure});
  }
  /// Nothing when there is none, when it is not ours, or too old.
  std::optional<Json> find(const Request& request) const {
    const auto sealed = request.cookie(name_);
    const auto text = sealed ? gate_.key().open(*sealed, about_) : std::nullopt;
    if (!text) return std::nullopt;
    auto value = Json::parse(*text);
    const auto made = base::instant_from(value["at"].get<std::int64_t>());
    return gate_.now() - made < flow_lives ? std::optional(std::move(value)) : std::nullopt;
  }

 private:
  const Gate& gate_;
  std::string name_;
  std::string_view about_;
};

SealedCookie flow_cookie(const Gate& gate) { return {gate, "relais-flow", about_flow}; }
SealedCookie pending_cookie(const Gate& gate) { return {gate, "relais-identity", about_pending}; }

std::optional<oidc::Identity> pending_identity(const Gate& gate, const Request& request) {
  const auto value = pending_cookie(gate).find(request);
  if (!value) return std::nullopt;
  return oidc::Identity{(*value)["issuer"].get<std::string>(), PersonalText((*value)["subject"].get<std::string>())};
}

Response begin_flow(const Gate& gate, const Request& request) {
  const auto begun = oidc::Begun::random();
  const auto address = gate.options().provider->begin(begun);
  if (!address) return gate.site().refusal(request, address.refusal());
  // Not web::redirect, which leads to our own pages alone: this address is the provider's, from its metadata.
  Response response;
  response.status = 303;
  response.headers.set("Location", *address);
  flow_cookie(gate).set(
      response,
      {{"state", begun.state}, {"nonce", begun.nonce}, {"verifier", begun.verifier}, {"next", next_of(request)}});
  return response;
}

Response enter_by_identity(const Gate& gate, const Request& request, const PersonalText& token,
                           const std::string& next) {
  if (const auto* before = gate.visitor_of(request))
    (void)gate.database().write([&](Transaction& transaction) -> Result<> {
      end_session(transaction, before->session);
      return base::Done{};
    });
  return enter(gate, token, next);
}

/// Who comes with an identity that no account has is asked for the password first: knowing an e-mail address, or having
/// it written down at a provider, opens no account.
Response offer_link(const Gate& gate, const Request& request, const oidc::Identity& identity) {
  const auto* visitor = gate.visitor_of(request);
  const bool is_in = visitor != nullptr && visitor->standing == Standing::full;
  auto response = web::redirect(is_in ? "/account/identity" : "/sign-in?unlinked=1&next=%2Faccount%2Fidentity");
  pending_cookie(gate).set(response, {{"issuer", identity.issuer}, {"subject", identity.subject.reveal()}});
  return response;
}

Response end_flow(const Gate& gate, const Request& request) {
  const auto flow = flow_cookie(gate).find(request);
  if (!flow) return gate.site().refusal(request, Refusal(oidc::refused::not_begun_here));
  const auto text = [&](const char* name) { return (*flow)[name].get<std::string>(); };
  const auto identity = gate.options().provider->finish({text("state"), text("nonce"), text("verifier")},
                                                        {.code = request.query.text("code"),
                                                         .state = request.query.text("state"),
                                                         .issuer = request.query.text("iss"),
                                                         .error = request.query.text("error")},
                                                        gate.now());
  Response response;
  if (!identity) {
    response = gate.site().refusal(request, identity.refusal());
  } else {
    const auto entered = gate.database().write(
        [&](Transaction& transaction) { return sign_in_by_identity(transaction, *identity, origin_of(request)); });
    response =
        entered ? enter_by_identity(gate, request, entered->token, text("next")) : offer_link(gate, request, *identity);
  }
  flow_cookie(gate).erase(response);
  return response;
}

Response show_link(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors) {
  const auto& issuer = gate.options().provider->settings().issuer;
  const auto linked =
      gate.database().read([&](Reader& reader) { return find_link(reader, visit.visitor().account, issuer); });
  Data data;
  visit.fill_form(data);
  data.set("provider", gate.options().provider_name);
  data.set("is_pending", pending_identity(gate, request).has_value());
  data.set("is_linked", linked.has_value());
  data.set("linked_at",
           linked ? web::format_day(request.language, std::chrono::floor<std::chrono::days>(*linked)) : "");
  errors.show(data, request.language);
  return gate.site().page(
      request, "accounts/identity",
      {.title = translate(request.language, "Fournisseur d’identité"), .scripts = {}, .status = errors.status()}, data);
}

Response link_now(const Gate& gate, const Request& request, const Visit& visit) {
  const auto identity = pending_identity(gate, request);
  FormErrors errors;
  if (!identity) {
    errors.add("password", Refusal(oidc::refused::not_begun_here));
    return show_link(gate, request, visit, errors);
  }
  const auto email =
      gate.database().read([&](Reader& reader) { return get_account(reader, visit.visitor().account).email; });
  const auto known = check_own_password(gate.database(), gate.key(),
                                        {.email = email,
                                         .password = Password(typed_password(request, "password")),
                                         .origin = origin_of(request),
                                         .is_demo = gate.options().is_demo});
  if (errors.add_refusal("password", known)) return show_link(gate, request, visit, errors);
  const auto linked = gate.database().write([&](Transaction& transaction) {
    return link_identity(transaction, visit.visitor(), *identity, request.client_address);
  });
  if (errors.add_refusal("password", linked)) return show_link(gate, request, visit, errors);
  auto response = web::redirect("/account/identity");
  pending_cookie(gate).erase(response);
  return response;
}

Response unlink_now(const Gate& gate, const Request& request, const Visit& visit) {
  const auto unlinked = visit.change("", [&](Transaction& transaction) {
    return unlink_identity(transaction, visit.visitor(), gate.options().provider->settings().issuer);
  });
  if (!unlinked) return gate.site().refusal(request, unlinked.refusal());
  return web::redirect("/account/identity");
}

}  // namespace

void add_identity_pages(Gate& gate) {
  if (gate.options().provider == nullptr) return;
  gate.open("GET", "/sign-in/provider", [&gate](const Request& request) { return begin_flow(gate, request); });
  gate.open("GET", "/sign-in/provider/return", [&gate](const Request& request) { return end_flow(gate, request); });
  gate.own("GET", "/account/identity",
           [&gate](const Request& request, const Visit& visit) { return show_link(gate, request, visit, {}); });
  gate.own("POST", "/account/identity",
           [&gate](const Request& request, const Visit& visit) { return link_now(gate, request, visit); });
  gate.own("POST", "/account/identity/remove",
           [&gate](const Request& request, const Visit& visit) { return unlink_now(gate, request, visit); });
}

}  // namespace relais::accounts
