#include "accounts/gate_pages.hpp"

#include <algorithm>

#include "accounts/acts.hpp"
#include "accounts/answers.hpp"
#include "accounts/api_tokens.hpp"
#include "accounts/refusals.hpp"
#include "accounts/tokens.hpp"
#include "base/text.hpp"
#include "catalogue/newest.hpp"
#include "people/refusals.hpp"
#include "web/form.hpp"
#include "web/refusals.hpp"

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

/// As a program gives it, with or without the quotes of the draft; empty when it is missing or malformed.
/// Source      draft-ietf-httpapi-idempotency-key-header-07.
std::string idempotency_key_of(const Request& request) {
  auto key = base::trim(request.headers.find("Idempotency-Key").value_or(""));
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
  const bool is_well_formed = std::all_of(key.begin(), key.end(), [](char letter) {
    const auto is_within = [letter](char first, char last) { return letter >= first && letter <= last; };
    return is_within('a', 'z') || is_within('A', 'Z') || is_within('0', '9') ||
           std::string_view("-_.:").find(letter) != std::string_view::npos;
  });
  return is_well_formed && key.size() <= request_key_characters_max ? std::string(key) : std::string();
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
  return next.empty() ? "/home" : std::string(next);
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

namespace {

/// Another text: another request, which must not act under the same key.
std::string fingerprint_of(const Request& request) {
  return base::sha256_hex(request.method + ' ' + request.path + '\n' + request.body);
}

KeptAnswer kept_of(const Request& request, const Reply& reply) {
  return {fingerprint_of(request), reply.status, reply.location, reply.etag,
          reply.body.dump(-1, ' ', false, web::Json::error_handler_t::replace)};
}

Reply reply_of(const KeptAnswer& kept) {
  return {web::Json::parse(kept.body), kept.status, kept.location, kept.etag, true};
}

}  // namespace

Result<Reply> Visit::act_once(Transaction& transaction, const Request& request, const Act& act) const {
  if (idempotency_key_.empty()) return act(transaction);
  if (const auto kept = find_answer(transaction, actor().name(), idempotency_key_)) {
    if (kept->fingerprint != fingerprint_of(request)) return Refusal(refused::idempotency_key_reused);
    return reply_of(*kept);
  }
  RELAIS_TRY(auto reply, act(transaction));
  if (!keep_answer(transaction, actor().name(), idempotency_key_, kept_of(request, reply)))
    return Refusal(refused::idempotency_key_busy);
  return reply;
}

Response Visit::reply(const Request& request, const std::string& subject, const Act& act,
                      const FaultOf& fault_of) const {
  const auto done = change(subject, [&](Transaction& transaction) { return act_once(transaction, request, act); });
  if (!done) {
    const auto fault = fault_of ? fault_of(done.refusal()) : std::nullopt;
    return web::problem_with(request, done.refusal(), fault ? web::Faults{*fault} : web::Faults{});
  }
  auto response = web::json(done->body, done->status);
  if (!done->location.empty()) response.headers.set("Location", done->location);
  if (!done->etag.empty()) response.headers.set("ETag", done->etag);
  return response;
}

Response Visit::reply_to_body(const Request& request, const std::string& subject, const web::Faults& faults,
                              const Check& check, const Act& act, const FaultOf& fault_of) const {
  bool is_faulty = false;
  auto response = reply(
      request, subject,
      [&](Transaction& transaction) -> Result<Reply> {
        RELAIS_TRY_DONE(check(transaction));
        is_faulty = !faults.empty();
        if (is_faulty) return Refusal(web::refusals::invalid_members);
        return act(transaction);
      },
      fault_of);
  return is_faulty ? web::problem_with(request, faults) : response;
}

/// Whose request it is, as the cookie says, or the token of a program.
struct Gate::Sender {
  std::string token;
  Visitor visitor;
  ProgrammeId programme;
  bool is_program = false;
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
  const auto authorization = request.headers.find("Authorization");
  if (authorization && is_for_programs(request.path)) return identify_program(request, *authorization);
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

/// The cookie does not count beside a token: a program must not act as whoever happens to be signed in.
void Gate::identify_program(Request& request, std::string_view authorization) const {
  constexpr std::string_view scheme = "Bearer ";
  if (!authorization.starts_with(scheme)) return;
  const auto secret = base::trim(authorization.substr(scheme.size()));
  auto bearer = database_->read([&](Reader& reader) { return find_bearer(reader, *key_, secret, now()); });
  if (!bearer) return;
  if (is_worth_touching(*bearer, now()))
    (void)database_->write([&](Transaction& transaction) -> Result<> {
      touch_token(transaction, bearer->token);
      return base::Done{};
    });
  request.is_member = people::has_right(bearer->actor, Right::read_allocations, bearer->programme);
  request.sender = std::make_shared<Sender>(Sender{
      {}, {SessionId{}, AccountId{}, Standing::full, std::move(bearer->actor), false, now()}, bearer->programme, true});
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

/// Source      RFC 6750, section 3.
Response Gate::ask_for_token(const Request& request, const Sender* sender) const {
  const bool has_shown_one = request.headers.find("Authorization").has_value() && sender == nullptr;
  auto response = site_->refusal(request, Refusal(has_shown_one ? refused::token_invalid : refused::token_missing));
  response.headers.set("WWW-Authenticate",
                       has_shown_one ? R"(Bearer realm="relais", error="invalid_token")" : R"(Bearer realm="relais")");
  return response;
}

Response Gate::send_to_sign_in(const Request& request, const Sender* sender) const {
  if (is_for_programs(request.path)) return ask_for_token(request, sender);
  if (request.wants_json()) return site_->refusal(request, Refusal(refused::sign_in_required));
  std::string_view where = "/sign-in";
  if (sender != nullptr)
    where = sender->visitor.standing == Standing::owes_code ? "/sign-in/code" : "/account/second-factor";
  if (!is_get(request.method)) return web::redirect(where);
  return web::redirect(std::string(where) + "?next=" + web::percent_encode(address_of(request)));
}

Result<> Gate::check_right(const Declaration& declaration, const Sender& sender) const {
  if (sender.is_program && !declaration.right) return Refusal(people::refused::not_allowed);
  if (!declaration.right) return base::Done{};
  const auto& actor = sender.visitor.actor;
  if (!actor.is_in_scope(*declaration.right))
    return Refusal(refused::scope_missing, {std::string(people::code_of(*declaration.right))});
  if (!people::has_right(actor, *declaration.right, sender.programme)) return Refusal(people::refused::not_allowed);
  return base::Done{};
}

Response Gate::pass(const Request& request, const Declaration& declaration, const Handler& handler) const {
  const auto* sender = sender_of(request);
  if (sender == nullptr || sender->visitor.standing != Standing::full) return send_to_sign_in(request, sender);
  if (const auto right = check_right(declaration, *sender); !right) return site_->refusal(request, right.refusal());
  if (!is_get(request.method) && !sender->is_program) {
    if (const auto form = check_form(request); !form) return site_->refusal(request, form.refusal());
  }
  if (is_for_programs(declaration.pattern) && request.method == "POST" && idempotency_key_of(request).empty())
    return site_->refusal(request, Refusal(refused::idempotency_key_missing));
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
  if (is_for_programs(declaration.pattern)) {
    visit.idempotency_key_ = idempotency_key_of(request);
    visit.request_key_ = sender.visitor.actor.name() + '/' + visit.idempotency_key_;
  }
  if (declaration.right) {
    visit.action_ = std::string(people::code_of(*declaration.right)) + " " + declaration.pattern;
    visit.on_behalf_ =
        people::organisations_with_right(sender.visitor.actor, *declaration.right, sender.programme).front();
  }
  auto response = handler(request, visit);
  const bool has_acted = response.status == 303 || (is_for_programs(declaration.pattern) && response.status < 300);
  RELAIS_CHECK(declaration.access != Access::change || !has_acted || visit.has_changed_);
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
