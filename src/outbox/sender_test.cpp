#include "outbox/sender.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "outbox/mail_channel.hpp"
#include "outbox/refusals.hpp"
#include "outbox/rules.hpp"
#include "outbox/schedule.hpp"
#include "outbox/worker.hpp"
#include "testing/database.hpp"

namespace relais::outbox {
namespace {

using base::Personal;
using base::Result;
using store::Reader;
using store::Transaction;
using namespace std::chrono_literals;

/// Answers what it was told to, the last answer for ever.
class ScriptedChannel final : public Channel {
 public:
  explicit ScriptedChannel(std::vector<Outcome> answers) : answers_(answers.begin(), answers.end()) {}

  std::string_view kind() const override { return mail_kind; }
  Outcome send(const Taken& message, const std::stop_token&) override {
    tried.push_back(message.key);
    if (on_send) on_send(message);
    const auto answer = answers_.front();
    if (answers_.size() > 1) answers_.pop_front();
    return answer;
  }
  milliseconds time_limit() const override { return limit; }
  std::optional<milliseconds> pause_after(std::int64_t attempt, milliseconds age) const override {
    return mail_pause_after(attempt, age);
  }
  bool keeps_payload() const override { return false; }

  milliseconds limit = 1min;
  std::vector<std::string> tried;
  std::function<void(const Taken&)> on_send;

 private:
  std::deque<Outcome> answers_;
};

const Outcome went{Fate::delivered, "mail.sent"};
const Outcome full{Fate::later, "mail.452"};
const Outcome no_such_box{Fate::refused, "mail.550"};
const Outcome down{Fate::unreachable, "mail.unreachable"};

class OutboxSender : public testing::Store {
 protected:
  void post(std::string key, std::optional<base::Instant> useful_until = {}) {
    write([&](Transaction& transaction) {
      EXPECT_TRUE(post_mail(transaction, {.key = std::move(key),
                                          .to = Personal<std::string>("lea@example.org"),
                                          .subject = "Bonjour",
                                          .text = Personal<std::string>("Bienvenue."),
                                          .useful_until = useful_until})
                      .ok());
    });
  }
  Message get(std::string_view key) {
    return *database().read([&](Reader& reader) { return find_message(reader, key); });
  }
  Sender sender(Channel& channel) { return {database(), channel, clock(), {.batch = 4, .seed = 1}}; }
};

TEST_P(OutboxSender, sends_all_that_is_due_in_order) {
  for (int number = 0; number < 10; ++number) post(fmt::format("m/{}", number));
  ScriptedChannel channel({went});
  EXPECT_EQ(sender(channel).send_due().sent, 10);
  ASSERT_EQ(channel.tried.size(), 10U);
  EXPECT_EQ(channel.tried.front(), "m/0");
  EXPECT_EQ(channel.tried.back(), "m/9");
  EXPECT_EQ(sender(channel).send_due().sent, 0);
  EXPECT_EQ(get("m/3").outcome, "mail.sent");
}

TEST_P(OutboxSender, tries_again_later_what_was_not_taken_now) {
  post("a");
  ScriptedChannel channel({full, full, went});
  auto one = sender(channel);
  EXPECT_EQ(one.send_due().postponed, 1);
  EXPECT_GE(*get("a").next_at, clock().now() + 30s);
  EXPECT_LE(*get("a").next_at, clock().now() + 36s);
  EXPECT_EQ(one.send_due().postponed, 0);
  clock().advance(36s);
  EXPECT_EQ(one.send_due().postponed, 1);
  EXPECT_GE(*get("a").next_at, clock().now() + 60s);
  clock().advance(72s);
  EXPECT_EQ(one.send_due().sent, 1);
  EXPECT_EQ(get("a").attempts, 3);
}

TEST_P(OutboxSender, ends_what_was_refused_and_what_took_too_long) {
  post("refused");
  ScriptedChannel no({no_such_box});
  EXPECT_EQ(sender(no).send_due().ended, 1);
  EXPECT_EQ(get("refused").state, State::refused);
  EXPECT_FALSE(get("refused").has_payload);
  post("late");
  ScriptedChannel channel({full});
  auto one = sender(channel);
  for (int hour = 0; hour < 125 && get("late").state == State::queued; ++hour) {
    one.send_due();
    clock().advance(72min);
  }
  EXPECT_EQ(get("late").state, State::given_up);
  EXPECT_EQ(get("late").outcome, "mail.452");
  EXPECT_FALSE(get("late").has_payload);
}

TEST_P(OutboxSender, does_not_send_what_is_no_longer_useful) {
  post("reset", clock().now() + 1h);
  clock().advance(1h);
  ScriptedChannel channel({went});
  EXPECT_EQ(sender(channel).send_due().ended, 1);
  EXPECT_TRUE(channel.tried.empty());
  EXPECT_EQ(get("reset").state, State::given_up);
  EXPECT_EQ(get("reset").outcome, "outbox.not_useful_any_more");
}

TEST_P(OutboxSender, tries_one_message_alone_while_the_server_is_down) {
  for (int number = 0; number < 10; ++number) post(fmt::format("m/{}", number));
  ScriptedChannel channel({down, down, went});
  auto one = sender(channel);
  one.send_due();
  EXPECT_EQ(channel.tried.size(), 1U) << "the others are left alone";
  EXPECT_EQ(get("m/1").attempts, 0);
  EXPECT_EQ(get("m/1").state, State::queued);
  clock().advance(6s);
  one.send_due();
  EXPECT_EQ(channel.tried.size(), 2U);
  clock().advance(19s);
  one.send_due();
  EXPECT_EQ(channel.tried.size(), 2U) << "the pause grows";
  clock().advance(6s);
  EXPECT_EQ(one.send_due().sent, 8);
  clock().advance(40s);
  EXPECT_EQ(one.send_due().sent, 2) << "those that were tried wait for their own time";
}

TEST_P(OutboxSender, stops_between_messages_and_gives_the_rest_back) {
  for (int number = 0; number < 4; ++number) post(fmt::format("m/{}", number));
  std::stop_source stop;
  ScriptedChannel channel({went});
  channel.on_send = [&](const Taken& message) {
    if (message.key == "m/1") stop.request_stop();
  };
  EXPECT_EQ(sender(channel).send_due(stop.get_token()).sent, 2);
  EXPECT_EQ(get("m/2").state, State::queued);
  EXPECT_EQ(get("m/2").attempts, 0);
  channel.on_send = {};
  EXPECT_EQ(sender(channel).send_due().sent, 2);
}

TEST_P(OutboxSender, starts_nothing_that_might_outlast_its_lease) {
  for (int number = 0; number < 4; ++number) post(fmt::format("m/{}", number));
  ScriptedChannel channel({went});
  channel.on_send = [&](const Taken&) { clock().advance(2min); };
  auto one = sender(channel);
  std::stop_source stop;
  EXPECT_EQ(one.send_due().sent, 4);
  EXPECT_EQ(channel.tried.size(), 4U) << "two in each lease of five minutes, none twice";
  EXPECT_EQ(get("m/3").attempts, 1);
}

TEST_P(OutboxSender, an_interrupted_message_is_sent_again) {
  post("a");
  ScriptedChannel channel({{Fate::interrupted, "mail.interrupted"}, went});
  EXPECT_EQ(sender(channel).send_due().sent, 1);
  EXPECT_EQ(channel.tried.size(), 2U);
  EXPECT_EQ(get("a").attempts, 1);
}

TEST_P(OutboxSender, two_workers_send_each_message_once) {
  constexpr int count = 60;
  for (int number = 0; number < count; ++number) post(fmt::format("m/{}", number));
  const auto other = test_database().open_again();
  std::mutex mutex;
  std::condition_variable done;
  std::multiset<std::string> sent;
  const auto make = [&] {
    auto channel = std::make_unique<ScriptedChannel>(std::vector<Outcome>{went});
    channel->on_send = [&](const Taken& message) {
      const std::lock_guard lock(mutex);
      sent.insert(message.key);
      done.notify_all();
    };
    std::vector<std::unique_ptr<Channel>> channels;
    channels.push_back(std::move(channel));
    return channels;
  };
  {
    const Worker here(database(), make(), clock(), {.poll = 1ms});
    const Worker there(*other, make(), clock(), {.poll = 1ms});
    std::unique_lock lock(mutex);
    ASSERT_TRUE(done.wait_for(lock, 60s, [&] { return sent.size() >= count; }));
  }
  EXPECT_EQ(sent.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(std::set<std::string>(sent.begin(), sent.end()).size(), static_cast<std::size_t>(count));
  EXPECT_EQ(database().read([](Reader& reader) { return count_messages(reader, State::sent); }), count);
}

RELAIS_ON_BOTH_ENGINES(OutboxSender);

TEST(MailOutcome, a_lasting_no_is_the_answer_to_the_recipient_or_the_text) {
  const auto is = [](CURLcode code, long response, const char* command, Fate fate, const char* named) {
    const auto outcome = mail_outcome(code, response, command);
    EXPECT_EQ(outcome.fate, fate) << named;
    EXPECT_EQ(outcome.code, named);
  };
  is(CURLE_OK, 250, "DATA", Fate::delivered, "mail.sent");
  is(CURLE_SEND_ERROR, 550, "RCPT", Fate::refused, "mail.550");
  is(CURLE_SEND_ERROR, 451, "RCPT", Fate::later, "mail.451");
  is(CURLE_WEIRD_SERVER_REPLY, 554, "DATA", Fate::refused, "mail.554");
  is(CURLE_SEND_ERROR, 550, "MAIL", Fate::unreachable, "mail.550");
  is(CURLE_WEIRD_SERVER_REPLY, 554, "", Fate::unreachable, "mail.554");
  is(CURLE_LOGIN_DENIED, 535, "AUTH", Fate::unreachable, "mail.login_denied");
  is(CURLE_SEND_ERROR, 421, "RCPT", Fate::unreachable, "mail.421");
  is(CURLE_OPERATION_TIMEDOUT, 354, "DATA", Fate::unreachable, "mail.timeout");
  is(CURLE_USE_SSL_FAILED, 250, "EHLO", Fate::unreachable, "mail.no_starttls");
  is(CURLE_RECV_ERROR, 354, "DATA", Fate::unreachable, "mail.broken_off");
  is(CURLE_ABORTED_BY_CALLBACK, 354, "DATA", Fate::interrupted, "mail.interrupted");
}

TEST(MailSettingsCheck, names_what_is_wrong) {
  const auto code = [](std::string url, std::string from) {
    MailSettings settings;
    settings.url = std::move(url);
    settings.from_address = std::move(from);
    const auto checked = check_mail_settings(settings);
    return checked ? "ok" : std::string(checked.refusal().code());
  };
  EXPECT_EQ(code("smtp://mail.example.org", "relais@example.org"), "ok");
  EXPECT_EQ(code("smtps://relais@mail.example.org:465", "relais@example.org"), "ok");
  for (const auto* url : {"", "mail", "http://mail.example.org", "smtp://", "smtp://a b", "smtp://mail.example.org/x",
                          "smtp://mail.example.org\r\nQUIT"})
    EXPECT_EQ(code(url, "relais@example.org"), refused::mail_server_malformed.code) << url;
  EXPECT_EQ(code("smtp://u:p@mail.example.org", "relais@example.org"), refused::password_in_url.code);
  EXPECT_EQ(code("smtp://mail.example.org", "relais"), refused::sender_malformed.code);
  EXPECT_EQ(code("smtp://mail.example.org", "relais@example.org\r\nRCPT TO:<x@y.z>"), refused::sender_malformed.code);
}

}  // namespace
}  // namespace relais::outbox
