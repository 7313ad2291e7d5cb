#pragma once
/// The one way to a page: each route is declared here with who may take it. The Gate knows who asks, sends them to sign
/// in, refuses what their role does not allow, checks every form's token, and keeps the list that the matrix test
/// walks.
///
///     gate.open("GET", "/directory", handler);
///     gate.members("GET", "/gifts", people::Right::read_gifts, handler);
///     gate.change("POST", "/gifts/{reference}/receipts", people::Right::receive_gifts, handler);
///
/// A route under /api/ is for programs too, which show a token of their organisation instead of a cookie, and answer
/// for a repeated act by its Idempotency-Key instead of a form's request key.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/keys.hpp"
#include "accounts/reply_pages.hpp"
#include "accounts/sessions.hpp"
#include "audit/audit.hpp"
#include "people/organisations.hpp"
#include "people/rights.hpp"
#include "web/router.hpp"
#include "web/site.hpp"

namespace relais::oidc {
class Provider;
}

namespace relais::accounts {

struct GateOptions {
  bool is_secure = false;              ///< served over TLS, here or by a proxy: cookies are `__Host-` and Secure
  bool is_demo = false;                ///< the sign-in page shows the demonstration's accounts
  std::string site_url = {};           ///< where people reach it, for links in mails: `https://relais.example`
  bool webhooks_anywhere = false;      ///< partners' webhooks may point into private networks, and speak plain http
  const base::Clock* clock = nullptr;  ///< null: the system's
  oidc::Provider* provider = nullptr;  ///< null: people sign in by password alone; outlives the Gate
  std::string provider_name = {};      ///< as the sign-in page shows it
};

/// Whether a domain call says that it changed nothing now: the same request had acted before, or all was so already.
template <class Value>
bool changed_nothing(const Value& outcome) {
  if constexpr (requires { outcome.repeated; }) return outcome.repeated;
  if constexpr (std::is_same_v<Value, people::Saved>) return outcome == people::Saved::unchanged;
  return false;
}

/// A request of someone who is signed in and may do what the route is for. It lives as long as its handler runs.
class Visit {
 public:
  const people::Actor& actor() const { return visitor_->actor; }
  const Visitor& visitor() const { return *visitor_; }
  ProgrammeId programme() const { return programme_; }
  base::Instant now() const { return now_; }
  /// The organisation in whose name the actor uses the route's right; none on their own account's pages.
  OrganisationId on_behalf() const { return on_behalf_; }
  /// Turns one of the actor's rights into the permit that a domain call asks for. Refuses people's not_allowed.
  template <people::Right right>
  auto permit(store::Reader& reader) const {
    return people::permit<right>(reader, actor(), programme_);
  }

  /// What every POST form carries, for `{{> accounts/form}}`: the token, and a request key made now or, when the form
  /// comes back, the one it had.
  void fill_form(web::Data& data) const;
  /// The domain's request key: double submission acts once. Empty when the form has none. Under /api/ it is made of who
  /// acts and their Idempotency-Key.
  const std::string& request_key() const { return request_key_; }

  /// Runs `function(Transaction&) -> Result` and, unless it refuses or says that it changed nothing, appends to the
  /// audit trail in the same transaction: who, the route's right, `subject` (a reference), when, from where, on whose
  /// behalf. A handler declared with `change` that answers with a redirect has called it: the Gate makes sure.
  template <class Function>
  auto change(const std::string& subject, Function&& function) const {
    has_changed_ = true;
    return database_->write([&](store::Transaction& transaction) {
      auto outcome = function(transaction);
      if (outcome.ok() && !changed_nothing(*outcome)) record(transaction, subject);
      return outcome;
    });
  }

  using Act = std::function<base::Result<Reply>(store::Transaction&)>;
  /// What is wrong with which member of the body, when the domain refuses; nothing: the request as a whole.
  using FaultOf = std::function<std::optional<web::Fault>(const base::Refusal&)>;
  /// A change that a program asks for, as `change`. The answer is kept with it under the Idempotency-Key: the same
  /// request again is given it again, whatever happened since, and acts no more.
  ///
  /// Refuses     what `act` refuses, as problems; idempotency_key_reused, idempotency_key_busy.
  web::Response reply(const web::Request& request, const std::string& subject, const Act& act,
                      const FaultOf& fault_of = {}) const;
  /// The same for a change whose body had `faults` already: those are told only to whom `check` lets through, so that
  /// nobody learns of what is not theirs, and a change of what has changed meanwhile is told as such first.
  using Check = std::function<base::Result<>(store::Transaction&)>;
  web::Response reply_to_body(const web::Request& request, const std::string& subject, const web::Faults& faults,
                              const Check& check, const Act& act, const FaultOf& fault_of = {}) const;

 private:
  base::Result<Reply> act_once(store::Transaction& transaction, const web::Request& request, const Act& act) const;

  friend class Gate;
  Visit() = default;
  void record(store::Transaction& transaction, const std::string& subject) const;

  const Visitor* visitor_ = nullptr;
  store::Database* database_ = nullptr;
  std::string_view token_;
  std::string action_, address_, request_key_, idempotency_key_;
  ProgrammeId programme_;
  OrganisationId on_behalf_;
  base::Instant now_;
  mutable bool has_changed_ = false;
};

class Gate {
 public:
  using Handler = std::function<web::Response(const web::Request&, const Visit&)>;

  /// Threads     fill it first; then its routes may be called from any number of threads.
  /// Ownership   all that it is given must outlive it.
  Gate(web::Router& router, const web::Site& site, store::Database& database, const Key& key, GateOptions options);
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// open: anyone. own: whoever is signed in, for their own account. members, change: whoever has the right.
  enum class Access { open, own, members, change };
  struct Declaration {
    std::string method;
    std::string pattern;
    Access access = Access::open;
    std::optional<people::Right> right = {};
  };

  void open(std::string_view method, std::string_view pattern, web::Handler handler);
  void own(std::string_view method, std::string_view pattern, Handler handler);
  void members(std::string_view method, std::string_view pattern, people::Right right, Handler handler);
  void change(std::string_view method, std::string_view pattern, people::Right right, Handler handler);
  /// Declares the routes of pages that know no Gate: open, but those whose pattern starts with one of `kept`, which are
  /// for members with the right.
  struct Kept {
    std::string pattern;
    people::Right right;
  };
  void adopt(const web::Router& routes, const std::vector<Kept>& kept = {});

  /// Everything declared; a route of the router that is not here was added beside the Gate.
  const std::vector<Declaration>& declarations() const { return declarations_; }

  /// Who sends the request; nothing when nobody is signed in. The standing may be less than full.
  const Visitor* visitor_of(const web::Request& request) const;
  /// Of the session of the request; empty without one.
  std::string form_token_of(const web::Request& request) const;
  /// Refuses  form_expired.
  base::Result<> check_form(const web::Request& request) const;

  void give_session(web::Response& response, const PersonalText& token) const;
  void take_session(web::Response& response) const;

  store::Database& database() const { return *database_; }
  const web::Site& site() const { return *site_; }
  const Key& key() const { return *key_; }
  const GateOptions& options() const { return options_; }
  base::Instant now() const;

 private:
  struct Sender;
  void identify(web::Request& request) const;
  const Sender* sender_of(const web::Request& request) const;
  web::Response pass(const web::Request& request, const Declaration& declaration, const Handler& handler) const;
  web::Response run(const web::Request& request, const Declaration& declaration, const Handler& handler,
                    const Sender& sender) const;
  web::Response send_to_sign_in(const web::Request& request, const Sender* sender) const;
  void identify_program(web::Request& request, std::string_view authorization) const;
  web::Response ask_for_token(const web::Request& request, const Sender* sender) const;
  base::Result<> check_right(const Declaration& declaration, const Sender& sender) const;
  void declare(const Declaration& declaration, Handler handler);
  std::string cookie_name() const;

  web::Router* router_;
  const web::Site* site_;
  store::Database* database_;
  const Key* key_;
  GateOptions options_;
  std::vector<Declaration> declarations_;
};

/// Whether a route is for programs.
inline bool is_for_programs(std::string_view pattern) { return pattern.starts_with("/api/"); }

/// The address to go to after signing in, taken from `next` of the query or the form: a path of ours, or `/home`.
std::string next_of(const web::Request& request);

}  // namespace relais::accounts
