#include "accounts/gate_pages.hpp"

#include <algorithm>

#include "accounts/acts.hpp"
#include "accounts/refusals.hpp"
#include "accounts/tokens.hpp"
#include "catalogue/newest.hpp"
#include "people/refusals.hpp"
#include "web/form.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Request;
using web::Response;

constexpr std::size_t token_characters = 64;
constexpr std::size_t request_key_characters_max = 64;
constexpr std::string_view form_header = "X-Form-Token";  // for programs that have the cookie and send no form

bool is_get(std::string_view method) { return method == "GET" || method == "HEAD"; }

std::string address_of(const Request& request) {
  std::string address = request.path;
  for (const auto& [name, value] : request.query.all())
    address +=
        (address.find('?') == address.npos ? '?' : '&') + web::percent_encode(name) + '=' + web::percent_encode(value);
  return address;
}

/// The programme that the person works in: the newest of their roles', or the newest there is.
ProgrammeId programme_for(Reader& reader, const people::Actor& actor) {
  ProgrammeId newest;
  for (const auto& membership : actor.memberships()) newest = std::max(newest, membership.programme);
  if (newest) return newest;
  const auto programme = catalogue::find_newest_programme(reader);
  return programme ? programme->id : ProgrammeId{};
}

}  // namespace

std::string next_of(const Request& request) {
  const auto next = request.form.has("next") ? request.form.text("next") : request.query.text("next");
  return next.empty() ? "/" : std::string(next);
}

void Visit::fill_form(web::Data& data) const {
  data.set("csrf", form_token(token_));
  data.set("request", request_key_.empty() ? new_token().substr(0, 32) : request_key_);
}

void Visit::record(Transaction& transaction, const std::string& subject) const {
  record_act(
      transaction, actor(),
      {.action = action_, .subject = subject, .address = address_, .programme = programme_, .on_behalf = on_behalf_});
}

/// Whose request it is, as the cookie says.
struct Gate::Sender {
  std::string token;
  Visitor visitor;
  ProgrammeId programme;
};

Gate::Gate(web::Router& router, const web::Site& site, store::Database& database, const Key& key, GateOptions options)
    : router_(&router), site_(&site), database_(&database), key_(&key), options_(std::move(options)) {
  router.before([this](Request& request) { identify(request); });
}

base::Instant Gate::now() const {
  static const base::SystemClock system;
  return options_.clock != nullptr ? options_.clock->now() : system.now();
}

std::string Gate::cookie_name() const { return options_.is_secure ? "__Host-relais" : "relais"; }

void Gate::give_session(Response& response, const PersonalText& token) const {
  response.set_cookie({.name = cookie_name(), .value = token.reveal(), .secure = options_.is_secure});
}

void Gate::take_session(Response& response) const {
  response.set_cookie(
      {.name = cookie_name(), .value = "", .lives = std::chrono::seconds(0), .secure = options_.is_secure});
}

void Gate::identify(Request& request) const {
  request.sender = nullptr;
  request.is_member = false;
  const auto token = request.cookie(cookie_name());
  if (request.path.starts_with("/assets/")) return;
  if (!token || token->size() != token_characters) return;
  auto sender = database_->read([&](Reader& reader) -> std::shared_ptr<Sender> {
    auto visitor = find_visitor(reader, *token, now());
    if (!visitor) return nullptr;
    const auto programme = programme_for(reader, visitor->actor);
    return std::make_shared<Sender>(Sender{std::string(*token), *std::move(visitor), programme});
  });
  if (!sender) return;
  if (is_worth_touching(sender->visitor, now()))
    (void)database_->write([&](Transaction& transaction) -> Result<> {
      touch_session(transaction, sender->visitor.session);
      return base::Done{};
    });
  request.is_member = people::has_right(sender->visitor.actor, Right::read_allocations, sender->programme);
  request.sender = std::move(sender);
}

const Gate::Sender* Gate::sender_of(const Request& request) const {
  return static_cast<const Sender*>(request.sender.get());
}

const Visitor* Gate::visitor_of(const Request& request) const {
  const auto* sender = sender_of(request);
  return sender == nullptr ? nullptr : &sender->visitor;
}

std::string Gate::form_token_of(const Request& request) const {
  const auto* sender = sender_of(request);
  return sender == nullptr ? std::string() : form_token(sender->token);
}

Result<> Gate::check_form(const Request& request) const {
  const auto* sender = sender_of(request);
  const auto given = request.form.find("csrf");
  const auto token = given ? *given : request.headers.find(form_header).value_or("");
  if (sender == nullptr || !is_form_token(sender->token, token)) return Refusal(refused::form_expired);
  return base::Done{};
}

Response Gate::send_to_sign_in(const Request& request, const Sender* sender) const {
  if (request.wants_json()) return site_->refusal(request, Refusal(refused::sign_in_required));
  std::string_view where = "/sign-in";
  if (sender != nullptr)
    where = sender->visitor.standing == Standing::owes_code ? "/sign-in/code" : "/account/second-factor";
  if (!is_get(request.method)) return web::redirect(where);
  return web::redirect(std::string(where) + "?next=" + web::percent_encode(address_of(request)));
}

Response Gate::pass(const Request& request, const Declaration& declaration, const Handler& handler) const {
  const auto* sender = sender_of(request);
  if (sender == nullptr || sender->visitor.standing != Standing::full) return send_to_sign_in(request, sender);
  if (declaration.right && !people::has_right(sender->visitor.actor, *declaration.right, sender->programme))
    return site_->refusal(request, Refusal(people::refused::not_allowed));
  if (!is_get(request.method)) {
    if (const auto form = check_form(request); !form) return site_->refusal(request, form.refusal());
  }
  return run(request, declaration, handler, *sender);
}

Response Gate::run(const Request& request, const Declaration& declaration, const Handler& handler,
                   const Sender& sender) const {
  Visit visit;
  visit.visitor_ = &sender.visitor;
  visit.database_ = database_;
  visit.token_ = sender.token;
  visit.programme_ = sender.programme;
  visit.now_ = now();
  visit.address_ = request.client_address;
  visit.request_key_ = request.form.text("request").substr(0, request_key_characters_max);
  visit.action_ = declaration.pattern;
  if (declaration.right) {
    visit.action_ = std::string(people::code_of(*declaration.right)) + " " + declaration.pattern;
    visit.on_behalf_ =
        people::organisations_with_right(sender.visitor.actor, *declaration.right, sender.programme).front();
  }
  auto response = handler(request, visit);
  RELAIS_CHECK(declaration.access != Access::change || response.status != 303 || visit.has_changed_);
  return response;
}

void Gate::declare(const Declaration& declaration, Handler handler) {
  declarations_.push_back(declaration);
  router_->add(declaration.method, declaration.pattern,
               [this, declaration, handler = std::move(handler)](const Request& request) {
                 return pass(request, declaration, handler);
               });
}

void Gate::open(std::string_view method, std::string_view pattern, web::Handler handler) {
  declarations_.push_back({std::string(method), std::string(pattern), Access::open, {}});
  router_->add(method, pattern, std::move(handler));
}

void Gate::own(std::string_view method, std::string_view pattern, Handler handler) {
  declare({std::string(method), std::string(pattern), Access::own, {}}, std::move(handler));
}

void Gate::members(std::string_view method, std::string_view pattern, Right right, Handler handler) {
  declare({std::string(method), std::string(pattern), Access::members, right}, std::move(handler));
}

void Gate::change(std::string_view method, std::string_view pattern, Right right, Handler handler) {
  declare({std::string(method), std::string(pattern), Access::change, right}, std::move(handler));
}

void Gate::adopt(const web::Router& routes, const std::vector<Kept>& kept) {
  for (const auto& route : routes.declared()) {
    const auto keeps =
        std::find_if(kept.begin(), kept.end(), [&](const Kept& one) { return route.pattern.starts_with(one.pattern); });
    if (keeps == kept.end()) {
      open(route.method, route.pattern, *route.handler);
    } else {
      members(route.method, route.pattern, keeps->right,
              [handler = *route.handler](const Request& request, const Visit&) { return handler(request); });
    }
  }
}

}  // namespace relais::accounts
