#include "outbox/outbox.hpp"

#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outbox/endpoints.hpp"
#include "outbox/queue.hpp"
#include "outbox/refusals.hpp"
#include "outbox/rules.hpp"
#include "testing/database.hpp"
#include "testing/sealer.hpp"

namespace relais::outbox {
namespace {

using base::Personal;
using base::Result;
using nlohmann::json;
using store::Reader;
using store::Transaction;
using namespace std::chrono_literals;

constexpr std::int64_t owner_a = 11;
constexpr std::int64_t owner_b = 12;

Mail mail_for_test(std::string key, std::string to = "lea@example.org", std::string subject = "Bonjour") {
  return {.key = std::move(key),
          .to = Personal<std::string>(std::move(to)),
          .subject = std::move(subject),
          .text = Personal<std::string>("Bienvenue.\n")};
}

class Outbox : public testing::Store {
 protected:
  Result<Posted> post(const Mail& mail) {
    return database().write([&](Transaction& transaction) { return post_mail(transaction, mail); });
  }
  Result<NewEndpoint> add(std::int64_t owner, std::string url, std::vector<std::string> events,
                          Reach reach = Reach::public_https) {
    return database().write([&](Transaction& transaction) {
      return add_endpoint(transaction, {owner, std::move(url), std::move(events)}, reach, sealer_);
    });
  }
  Result<std::int64_t> tell(const Event& event, const json& data = json::object()) {
    return database().write([&](Transaction& transaction) { return post_event(transaction, event, data); });
  }
  std::vector<Message> list(MessageFilter filter = {}) {
    return database().read([&](Reader& reader) { return list_messages(reader, filter); });
  }
  std::optional<Message> find(std::string_view key) {
    return database().read([&](Reader& reader) { return find_message(reader, key); });
  }
  std::vector<Taken> take(std::string_view kind, int count, std::chrono::milliseconds lease = 1min) {
    std::vector<Taken> taken;
    write([&](Transaction& transaction) { taken = take_due(transaction, kind, count, lease); });
    return taken;
  }
  bool end(const Taken& taken, const Ending& ending) {
    bool recorded = false;
    write([&](Transaction& transaction) { recorded = record_ending(transaction, taken, ending); });
    return recorded;
  }
  static Ending sent() { return {State::sent, {}, "mail.sent", 5ms, false}; }
  static std::string code(const auto& result) { return result ? "ok" : std::string(result.refusal().code()); }
  std::string kept_secret(EndpointId id) {
    return database().read([&](Reader& reader) {
      auto rows = reader.query("SELECT secret FROM outbox_endpoint WHERE id = $1", {id});
      return rows.next() ? rows.string(0) : std::string();
    });
  }

  const testing::MarkingSealer sealer_;
};

TEST_P(Outbox, posts_a_mail_once_per_key) {
  const auto first = *post(mail_for_test("invitation/1"));
  EXPECT_TRUE(first.is_new);
  const auto second = *post(mail_for_test("invitation/1", "autre@example.org"));
  EXPECT_FALSE(second.is_new);
  EXPECT_EQ(first.id, second.id);
  EXPECT_TRUE(post(mail_for_test("invitation/2"))->is_new);
  EXPECT_EQ(list().size(), 2U);
  EXPECT_EQ(find("invitation/1")->state, State::queued);
  EXPECT_FALSE(find("nobody"));
}

TEST_P(Outbox, forgets_what_the_transaction_did_not_keep) {
  const auto refused = database().write([&](Transaction& transaction) -> Result<Posted> {
    EXPECT_TRUE(post_mail(transaction, mail_for_test("k")).ok());
    return base::Refusal(refused::key_malformed);
  });
  EXPECT_FALSE(refused.ok());
  EXPECT_TRUE(list().empty());
}

TEST_P(Outbox, refuses_what_could_not_be_sent) {
  EXPECT_EQ(code(post(mail_for_test(""))), refused::key_malformed.code);
  EXPECT_EQ(code(post(mail_for_test("with space"))), refused::key_malformed.code);
  EXPECT_EQ(code(post(mail_for_test("line\nbreak"))), refused::key_malformed.code);
  for (const auto* address : {"", "lea", "@example.org", "lea@", "lea@host", "a@b@example.org x", "léa@example.org",
                              "lea@example.org\r\nBcc: x@y.fr", "lea@example.org,x@y.fr", "Lea <lea@example.org>",
                              "lea@exa mple.org", ".lea@example.org", "lea@-x.org", "lea@1.2.3.4"})
    EXPECT_EQ(code(post(mail_for_test("k", address))), refused::address_malformed.code) << address;
  for (const auto* subject : {"", "  ", "a\r\nBcc: x@y.fr", "a\nb", "a\tb", "\xff"})
    EXPECT_EQ(code(post(mail_for_test("k", "lea@example.org", subject))), refused::subject_malformed.code) << subject;
  EXPECT_EQ(code(post(mail_for_test("k", "lea@example.org", std::string(201, 'x')))), refused::subject_malformed.code);
  auto mail = mail_for_test("k");
  mail.text = Personal<std::string>(std::string(100'001, 'x'));
  EXPECT_EQ(code(post(mail)), refused::text_too_long.code);
  EXPECT_TRUE(list().empty());
  EXPECT_TRUE(post(mail_for_test("k", " o'neil+relais@sub.example.org ")).ok());
}

TEST_P(Outbox, tells_each_listener_of_the_owners_once) {
  const auto a = *add(owner_a, "https://a.example.org/hook", {"allocation.approved", "shipment.received"});
  const auto b = *add(owner_b, "https://b.example.org/hook", {"allocation.approved"});
  ASSERT_TRUE(add(owner_b, "https://c.example.org/hook", {"shipment.received"}).ok());
  ASSERT_TRUE(add(13, "https://d.example.org/hook", {"allocation.approved"}).ok());
  const Event event{"allocation_approved/A-1", "allocation.approved", {owner_a, owner_b, owner_a}};
  EXPECT_EQ(*tell(event, {{"allocation", "A-1"}}), 2);
  EXPECT_EQ(*tell(event, {{"allocation", "A-1"}}), 0);
  const auto messages = list({.kind = "webhook"});
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(list({.target = target_of(a.id)}).size(), 1U);
  const auto body = json::parse(take("webhook", 1).at(0).payload);
  EXPECT_EQ(body["type"], "allocation.approved");
  EXPECT_EQ(body["data"]["allocation"], "A-1");
  EXPECT_EQ(body["timestamp"], "2020-03-26T08:00:00.000Z");
  write([&](Transaction& transaction) { EXPECT_TRUE(set_active(transaction, b.id, false).ok()); });
  EXPECT_EQ(*tell({"allocation_approved/A-2", "allocation.approved", {owner_b}}), 0);
}

TEST_P(Outbox, refuses_events_and_endpoints_that_cannot_be) {
  EXPECT_EQ(code(tell({"k", "Approved", {}})), refused::event_malformed.code);
  EXPECT_EQ(code(tell({"k k", "a.b", {}})), refused::key_malformed.code);
  EXPECT_EQ(code(tell({"k", "a.b", {}}, {{"x", std::string(body_bytes_max, 'x')}})), refused::body_too_long.code);
  for (const auto* url : {"", "a.example.org", "ftp://a.example.org/", "https://", "https://u:p@a.example.org/",
                          "https://a.example.org/#x", "https://a.example.org/\r\nHost: x", "javascript:alert(1)"})
    EXPECT_EQ(code(add(owner_a, url, {"a.b"})), refused::url_malformed.code) << url;
  for (const auto* url :
       {"http://a.example.org/", "https://localhost/", "https://localhost./", "https://LOCALHOST/",
        "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://[fd00::1]/", "https://192.168.1.1:8443/x",
        "https://169.254.169.254/latest/meta-data/", "https://intranet/", "https://printer.local/",
        "https://2130706433/", "https://0x7f.1/", "https://[::ffff:10.0.0.1]/"})
    EXPECT_EQ(code(add(owner_a, url, {"a.b"})), refused::url_not_allowed.code) << url;
  EXPECT_EQ(code(add(owner_a, "https://a.example.org/", {})), refused::events_missing.code);
  EXPECT_EQ(code(add(owner_a, "https://a.example.org/", {"A b"})), refused::event_malformed.code);
  EXPECT_TRUE(add(owner_a, "https://a.example.org/", {"a.b"}).ok());
  EXPECT_EQ(code(add(owner_a, "https://a.example.org/", {"a.b"})), refused::endpoint_exists.code);
  EXPECT_TRUE(add(owner_a, "http://127.0.0.1:1/", {"a.b"}, Reach::anywhere).ok());
}

TEST_P(Outbox, lists_endpoints_and_changes_them) {
  const auto made = *add(owner_a, "https://a.example.org/", {"b.c", "a.b"});
  auto listed = database().read([](Reader& reader) { return list_endpoints(reader, owner_a); });
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].events, (std::vector<std::string>{"a.b", "b.c"}));
  EXPECT_TRUE(made.secret.reveal().starts_with("whsec_"));
  write([&](Transaction& transaction) {
    EXPECT_TRUE(want_events(transaction, made.id, {"x.y"}).ok());
    EXPECT_NE(change_secret(transaction, made.id, sealer_)->reveal(), made.secret.reveal());
    EXPECT_EQ(code(change_secret(transaction, EndpointId{1}, sealer_)), refused::endpoint_unknown.code);
    EXPECT_EQ(code(want_events(transaction, EndpointId{1}, {"x.y"})), refused::endpoint_unknown.code);
    EXPECT_EQ(code(set_active(transaction, EndpointId{1}, true)), refused::endpoint_unknown.code);
  });
  const auto found = database().read([&](Reader& reader) { return find_endpoint(reader, made.id); });
  EXPECT_EQ(found->events, std::vector<std::string>{"x.y"});
  EXPECT_EQ(database().read([](Reader& reader) { return list_all_endpoints(reader); }).size(), 1U);
}

TEST_P(Outbox, keeps_no_secret_in_the_clear) {
  const auto made = *add(owner_a, "https://a.example.org/", {"a.b"});
  EXPECT_EQ(kept_secret(made.id).find(made.secret.reveal()), std::string::npos);
  EXPECT_EQ(sealer_.open(kept_secret(made.id), fmt::format("webhook endpoint/{}", made.id.value)),
            made.secret.reveal());
  write([&](Transaction& transaction) {
    const auto changed = change_secret(transaction, made.id, sealer_);
    EXPECT_TRUE(changed.ok());
  });
  EXPECT_TRUE(kept_secret(made.id).starts_with("sealed "));
}

TEST_P(Outbox, seals_what_an_older_version_left_in_the_clear_once) {
  const auto made = *add(owner_a, "https://a.example.org/", {"a.b"});
  write([&](Transaction& transaction) {
    transaction.execute("UPDATE outbox_endpoint SET secret = $2 WHERE id = $1", {made.id, made.secret.reveal()});
  });
  EXPECT_EQ(seal_old_secrets(database(), sealer_), 1);
  EXPECT_EQ(seal_old_secrets(database(), sealer_), 0);
  EXPECT_EQ(sealer_.open(kept_secret(made.id), fmt::format("webhook endpoint/{}", made.id.value)),
            made.secret.reveal());
}

TEST_P(Outbox, forgets_an_endpoint_that_is_removed) {
  const auto made = *add(owner_a, "https://a.example.org/", {"a.b"});
  ASSERT_EQ(*tell({"one", "a.b", {owner_a}}), 1);
  write([&](Transaction& transaction) {
    EXPECT_TRUE(remove_endpoint(transaction, made.id).ok());
    EXPECT_EQ(code(remove_endpoint(transaction, made.id)), refused::endpoint_unknown.code);
  });
  EXPECT_EQ(*tell({"two", "a.b", {owner_a}}), 0);
  EXPECT_FALSE(database().read([&](Reader& reader) { return find_endpoint(reader, made.id); }));
  EXPECT_EQ(database().read([&](Reader& reader) { return list_messages_to(reader, made.id, {}, 9); }).size(), 1U);
}

TEST_P(Outbox, tests_one_endpoint_once_per_request) {
  const auto made = *add(owner_a, "https://a.example.org/", {"a.b"});
  ASSERT_TRUE(add(owner_a, "https://b.example.org/", {"a.b"}).ok());
  write([&](Transaction& transaction) {
    EXPECT_TRUE(post_test(transaction, made.id, "k1")->is_new);
    EXPECT_FALSE(post_test(transaction, made.id, "k1")->is_new);
    EXPECT_EQ(code(post_test(transaction, EndpointId{1}, "k1")), refused::endpoint_unknown.code);
    EXPECT_EQ(code(post_test(transaction, made.id, "not a key")), refused::key_malformed.code);
    EXPECT_TRUE(set_active(transaction, made.id, false).ok());
    EXPECT_EQ(code(post_test(transaction, made.id, "k2")), refused::endpoint_is_paused.code);
  });
  EXPECT_EQ(list().size(), 1U);
  EXPECT_EQ(list().front().target, target_of(made.id));
}

TEST_P(Outbox, tells_which_owners_want_an_event_and_takes_no_endpoint_too_many) {
  for (std::int64_t number = 0; number < endpoints_of_an_owner_max; ++number)
    ASSERT_TRUE(add(owner_a, fmt::format("https://a.example.org/{}", number), {"a.b"}).ok());
  EXPECT_EQ(code(add(owner_a, "https://a.example.org/more", {"a.b"})), refused::too_many_endpoints.code);
  const auto paused = *add(owner_b, "https://b.example.org/", {"a.b"});
  const auto wanting = [&] {
    return database().read([](Reader& reader) { return list_owners_wanting(reader, "a.b"); });
  };
  EXPECT_EQ(wanting(), (std::vector<std::int64_t>{owner_a, owner_b}));
  write([&](Transaction& transaction) { EXPECT_TRUE(set_active(transaction, paused.id, false).ok()); });
  EXPECT_EQ(wanting(), std::vector<std::int64_t>{owner_a});
}

TEST_P(Outbox, gives_a_message_to_one_taker_until_its_lease_runs_out) {
  ASSERT_TRUE(post(mail_for_test("a")).ok());
  ASSERT_TRUE(post(mail_for_test("b")).ok());
  EXPECT_TRUE(take("webhook", 9).empty());
  const auto first = take("mail", 1);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].key, "a");
  EXPECT_EQ(first[0].attempt, 1);
  EXPECT_EQ(find("a")->state, State::sending);
  EXPECT_EQ(take("mail", 9).size(), 1U);
  EXPECT_TRUE(take("mail", 9).empty());
  clock().advance(1min);
  const auto again = take("mail", 9);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].attempt, 2);
  EXPECT_EQ(again[0].id, first[0].id);
  EXPECT_FALSE(end(first[0], sent())) << "the first taker's time was over";
  EXPECT_EQ(find("a")->state, State::sending);
  EXPECT_TRUE(end(again[0], sent()));
  EXPECT_EQ(find("a")->state, State::sent);
}

TEST_P(Outbox, two_nodes_take_different_messages) {
  const auto other = test_database().open_again();
  for (int number = 0; number < 40; ++number) ASSERT_TRUE(post(mail_for_test(fmt::format("m/{}", number))).ok());
  std::multiset<std::string> keys;
  std::mutex mutex;
  const auto take_all = [&](store::Database& node) {
    for (int round = 0; round < 20; ++round) {
      std::vector<Taken> taken;
      (void)node.write([&](Transaction& transaction) -> Result<> {
        taken = take_due(transaction, "mail", 3, 1min);
        return base::Done{};
      });
      const std::lock_guard lock(mutex);
      for (const auto& message : taken) keys.insert(message.key);
    }
  };
  std::thread second([&] { take_all(*other); });
  take_all(database());
  second.join();
  EXPECT_EQ(keys.size(), 40U);
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 40U);
}

TEST_P(Outbox, keeps_an_account_of_attempts_and_nothing_of_an_ended_mail) {
  ASSERT_TRUE(post(mail_for_test("a")).ok());
  EXPECT_TRUE(end(take("mail", 1)[0], {State::queued, clock().now() + 30s, "mail.450", 7ms, false}));
  EXPECT_TRUE(take("mail", 1).empty());
  EXPECT_EQ(find("a")->next_at, clock().now() + 30s);
  EXPECT_TRUE(find("a")->has_payload);
  clock().advance(30s);
  EXPECT_TRUE(end(take("mail", 1)[0], sent()));
  EXPECT_FALSE(find("a")->has_payload);
  EXPECT_EQ(find("a")->outcome, "mail.sent");
  const auto attempts =
      database().read([&](Reader& reader) { return list_attempts(reader, find_message(reader, "a")->id); });
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].outcome, "mail.450");
  EXPECT_EQ(attempts[0].took_ms, 7);
  EXPECT_FALSE(post(mail_for_test("a"))->is_new) << "the key remembers";
}

TEST_P(Outbox, leaves_a_paused_target_alone) {
  ASSERT_TRUE(post(mail_for_test("a")).ok());
  write([&](Transaction& transaction) {
    EXPECT_EQ(note_failure(transaction, mail_target), 1);
    EXPECT_EQ(note_failure(transaction, mail_target), 2);
    pause_target(transaction, mail_target, clock().now() + 10s);
  });
  const auto due = [&] {
    return database().read([&](Reader& reader) { return is_any_due(reader, mail_kind, clock().now()); });
  };
  EXPECT_FALSE(due());
  EXPECT_TRUE(take("mail", 1).empty());
  clock().advance(10s);
  EXPECT_TRUE(due());
  const auto taken = take("mail", 1);
  ASSERT_EQ(taken.size(), 1U);
  write([&](Transaction& transaction) { release(transaction, taken[0]); });
  EXPECT_EQ(find("a")->attempts, 0);
  EXPECT_EQ(find("a")->state, State::queued);
  write([&](Transaction& transaction) {
    forget_failures(transaction, mail_target);
    EXPECT_EQ(note_failure(transaction, mail_target), 1);
  });
}

TEST_P(Outbox, sends_again_what_is_still_there) {
  const auto again = [&](std::string_view key) {
    return code(database().write([&](Transaction& transaction) { return send_again(transaction, key); }));
  };
  EXPECT_EQ(again("a"), refused::message_unknown.code);
  ASSERT_TRUE(post(mail_for_test("a")).ok());
  const auto taken = take("mail", 1);
  EXPECT_EQ(again("a"), refused::being_sent.code);
  EXPECT_TRUE(end(taken[0], {State::queued, clock().now() + 1h, "mail.450", 1ms, false}));
  EXPECT_EQ(again("a"), "ok");
  EXPECT_EQ(find("a")->attempts, 1);
  EXPECT_TRUE(end(take("mail", 1)[0], sent()));
  EXPECT_EQ(again("a"), refused::message_erased.code);

  ASSERT_TRUE(add(owner_a, "https://a.example.org/", {"a.b"}).ok());
  ASSERT_EQ(*tell({"happening", "a.b", {owner_a}}), 1);
  const auto hook = take("webhook", 1)[0];
  EXPECT_TRUE(end(hook, {State::given_up, {}, "webhook.500", 1ms, true}));
  EXPECT_EQ(again(hook.key), "ok");
  EXPECT_EQ(take("webhook", 1)[0].attempt, 1) << "a new series of attempts";
}

TEST_P(Outbox, erases_the_content_of_old_webhooks) {
  ASSERT_TRUE(add(owner_a, "https://a.example.org/", {"a.b"}).ok());
  ASSERT_EQ(*tell({"happening", "a.b", {owner_a}}), 1);
  const auto hook = take("webhook", 1)[0];
  EXPECT_TRUE(end(hook, {State::sent, {}, "webhook.204", 1ms, true}));
  write([&](Transaction& transaction) { EXPECT_EQ(erase_payloads(transaction, clock().now()), 0); });
  EXPECT_TRUE(find(hook.key)->has_payload);
  write([&](Transaction& transaction) { EXPECT_EQ(erase_payloads(transaction, clock().now() + 1ms), 1); });
  EXPECT_FALSE(find(hook.key)->has_payload);
}

TEST_P(Outbox, lists_page_by_page_the_newest_first) {
  for (int number = 0; number < 5; ++number) ASSERT_TRUE(post(mail_for_test(fmt::format("m/{}", number))).ok());
  const auto page = list({.count_max = 3});
  ASSERT_EQ(page.size(), 3U);
  EXPECT_EQ(page[0].key, "m/4");
  EXPECT_EQ(list({.before = page.back().id}).size(), 2U);
  EXPECT_TRUE(list({.state = State::sent}).empty());
  EXPECT_EQ(database().read([](Reader& reader) { return count_messages(reader, State::queued); }), 5);
}

RELAIS_ON_BOTH_ENGINES(Outbox);

TEST(OutboxRefusals, say_what_is_wrong_in_both_languages) {
  for (const auto* reason : refused::all) {
    EXPECT_FALSE(reason->french.empty()) << reason->code;
    EXPECT_FALSE(reason->english.empty()) << reason->code;
    EXPECT_TRUE(reason->code.starts_with("outbox.")) << reason->code;
    EXPECT_GE(reason->http_status, 400);
  }
}

TEST(OutboxStates, have_codes_that_read_back) {
  for (const auto state : {State::queued, State::sending, State::sent, State::refused, State::given_up})
    EXPECT_EQ(parse_state(code_of(state)), state);
  EXPECT_FALSE(parse_state("lost"));
}

}  // namespace
}  // namespace relais::outbox
