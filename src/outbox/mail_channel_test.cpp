#include "outbox/mail_channel.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outbox/sender.hpp"
#include "outbox/servers_test.hpp"
#include "testing/database.hpp"

namespace relais::outbox {
namespace {

using base::Personal;
using store::Reader;
using store::Transaction;
using namespace std::chrono_literals;

MailSettings settings_for(int port, const char* host = "127.0.0.1") {
  MailSettings settings;
  settings.url = fmt::format("smtp://{}:{}", host, port);
  settings.from_address = "relais@example.org";
  settings.from_name = "Relais d'urgence numérique";
  settings.time_limit = 3s;
  return settings;
}

Taken mail_taken(const std::string& to, std::int64_t id = 42, const std::string& text = "Bienvenue.\n") {
  const nlohmann::json payload{{"to", to}, {"subject", "Votre accès à Relais"}, {"text", text}};
  return {.id = MessageId{id},
          .key = "test",
          .target = "mail",
          .payload = payload.dump(),
          .attempt = 1,
          .posted_at = base::instant_from(1'585'209'600'000),
          .useful_until = {},
          .lease = 1};
}

std::string code_of_sending(MailChannel& channel, const std::string& to) {
  return channel.send(mail_taken(to), {}).code;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

TEST(MailChannel, hands_a_mail_to_a_real_server) {
  const ScriptServer server("mail_server.py");
  MailChannel channel(settings_for(server.port()));
  const auto outcome = channel.send(mail_taken("lea@example.org", 42, ".\n..\nété\nFrom a line\n"), {});
  EXPECT_EQ(outcome.code, "mail.sent");
  EXPECT_EQ(outcome.fate, Fate::delivered);
  const auto mails = server.kept(".eml");
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_TRUE(contains(mails[0], "Message-ID: <relais.42@example.org>\r\n")) << mails[0];
  EXPECT_TRUE(contains(mails[0], "Date: Thu, 26 Mar 2020 08:00:00 +0000\r\n")) << mails[0];
  EXPECT_TRUE(contains(mails[0], "\r\n\r\n.\r\n..\r\n=C3=A9t=C3=A9\r\nFrom a line\r\n")) << mails[0];
}

TEST(MailChannel, sends_many_mails_one_after_the_other) {
  const ScriptServer server("mail_server.py");
  MailChannel channel(settings_for(server.port()));
  for (int number = 0; number < 20; ++number) EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.sent");
  EXPECT_EQ(server.kept(".eml").size(), 20U);
}

TEST(MailChannel, tells_what_the_server_answered) {
  const ScriptServer server("mail_server.py");
  MailChannel channel(settings_for(server.port()));
  EXPECT_EQ(channel.send(mail_taken("refused@example.org"), {}).fate, Fate::refused);
  EXPECT_EQ(code_of_sending(channel, "refused@example.org"), "mail.550");
  EXPECT_EQ(channel.send(mail_taken("full@example.org"), {}).fate, Fate::later);
  EXPECT_EQ(code_of_sending(channel, "grey@example.org"), "mail.451");
  EXPECT_EQ(code_of_sending(channel, "grey@example.org"), "mail.sent");
  EXPECT_EQ(code_of_sending(channel, "spam@example.org"), "mail.554");
  EXPECT_EQ(channel.send(mail_taken("spam@example.org"), {}).fate, Fate::refused);
  EXPECT_EQ(code_of_sending(channel, "closing@example.org"), "mail.421");
  EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.sent");
}

TEST(MailChannel, a_mail_cut_after_its_text_comes_again_under_the_same_id) {
  const ScriptServer server("mail_server.py");
  MailChannel channel(settings_for(server.port()));
  const auto outcome = channel.send(mail_taken("cut@example.org"), {});
  EXPECT_EQ(outcome.fate, Fate::unreachable) << outcome.code;
  EXPECT_EQ(outcome.code, "mail.broken_off");
  EXPECT_EQ(code_of_sending(channel, "cut@example.org"), "mail.sent");
  const auto mails = server.kept(".eml");
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0], mails[1]) << "to the byte";
}

TEST(MailChannel, gives_up_on_a_server_that_stalls_or_is_down) {
  ScriptServer server("mail_server.py");
  auto settings = settings_for(server.port());
  settings.time_limit = 500ms;
  MailChannel channel(settings);
  EXPECT_EQ(code_of_sending(channel, "stall@example.org"), "mail.timeout");
  EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.sent");
  server.stop();
  EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.unreachable");
  EXPECT_EQ(channel.send(mail_taken("lea@example.org"), {}).fate, Fate::unreachable);
}

TEST(MailChannel, stops_when_the_program_does) {
  const ScriptServer server("mail_server.py");
  auto settings = settings_for(server.port());
  settings.time_limit = 60s;
  std::stop_source stop;
  stop.request_stop();
  const auto began = std::chrono::steady_clock::now();
  {
    MailChannel channel(settings);
    EXPECT_EQ(channel.send(mail_taken("stall@example.org"), stop.get_token()).fate, Fate::interrupted);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);
}

TEST(MailChannel, sends_nothing_in_the_clear_to_another_machine) {
  const ScriptServer server("mail_server.py");
  MailChannel channel(settings_for(server.port(), "0.0.0.0"));  // reaches this machine, but does not say so
  EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.no_starttls");
  EXPECT_TRUE(server.kept(".eml").empty());
}

TEST(MailChannel, trusts_only_the_certificates_it_was_told_to) {
  const TestCertificate certificate;
  const ScriptServer server("mail_server.py", {"--tls", certificate.folder()});
  auto settings = settings_for(server.port(), "0.0.0.0");
  MailChannel wary(settings);
  EXPECT_EQ(code_of_sending(wary, "lea@example.org"), "mail.tls_failed");
  EXPECT_TRUE(server.kept(".eml").empty());
  settings.ca_file = certificate.file();
  MailChannel channel(settings);
  EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.sent");
  MailChannel on_this_machine(settings_for(server.port(), "127.0.0.1"));
  EXPECT_EQ(code_of_sending(on_this_machine, "lea@example.org"), "mail.sent");
}

TEST(MailChannel, signs_in_where_the_server_wants_it) {
  const TestCertificate certificate;
  const ScriptServer server("mail_server.py", {"--tls", certificate.folder(), "--login", "relais", "s3cret & more"});
  auto settings = settings_for(server.port(), "relais@0.0.0.0");
  settings.ca_file = certificate.file();
  settings.password = Personal<std::string>("s3cret & more");
  MailChannel channel(settings);
  EXPECT_EQ(code_of_sending(channel, "lea@example.org"), "mail.sent");
  settings.password = Personal<std::string>("wrong");
  MailChannel mistaken(settings);
  const auto outcome = mistaken.send(mail_taken("lea@example.org"), {});
  EXPECT_EQ(outcome.code, "mail.login_denied");
  EXPECT_EQ(outcome.fate, Fate::unreachable) << "no mail is lost by a wrong password";
}

TEST(MailChannel, refuses_a_damaged_payload_without_harm) {
  MailChannel channel(settings_for(1));
  for (const auto* payload : {"", "{}", "[]", "{\"to\":1,\"subject\":\"x\",\"text\":\"y\"}", "not JSON",
                              "{\"to\":\"a@b.org\\r\\nRCPT TO:<x@y.org>\",\"subject\":\"x\",\"text\":\"y\"}"}) {
    auto taken = mail_taken("lea@example.org");
    taken.payload = payload;
    EXPECT_EQ(channel.send(taken, {}).code, "mail.unreadable") << payload;
  }
}

class MailDelivery : public testing::Store {};

TEST_P(MailDelivery, goes_from_the_transaction_to_the_server) {
  const ScriptServer server("mail_server.py");
  write([&](Transaction& transaction) {
    for (const auto* to : {"lea@example.org", "refused@example.org", "grey@example.org", "cut@example.org"})
      EXPECT_TRUE(post_mail(transaction, {.key = fmt::format("to/{}", std::string(to).substr(0, 3)),
                                          .to = Personal<std::string>(to),
                                          .subject = "Bonjour",
                                          .text = Personal<std::string>("Bienvenue.")})
                      .ok());
  });
  MailChannel channel(settings_for(server.port()));
  Sender sender(database(), channel, clock(), {.seed = 1});
  sender.send_due();
  for (int round = 0; round < 10; ++round) {
    clock().advance(1min);
    sender.send_due();
  }
  const auto state = [&](std::string_view key) {
    const auto message = database().read([&](Reader& reader) { return find_message(reader, key); });
    return message->state;
  };
  EXPECT_EQ(state("to/lea"), State::sent);
  EXPECT_EQ(state("to/ref"), State::refused);
  EXPECT_EQ(state("to/gre"), State::sent);
  EXPECT_EQ(state("to/cut"), State::sent);
  EXPECT_EQ(server.kept(".eml").size(), 4U) << "the one that was cut came twice";
}

RELAIS_ON_BOTH_ENGINES(MailDelivery);

}  // namespace
}  // namespace relais::outbox
