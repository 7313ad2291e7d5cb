#include <gtest/gtest.h>

#include "accounts/access_pages.hpp"
#include "accounts/api_tokens.hpp"
#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"
#include "audit/audit.hpp"

namespace relais::accounts {
namespace {

using web::Request;
using web::Response;

/// A site with a page, a list for programs and a change for them, asked by programs with tokens.
class Programs : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    router_.emplace(
        [this](const Request& request, const base::Refusal& refusal) { return site_->refusal(request, refusal); });
    site_.emplace([](const Request&) { return web::Frame{.programme = "Essai"}; });
    gate_.emplace(*router_, *site_, database(), key_, GateOptions{.clock = &clock()});
    gate_->members("GET", "/gifts", Right::read_gifts,
                   [](const Request&, const Visit& visit) { return web::plain(visit.actor().name()); });
    gate_->members("GET", "/api/v1/gifts", Right::read_gifts,
                   [](const Request&, const Visit& visit) { return web::plain(visit.actor().name()); });
    gate_->change("POST", "/api/v1/gifts", Right::pledge_gifts, [this](const Request& request, const Visit& visit) {
      return visit.reply(request, "don-1", [&](Transaction&) -> base::Result<Reply> {
        if (refuses_) return base::Refusal(refused::account_unknown);
        ++acts_;
        keys_.push_back(visit.request_key());
        return Reply{{{"act", acts_}}, 201, "/api/v1/gifts/don-1", "\"e1\"", false};
      });
    });
  }
  std::string make(std::vector<Right> scopes, const std::string& request = "r1") {
    const TokenDraft draft{request, sample_->donor, "Logiciel", std::move(scopes), today() + std::chrono::days(9)};
    return act([&](Transaction& transaction) { return add_token(transaction, people::permit_of_test(), key_, draft); })
        ->secret.reveal();
  }
  Response ask(const std::string& method, const std::string& path, const std::string& secret,
               const std::string& key = {}, const std::string& body = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.client_address = "192.0.2.1";
    if (!secret.empty()) request.headers.set("Authorization", "Bearer " + secret);
    if (!key.empty()) request.headers.set("Idempotency-Key", key);
    return (*router_)(request);
  }
  static std::string code_in(const Response& response) {
    const auto json = web::Json::parse(response.body, nullptr, false);
    return json.is_object() && json.contains("code") ? json["code"].get<std::string>() : "";
  }

  std::optional<web::Router> router_;
  std::optional<web::Site> site_;
  std::optional<Gate> gate_;
  bool refuses_ = false;
  int acts_ = 0;
  std::vector<std::string> keys_;
};

TEST_P(Programs, show_a_token_and_need_no_form_token) {
  const auto secret = make({Right::read_gifts, Right::pledge_gifts});
  EXPECT_EQ(ask("GET", "/api/v1/gifts", secret).body, "token:T-0001-1");
  EXPECT_EQ(ask("POST", "/api/v1/gifts", secret, "k1").status, 201);
  EXPECT_EQ(ask("GET", "/gifts", secret).status, 303) << "a page: to sign in";
}

TEST_P(Programs, without_a_token_that_counts_are_asked_for_one) {
  const auto none = ask("GET", "/api/v1/gifts", "");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.headers.find("WWW-Authenticate"), "Bearer realm=\"relais\"");
  EXPECT_EQ(none.headers.find("Content-Type"), "application/problem+json");
  const auto secret = make({Right::read_gifts});
  const auto revoked = make({Right::read_gifts}, "r2");
  write([&](Transaction& transaction) {
    EXPECT_TRUE(end_token(transaction, people::permit_of_test(), "T-0002-2").ok());
  });
  const auto unknown = ask("GET", "/api/v1/gifts", "relais_" + std::string(64, '0'));
  EXPECT_EQ(unknown.headers.find("WWW-Authenticate"), "Bearer realm=\"relais\", error=\"invalid_token\"");
  EXPECT_EQ(code_in(unknown), refused::token_invalid.code);
  EXPECT_EQ(ask("GET", "/api/v1/gifts", revoked).body, unknown.body) << "revoked and unknown are told alike";
  clock().advance(std::chrono::days(10));
  EXPECT_EQ(ask("GET", "/api/v1/gifts", secret).body, unknown.body) << "expired too";
}

TEST_P(Programs, beyond_their_scopes_are_refused) {
  const auto secret = make({Right::read_gifts});
  const auto refused = ask("POST", "/api/v1/gifts", secret, "k1");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(code_in(refused), refused::scope_missing.code);
  EXPECT_EQ(acts_, 0);
}

TEST_P(Programs, act_once_under_a_key_and_are_answered_the_same) {
  const auto secret = make({Right::pledge_gifts});
  const auto first = ask("POST", "/api/v1/gifts", secret, "k1", "{\"a\": 1}");
  const auto again = ask("POST", "/api/v1/gifts", secret, "\"k1\"", "{\"a\": 1}");
  EXPECT_EQ(acts_, 1);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.find("Location"), "/api/v1/gifts/don-1");
  EXPECT_EQ(again.headers.find("ETag"), "\"e1\"");
  const auto other = ask("POST", "/api/v1/gifts", secret, "k1", "{\"a\": 2}");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(code_in(other), refused::idempotency_key_reused.code);
  EXPECT_EQ(acts_, 1);
  EXPECT_EQ(keys_, std::vector<std::string>{"token:T-0001-1/k1"});
  const auto another = make({Right::pledge_gifts}, "r2");
  EXPECT_EQ(ask("POST", "/api/v1/gifts", another, "k1", "{\"a\": 2}").status, 201) << "keys are each token's own";
}

TEST_P(Programs, need_a_key_for_each_act) {
  const auto secret = make({Right::pledge_gifts});
  for (const std::string key : {"", "with blanks", "é", "\"\""})
    EXPECT_EQ(code_in(ask("POST", "/api/v1/gifts", secret, key)), refused::idempotency_key_missing.code) << key;
  EXPECT_EQ(code_in(ask("POST", "/api/v1/gifts", secret, std::string(65, 'k'))), refused::idempotency_key_missing.code);
  EXPECT_EQ(acts_, 0);
}

TEST_P(Programs, may_try_again_what_was_refused_under_the_same_key) {
  const auto secret = make({Right::pledge_gifts});
  refuses_ = true;
  EXPECT_EQ(ask("POST", "/api/v1/gifts", secret, "k1").status, 404);
  refuses_ = false;
  EXPECT_EQ(ask("POST", "/api/v1/gifts", secret, "k1").status, 201);
}

TEST_P(Programs, are_in_the_audit_trail_by_their_token_and_their_use_is_noted) {
  const auto secret = make({Right::pledge_gifts});
  ask("POST", "/api/v1/gifts", secret, "k1");
  ask("POST", "/api/v1/gifts", secret, "k1");
  const auto records = database().read([&](Reader& reader) {
    return audit::list_records(reader, people::permit_of_test(), sample_->programme, {.actor = "token:T-0001-1"});
  });
  ASSERT_EQ(records.size(), 1U) << "a repeat changes nothing";
  EXPECT_EQ(records.front().event.action, "pledge_gifts /api/v1/gifts");
  const auto listed = database().read(
      [&](Reader& reader) { return list_tokens(reader, people::permit_of_test(), sample_->programme); });
  EXPECT_EQ(listed.front().seen_at, clock().now());
}

RELAIS_ON_BOTH_ENGINES(Programs);

}  // namespace
}  // namespace relais::accounts
