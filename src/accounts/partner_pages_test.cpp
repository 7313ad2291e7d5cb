#include <gtest/gtest.h>

#include <regex>

#include "accounts/access_pages.hpp"
#include "accounts/api_tokens.hpp"
#include "accounts/people_test.hpp"
#include "accounts/webhooks.hpp"

namespace relais::accounts {
namespace {

using web::Request;
using web::Response;
using Typed = std::vector<std::pair<std::string, std::string>>;

/// The pages of tokens and webhooks, used by those who keep the accounts of a donor's network and of a structure.
class PartnerPages : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    router_.emplace(
        [this](const Request& request, const base::Refusal& refusal) { return site_->refusal(request, refusal); });
    site_.emplace([](const Request&) { return web::Frame{.programme = "Essai"}; });
    gate_.emplace(*router_, *site_, database(), key_,
                  GateOptions{.site_url = "https://relais.example", .clock = &clock()});
    add_access_pages(*site_, *gate_);
    gate_->members("GET", "/api/v1/shipments", Right::read_shipments,
                   [](const Request&, const Visit& visit) { return web::plain(visit.actor().name()); });
    add("a@exemple.org", Role::structure_manager, sample_->structure);
    add("b@exemple.org", Role::structure_manager, sample_->other_structure);
    own_ = token_of("a@exemple.org");
    other_ = token_of("b@exemple.org");
  }
  Response get(const std::string& session, const std::string& path) {
    Request request;
    request.path = path;
    request.client_address = "192.0.2.1";
    request.headers.set("Cookie", "relais=" + session);
    return (*router_)(request);
  }
  Response post(const std::string& session, const std::string& path, const Typed& typed, const std::string& key) {
    Request request;
    request.method = "POST";
    request.path = path;
    request.client_address = "192.0.2.1";
    request.headers.set("Cookie", "relais=" + session);
    request.form.add("csrf", form_token(session));
    request.form.add("request", key);
    for (const auto& [field, value] : typed) request.form.add(field, value);
    return (*router_)(request);
  }
  static std::string found(const Response& page, const std::string& pattern) {
    std::smatch match;
    return std::regex_search(page.body, match, std::regex(pattern)) ? match.str(1) : "";
  }
  Typed token_form(const std::string& organisation = "structure-a") {
    return {{"organisation", organisation},
            {"name", "Comptoir"},
            {"scope", "read_shipments"},
            {"until", base::iso_day(today() + std::chrono::days(30))}};
  }
  static Typed webhook_form(const std::string& url) {
    return {{"organisation", "structure-a"}, {"url", url}, {"event", "shipment.received"}};
  }

  std::optional<web::Router> router_;
  std::optional<web::Site> site_;
  std::optional<Gate> gate_;
  std::string own_, other_;
};

TEST_P(PartnerPages, a_token_is_made_once_shown_and_revoked) {
  const auto made = post(own_, "/tokens", token_form(), "k1");
  EXPECT_EQ(made.status, 200);
  const auto secret = found(made, "(relais_[0-9a-f]{64})");
  ASSERT_FALSE(secret.empty()) << made.body;
  EXPECT_EQ(found(post(own_, "/tokens", token_form(), "k1"), "(relais_[0-9a-f]{64})"), secret) << "sent twice";
  const auto list = get(own_, "/tokens");
  EXPECT_EQ(found(list, "(relais_[0-9a-f]{8})"), "") << "shown once";
  EXPECT_NE(list.body.find("T-0001-1"), std::string::npos);
  EXPECT_EQ(list.body.find("T-0002"), std::string::npos);
  Request request;
  request.path = "/api/v1/shipments";
  request.headers.set("Authorization", "Bearer " + secret);
  EXPECT_EQ((*router_)(request).body, "token:T-0001-1");
  EXPECT_EQ(post(other_, "/tokens/T-0001-1/end", {}, "k2").status, 404) << "not theirs";
  EXPECT_EQ(get(other_, "/tokens").body.find("T-0001-1"), std::string::npos);
  EXPECT_EQ(post(own_, "/tokens/T-0001-1/end", {}, "k3").status, 303);
  EXPECT_EQ((*router_)(request).status, 401);
}

TEST_P(PartnerPages, what_is_wrong_with_a_token_is_told_beside_its_field) {
  const auto refused = [&](const std::string& field, const std::string& value) {
    auto typed = token_form();
    for (auto& [name, text] : typed)
      if (name == field) text = value;
    const auto page = post(own_, "/tokens", typed, "k-" + field);
    EXPECT_GE(page.status, 400) << field;
    EXPECT_EQ(found(page, "(relais_[0-9a-f]{8})"), "");
    return found(page, "href=\"#(?!content)([a-z]+)\"");
  };
  EXPECT_EQ(refused("name", ""), "name");
  EXPECT_EQ(refused("until", "2090-01-01"), "until");
  EXPECT_EQ(refused("until", "bientôt"), "until");
  EXPECT_EQ(refused("scope", "allocate"), "scopes");
  EXPECT_EQ(refused("scope", "nonsense"), "scopes");
  EXPECT_EQ(refused("organisation", "structure-b"), "organisation");
}

TEST_P(PartnerPages, a_webhook_is_added_tested_replayed_paused_and_removed) {
  const auto made = post(own_, "/webhooks", webhook_form("https://a.example.org/relais"), "k1");
  EXPECT_EQ(made.status, 200);
  EXPECT_NE(found(made, "(whsec_[A-Za-z0-9+/=&;#x]+)"), "");
  const auto list = get(own_, "/webhooks");
  EXPECT_EQ(list.body.find("whsec_"), std::string::npos) << "shown once";
  const auto path = found(list, "href=\"(/webhooks/[0-9]+)\"");
  ASSERT_FALSE(path.empty());
  EXPECT_EQ(get(other_, path).status, 404);
  EXPECT_EQ(post(other_, path + "/test", {}, "k2").status, 404);
  for (int time = 0; time < 2; ++time) EXPECT_EQ(post(own_, path + "/test", {}, "k3").status, 303);
  const auto log = get(own_, path);
  EXPECT_NE(log.body.find("webhook_test/k3"), std::string::npos);
  const auto replay = found(log, "action=\"(/webhooks/[0-9]+/deliveries/[0-9]+/replay)\"");
  ASSERT_FALSE(replay.empty());
  EXPECT_EQ(post(other_, replay, {}, "k4").status, 404);
  EXPECT_EQ(post(own_, replay, {}, "k5").status, 303);
  EXPECT_EQ(post(own_, path + "/deliveries/1/replay", {}, "k6").status, 404);
  EXPECT_NE(found(post(own_, path + "/secret", {}, "k7"), "(whsec_)"), "");
  EXPECT_EQ(post(own_, path + "/pause", {}, "k8").status, 303);
  EXPECT_EQ(post(own_, path + "/test", {}, "k9").status, 409) << "paused";
  EXPECT_EQ(post(own_, path + "/resume", {}, "k10").status, 303);
  EXPECT_EQ(post(own_, path + "/remove", {}, "k11").status, 303);
  EXPECT_EQ(get(own_, path).status, 404);
}

TEST_P(PartnerPages, a_webhook_into_the_private_network_or_of_anothers_events_is_refused) {
  for (const auto* url : {"http://a.example.org/", "https://127.0.0.1/", "https://10.1.2.3/", "https://[fd00::1]/",
                          "nonsense", "https://u:p@a.example.org/"})
    EXPECT_EQ(found(post(own_, "/webhooks", webhook_form(url), "k"), "href=\"#(?!content)([a-z]+)\""), "url") << url;
  auto typed = webhook_form("https://a.example.org/");
  typed.back().second = "gift.received";
  EXPECT_EQ(found(post(own_, "/webhooks", typed, "k"), "href=\"#(?!content)([a-z]+)\""), "events");
  typed.pop_back();
  EXPECT_EQ(found(post(own_, "/webhooks", typed, "k"), "href=\"#(?!content)([a-z]+)\""), "events");
  EXPECT_NE(get(own_, "/webhooks").body.find("Aucune adresse"), std::string::npos);
}

RELAIS_ON_BOTH_ENGINES(PartnerPages);

}  // namespace
}  // namespace relais::accounts
