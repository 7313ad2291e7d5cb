#include <fstream>

#include "app/program_test.hpp"
#include "outbox/endpoints.hpp"
#include "outbox/outbox.hpp"
#include "testing/sealer.hpp"

#include <nlohmann/json.hpp>

namespace relais::app {
namespace {

/// The commands that look after what leaves the program.
class OutboxCommands : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    store::DatabaseOptions options;
    options.url = database();
    const auto opened = store::Database::open(options);
    opened->migrate();
    (void)opened->write([](store::Transaction& transaction) -> base::Result<> {
      RELAIS_TRY_DONE(outbox::post_mail(transaction, {.key = "invitation/1",
                                                      .to = base::Personal<std::string>("lea@example.org"),
                                                      .subject = "Bonjour",
                                                      .text = base::Personal<std::string>("Bienvenue.")}));
      RELAIS_TRY_DONE(outbox::add_endpoint(transaction, {1, "http://127.0.0.1:1/", {"a.b"}}, outbox::Reach::anywhere,
                                           testing::NoSealer()));
      RELAIS_TRY_DONE(outbox::post_event(transaction, {"happening", "a.b", {1}}, nlohmann::json::object()));
      return base::Done{};
    });
  }
  std::string webhook_key() {
    const auto listed = run({"outbox", "list", "--kind", "webhook"}).out;
    const auto at = listed.find("happening");
    return listed.substr(at, listed.find(' ', at) - at);
  }
};

TEST_F(OutboxCommands, list_shows_states_and_no_content) {
  const auto listed = run({"outbox", "list"});
  EXPECT_EQ(listed.exit, 0) << listed.err;
  EXPECT_NE(listed.out.find("invitation/1"), std::string::npos);
  EXPECT_NE(listed.out.find("queued: 2, sending: 0"), std::string::npos) << listed.out;
  for (const auto* secret : {"lea@", "Bonjour", "Bienvenue", "whsec_"})
    EXPECT_EQ(listed.out.find(secret), std::string::npos) << secret;
  EXPECT_EQ(run({"outbox", "list", "--state", "sent"}).out.find("invitation/1"), std::string::npos);
  EXPECT_EQ(run({"outbox", "list", "--state", "nonsense"}).exit, 64);
}

TEST_F(OutboxCommands, send_now_tries_what_is_due_and_mails_wait_without_a_server) {
  const auto sent = run({"outbox", "send-now", "--webhooks-anywhere"});
  EXPECT_EQ(sent.exit, 0) << sent.err;
  EXPECT_NE(sent.out.find("0 message(s) sent, 1 put off"), std::string::npos) << sent.out;
  EXPECT_NE(sent.err.find("webhook.unreachable"), std::string::npos) << sent.err;
  EXPECT_NE(run({"outbox", "show", webhook_key()}).out.find("webhook.unreachable"), std::string::npos);
  EXPECT_EQ(run({"outbox", "show", "nobody"}).exit, 65);
  const auto mailed = run({"outbox", "send-now", "--smtp", "smtp://127.0.0.1:1", "--mail-from", "relais@example.org"});
  EXPECT_NE(mailed.err.find("invitation/1 queued: mail.unreachable"), std::string::npos) << mailed.err;
}

TEST_F(OutboxCommands, retry_makes_due_what_waits) {
  run({"outbox", "send-now", "--webhooks-anywhere"});
  EXPECT_EQ(run({"outbox", "send-now", "--webhooks-anywhere"}).err, "");
  EXPECT_EQ(run({"outbox", "retry", webhook_key()}).exit, 0);
  EXPECT_NE(run({"outbox", "send-now", "--webhooks-anywhere"}).err.find("webhook.unreachable"), std::string::npos);
  EXPECT_EQ(run({"outbox", "retry", "nobody"}).exit, 65);
}

TEST_F(OutboxCommands, refuse_settings_that_cannot_be) {
  EXPECT_EQ(run({"outbox", "send-now", "--smtp", "mail.example.org"}).exit, 65);
  EXPECT_NE(run({"outbox", "send-now", "--smtp", "smtp://mail.example.org"}).err.find("sender"), std::string::npos);
  EXPECT_EQ(run({"outbox", "send-now", "--smtp", "smtp://u:p@mail.example.org", "--mail-from", "a@b.org"}).exit, 65);
  EXPECT_EQ(run({"outbox", "send-now", "--smtp", "smtp://mail.example.org", "--mail-from", "a@b.org",
                 "--smtp-password-file", "/nonexistent"})
                .exit,
            66);
  EXPECT_NE(run({"outbox", "list"}).out.find("queued: 2"), std::string::npos);
}

}  // namespace
}  // namespace relais::app
