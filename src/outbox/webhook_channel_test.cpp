#include "outbox/webhook_channel.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outbox/sender.hpp"
#include "outbox/servers_test.hpp"
#include "outbox/signature.hpp"
#include "testing/database.hpp"
#include "testing/sealer.hpp"

namespace relais::outbox {
namespace {

using nlohmann::json;
using store::Reader;
using store::Transaction;
using namespace std::chrono_literals;

constexpr std::int64_t partner = 7;

WebhookSettings within_this_machine() {
  WebhookSettings settings;
  settings.reach = Reach::anywhere;
  settings.time_limit = 2s;
  return settings;
}

class Webhooks : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    server_ = std::make_unique<ScriptServer>("hook_server.py");
  }

  NewEndpoint listen(const std::string& path) { return listen_at(url(path)); }
  NewEndpoint listen_at(const std::string& url) {
    std::optional<NewEndpoint> made;
    write([&](Transaction& transaction) {
      made = *add_endpoint(transaction, {partner, url, {"shipment.received"}}, Reach::anywhere, sealer_);
    });
    return *made;
  }
  std::string url(const std::string& path) const { return fmt::format("http://127.0.0.1:{}{}", server().port(), path); }
  void happen(const std::string& key) {
    write([&](Transaction& transaction) {
      EXPECT_GE(*post_event(transaction, {key, "shipment.received", {partner}}, {{"shipment", "E-1"}}), 1);
    });
  }
  Sender::Tally send(WebhookSettings settings = within_this_machine()) {
    WebhookChannel channel(database(), clock(), sealer_, std::move(settings));
    return Sender(database(), channel, clock(), {.lease = 1min, .seed = 1}).send_due();
  }
  Message newest() {
    return database().read([](Reader& reader) { return list_messages(reader).front(); });
  }
  std::string outcome_at(const std::string& path) {
    listen(path);
    happen("at" + path);
    send();
    return newest().outcome;
  }
  std::vector<json> requests() const {
    std::vector<json> all;
    for (const auto& file : server().kept(".json")) all.push_back(json::parse(file));
    return all;
  }
  ScriptServer& server() const { return *server_; }

 private:
  std::unique_ptr<ScriptServer> server_;
  const testing::MarkingSealer sealer_;
};

TEST_P(Webhooks, are_signed_and_say_what_happened) {
  const auto endpoint = listen("/hook");
  happen("received/1");
  EXPECT_EQ(send().sent, 1);
  ASSERT_EQ(requests().size(), 1U);
  const auto request = requests()[0];
  const auto& headers = request["headers"];
  const auto body = request["body"].get<std::string>();
  const auto id = headers["webhook-id"].get<std::string>();
  EXPECT_EQ(id, webhook_id_of(newest().id));
  EXPECT_EQ(headers["webhook-timestamp"], "1585209600");
  EXPECT_EQ(headers["webhook-signature"], *webhook_signature(endpoint.secret, id, 1'585'209'600, body));
  EXPECT_EQ(headers["content-type"], "application/json");
  EXPECT_EQ(json::parse(body)["data"]["shipment"], "E-1");
  EXPECT_EQ(newest().outcome, "webhook.204");
}

TEST_P(Webhooks, come_again_under_one_id_until_the_partner_is_well) {
  listen("/status/500");
  happen("received/1");
  int attempts = 0;
  base::Instant last = clock().now();
  std::vector<std::chrono::milliseconds> pauses;
  for (; attempts < 20 && newest().state == State::queued; ++attempts) {
    if (const auto wait = *newest().next_at - clock().now(); wait > 0ms) clock().advance(wait);
    if (attempts > 0) pauses.push_back(clock().now() - last);
    last = clock().now();
    send();
  }
  EXPECT_EQ(attempts, 10);
  EXPECT_EQ(newest().state, State::given_up);
  EXPECT_EQ(newest().outcome, "webhook.500");
  const std::vector<std::chrono::milliseconds> wanted{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
  ASSERT_EQ(pauses.size(), wanted.size());
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    EXPECT_GE(pauses[at], wanted[at]);
    EXPECT_LE(pauses[at], wanted[at] * 6 / 5);
  }
  std::set<std::string> ids;
  std::set<std::string> signatures;
  for (const auto& request : requests()) {
    ids.insert(request["headers"]["webhook-id"]);
    signatures.insert(request["headers"]["webhook-signature"]);
  }
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(signatures.size(), 10U) << "each with its time";
  EXPECT_EQ(database().read([&](Reader& reader) { return list_attempts(reader, newest().id).size(); }), 10U);
}

TEST_P(Webhooks, stop_when_the_partner_says_gone) {
  const auto endpoint = listen("/status/410");
  happen("received/1");
  EXPECT_EQ(send().ended, 1);
  EXPECT_EQ(newest().outcome, "webhook.410");
  EXPECT_FALSE(database().read([&](Reader& reader) { return find_endpoint(reader, endpoint.id); })->is_active);
  write([&](Transaction& transaction) {
    EXPECT_EQ(*post_event(transaction, {"received/2", "shipment.received", {partner}}, json::object()), 0);
  });
}

TEST_P(Webhooks, wait_for_no_answer_longer_than_the_limit_and_read_no_more_than_they_need) {
  auto settings = within_this_machine();
  EXPECT_EQ(outcome_at("/flood"), "webhook.200");
  EXPECT_EQ(outcome_at("/heads"), "webhook.broken_off");
  EXPECT_EQ(outcome_at("/cut"), "webhook.broken_off");
  EXPECT_EQ(outcome_at("/status/503"), "webhook.503");
  EXPECT_EQ(outcome_at("/status/404"), "webhook.404");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(outcome_at("/stall"), "webhook.timeout");
  EXPECT_EQ(outcome_at("/drip"), "webhook.timeout");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

TEST_P(Webhooks, follow_no_redirect) {
  EXPECT_EQ(outcome_at("/redirect"), "webhook.302");
  for (const auto& request : requests()) EXPECT_NE(request["path"], "/followed");
}

TEST_P(Webhooks, wait_for_a_partner_who_restarts) {
  listen("/hook");
  const auto port = server().port();
  server().stop();
  happen("received/1");
  happen("received/2");
  send();
  EXPECT_EQ(newest().attempts, 0) << "one attempt tells that it is down";
  ASSERT_EQ(database().read([](Reader& reader) { return list_messages(reader).back(); }).outcome,
            "webhook.unreachable");
  const ScriptServer again("hook_server.py", {"--port", std::to_string(port)});
  clock().advance(7s);
  EXPECT_EQ(send().sent, 2);
  EXPECT_EQ(again.kept(".json").size(), 2U);
}

TEST_P(Webhooks, are_replayed_under_the_same_id) {
  listen("/hook");
  happen("received/1");
  EXPECT_EQ(send().sent, 1);
  clock().advance(1h);
  write([&](Transaction& transaction) { EXPECT_TRUE(send_again(transaction, newest().key).ok()); });
  EXPECT_EQ(send().sent, 1);
  ASSERT_EQ(requests().size(), 2U);
  EXPECT_EQ(requests()[0]["headers"]["webhook-id"], requests()[1]["headers"]["webhook-id"]);
  EXPECT_NE(requests()[0]["headers"]["webhook-timestamp"], requests()[1]["headers"]["webhook-timestamp"]);
  EXPECT_EQ(requests()[0]["body"], requests()[1]["body"]);
}

TEST_P(Webhooks, to_a_stopped_endpoint_are_not_sent) {
  const auto endpoint = listen("/hook");
  happen("received/1");
  write([&](Transaction& transaction) { EXPECT_TRUE(set_active(transaction, endpoint.id, false).ok()); });
  EXPECT_EQ(send().ended, 1);
  EXPECT_EQ(newest().outcome, "webhook.endpoint_stopped");
  EXPECT_TRUE(requests().empty());
}

TEST_P(Webhooks, do_not_reach_this_machine_unless_allowed) {
  listen("/hook");
  happen("received/1");
  auto wary = within_this_machine();
  wary.reach = Reach::public_https;
  EXPECT_EQ(send(wary).postponed, 1);
  EXPECT_EQ(newest().outcome, "webhook.address_refused");
  EXPECT_TRUE(requests().empty());
}

TEST_P(Webhooks, do_not_reach_this_machine_under_a_public_name_either) {
  const TestCertificate certificate;
  const ScriptServer secure("hook_server.py", {"--tls", certificate.folder()});
  listen_at(fmt::format("https://hooks.example.org:{}/hook", secure.port()));
  auto settings = within_this_machine();
  settings.ca_file = certificate.file();
  settings.resolve = {fmt::format("hooks.example.org:{}:127.0.0.1", secure.port())};
  happen("received/1");
  settings.reach = Reach::public_https;
  EXPECT_EQ(send(settings).postponed, 1);
  EXPECT_EQ(newest().outcome, "webhook.address_refused");
  EXPECT_TRUE(secure.kept(".json").empty());
  clock().advance(7s);
  settings.reach = Reach::anywhere;
  EXPECT_EQ(send(settings).sent, 1) << "it was the address alone that stood against it: " << newest().outcome;
  EXPECT_EQ(secure.kept(".json").size(), 1U);
}

TEST_P(Webhooks, trust_only_known_certificates) {
  const TestCertificate certificate;
  const ScriptServer secure("hook_server.py", {"--tls", certificate.folder()});
  listen_at(fmt::format("https://127.0.0.1:{}/hook", secure.port()));
  happen("received/1");
  send();
  EXPECT_EQ(newest().outcome, "webhook.tls_failed");
  EXPECT_TRUE(secure.kept(".json").empty());
}

RELAIS_ON_BOTH_ENGINES(Webhooks);

}  // namespace
}  // namespace relais::outbox
