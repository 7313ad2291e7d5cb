#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "app/serve_site.hpp"
#include "app/sessions_test.hpp"
#include "base/text.hpp"
#include "people/rights.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"
#include "web/router.hpp"

namespace relais::app {
namespace {

using accounts::AccountId;
using accounts::Gate;
using accounts::MembershipId;
using people::OrganisationId;
using people::Reach;
using people::Role;
using store::Reader;
using store::Transaction;

/// Whose thing a route is asked about.
enum class Whose { own, another };

/// Every role on every route that the Gate knows, about its own organisation and about another, signed in or not: what
/// is answered is what the table of rights says. A route with a `{name}` that this test cannot fill fails it.
class Matrix : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) {
      sample_.emplace(transaction);
      coordination_ = sample_->add(transaction, "coordination", people::OrganisationKind::coordinator);
      state_ = sample_->add(transaction, "etat", people::OrganisationKind::authority);
      const auto alone = add_alone(transaction);
      for (const auto role : people::all_roles) people_[role] = add_person(transaction, role, organisation_of(role));
      for (const auto role : people::all_roles) {
        const auto colleague = add_person(transaction, role, organisation_of(role));
        colleague_[role] = *accounts::find_membership(transaction, colleague, organisation_of(role), role);
      }
      const auto stranger = add_person(transaction, Role::structure_manager, alone);
      stranger_ = *accounts::find_membership(transaction, stranger, alone, Role::structure_manager);
    });
    site_.emplace(database(), key_, accounts::GateOptions{.clock = &clock()});
  }

  OrganisationId add_alone(Transaction& transaction) {
    people::OrganisationDraft draft;
    draft.code = draft.name = "seule";
    draft.departement = "33";
    return people::save_organisation(transaction, people::permit_of_test(), sample_->programme, draft)->id;
  }
  OrganisationId organisation_of(Role role) const {
    switch (role) {
      case Role::depot_worker:
        return sample_->depot;
      case Role::network_manager:
        return sample_->network;
      case Role::structure_manager:
      case Role::structure_volunteer:
        return sample_->structure;
      case Role::donor:
        return sample_->donor;
      case Role::authority:
        return state_;
      default:
        return coordination_;
    }
  }
  AccountId add_person(Transaction& transaction, Role role, OrganisationId organisation) {
    return testing::add_person(transaction, ++made_, role, organisation);
  }
  /// A session of its own for each request: some routes end it.
  std::string open(Role role) { return testing::open_session(database(), clock().now(), key_, people_[role], role); }

  /// What to put for a `{name}` of a route. Here a new kind of route is given something of its own and of another's.
  std::optional<std::string> value_of(const std::string& name, std::optional<Role> role, Whose whose) {
    if (name == "membership")
      return std::to_string((whose == Whose::own && role ? colleague_[*role] : stranger_).value);
    // Nothing there: a member of another organisation could not tell it from something of theirs.
    for (const auto* any :
         {"round", "application", "token", "session", "invitation", "file", "code", "departement", "reference",
          "structure", "other", "receipt", "webhook", "delivery", "computation", "account"})
      if (name == any) return "1";
    return std::nullopt;
  }
  std::string path_of(const std::string& pattern, std::optional<Role> role, Whose whose) {
    std::string path;
    for (const auto part : base::split(std::string_view(pattern).substr(1), '/')) {
      if (!part.starts_with('{')) {
        path += "/" + std::string(part);
        continue;
      }
      const std::string name(part.substr(1, part.size() - 2));
      const auto value = value_of(name, role, whose);
      EXPECT_TRUE(value) << pattern << ": the matrix cannot fill {" << name << "}; tell it how, in value_of";
      path += "/" + value.value_or("");
    }
    return path;
  }

  web::Response ask(const Gate::Declaration& route, std::optional<Role> role, Whose whose, bool with_token = true) {
    web::Request request;
    request.method = route.method;
    request.path = path_of(route.pattern, role, whose);
    request.client_address = "192.0.2.1";
    if (accounts::is_for_programs(route.pattern)) {
      request.headers.set("Idempotency-Key", "k" + std::to_string(++asked_));
      request.headers.set("If-Match", "*");
      request.headers.set("Content-Type", "application/json");
      request.body = "{}";
    }
    if (role) {
      const auto token = open(*role);
      request.headers.set("Cookie", "relais=" + token);
      if (with_token) request.form.add("csrf", accounts::form_token(token));
    }
    return site_->router()(request);
  }
  static bool leads_to_sign_in(const web::Response& response) {
    return response.status == 303 && response.headers.find("Location").value_or("").starts_with("/sign-in");
  }
  static bool says(const web::Response& response, std::string_view code) {
    return response.body.find(code) != std::string::npos;
  }

  void expect_for_nobody(const Gate::Declaration& route) {
    const auto response = ask(route, std::nullopt, Whose::own);
    EXPECT_LT(response.status, 500);
    if (route.access == Gate::Access::open)
      EXPECT_NE(response.status, 403);
    else if (route.pattern.starts_with("/api/"))
      EXPECT_EQ(response.status, 401);
    else
      EXPECT_TRUE(leads_to_sign_in(response)) << response.status;
  }
  void expect_for(const Gate::Declaration& route, Role role, Whose whose) {
    const auto response = ask(route, role, whose);
    const auto reach = route.right ? people::reach_of(role, *route.right) : Reach::programme;
    EXPECT_LT(response.status, 500);
    EXPECT_FALSE(leads_to_sign_in(response) && route.access != Gate::Access::open);
    if (reach == Reach::none)
      EXPECT_TRUE(response.status == 403 && says(response, "people.not_allowed")) << response.status;
    else if (whose == Whose::own || reach == Reach::programme || route.pattern.find('{') == std::string::npos)
      EXPECT_NE(response.status, 403) << response.body;
    else
      EXPECT_TRUE(response.status == 403 || response.status == 404) << response.status;
  }

  const accounts::Key key_ = accounts::Key::random();
  std::optional<testing::SampleProgramme> sample_;
  OrganisationId coordination_, state_;
  std::map<Role, AccountId> people_;
  std::map<Role, MembershipId> colleague_;
  MembershipId stranger_;
  int made_ = 0, asked_ = 0;
  std::optional<FullSite> site_;
};

TEST_P(Matrix, each_role_gets_on_each_route_what_the_table_of_rights_says) {
  int tried = 0;
  for (const auto& route : site_->gate().declarations()) {
    SCOPED_TRACE(route.method + " " + route.pattern);
    expect_for_nobody(route);
    for (const auto role : people::all_roles) {
      SCOPED_TRACE(std::string(code_of(role)));
      for (const auto whose : {Whose::own, Whose::another}) {
        SCOPED_TRACE(whose == Whose::own ? "own" : "another's");
        expect_for(route, role, whose);
        ++tried;
      }
    }
  }
  RecordProperty("requests", std::to_string(tried));
  EXPECT_GT(tried, 500);
}

TEST_P(Matrix, each_route_of_the_site_was_declared) {
  std::vector<std::string> routes, declared;
  for (const auto& route : site_->router().declared()) routes.push_back(route.method + " " + route.pattern);
  for (const auto& route : site_->gate().declarations()) declared.push_back(route.method + " " + route.pattern);
  EXPECT_EQ(routes, declared) << "a route was added beside the Gate";
}

TEST_P(Matrix, no_form_is_taken_without_its_token) {
  for (const auto& route : site_->gate().declarations()) {
    if (route.method == "GET" || route.access == Gate::Access::open) continue;
    SCOPED_TRACE(route.pattern);
    for (const auto role : people::all_roles) {
      if (route.right && people::reach_of(role, *route.right) == Reach::none) continue;
      const auto response = ask(route, role, Whose::own, false);
      EXPECT_TRUE(response.status == 403 && says(response, "accounts.form_expired")) << response.status;
    }
  }
}

RELAIS_ON_BOTH_ENGINES(Matrix);

}  // namespace
}  // namespace relais::app
