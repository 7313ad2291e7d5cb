#include "app/commands.hpp"
#include "app/outbox_options.hpp"
#include "outbox/sender.hpp"

namespace relais::app {
namespace {

using outbox::Message;
using outbox::State;
using store::Reader;
using store::Transaction;

struct OutboxListOptions {
  std::string state = {};
  std::string kind = {};
  int count = 50;
};

std::string when_of(const Message& message) {
  return base::iso_instant(message.ended_at ? *message.ended_at : message.next_at.value_or(message.posted_at));
}

void list_outbox(const Session& session, const OutboxListOptions& options) {
  const auto database = session.open_database();
  const outbox::MessageFilter filter{.state = outbox::parse_state(options.state),
                                     .kind = options.kind,
                                     .target = {},
                                     .before = {},
                                     .count_max = options.count};
  const auto messages = database->read([&](Reader& reader) { return outbox::list_messages(reader, filter); });
  for (const auto& message : messages)
    fmt::print("{:<8}  {:<7}  {:>3}  {}  {}  {}\n", code_of(message.state), message.kind, message.attempts,
               when_of(message), message.key, message.outcome);
  for (const auto state : {State::queued, State::sending, State::sent, State::refused, State::given_up})
    fmt::print("{}{}: {}", state == State::queued ? "" : ", ", code_of(state),
               session.count(database->read([&](Reader& reader) { return outbox::count_messages(reader, state); })));
  fmt::print("\n");
}

void show_attempts(const Session& session, const std::string& key) {
  const auto database = session.open_database();
  const auto message = database->read([&](Reader& reader) { return outbox::find_message(reader, key); });
  if (!message)
    throw Stop(
        Exit::refused,
        fmt::format(fmt::runtime(session.say("Aucun message n'a la clé {}.", "No message has the key {}.")), key));
  fmt::print("{}  {}  {}  {}\n", message->key, message->kind, code_of(message->state), when_of(*message));
  const auto attempts = database->read([&](Reader& reader) { return outbox::list_attempts(reader, message->id); });
  for (const auto& attempt : attempts)
    fmt::print("{}  {:>6} ms  {}\n", base::iso_instant(attempt.at), attempt.took_ms, attempt.outcome);
}

void retry_messages(const Session& session, const std::vector<std::string>& keys) {
  const auto database = session.open_database();
  session.value(database->write([&](Transaction& transaction) -> base::Result<> {
    for (const auto& key : keys) RELAIS_TRY_DONE(outbox::send_again(transaction, key));
    return base::Done{};
  }));
  print(session, "{} message(s) à renvoyer.", "{} message(s) to be sent again.", keys.size());
}

void send_now(const Session& session, const OutboxOptions& options) {
  static const base::SystemClock clock;
  const auto database = session.open_database();
  const auto key = session.open_key(*database);
  outbox::Sender::Tally all;
  for (const auto& channel : open_channels(session, options, *database, key)) {
    outbox::SenderOptions sending;
    sending.log = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    const auto tally = outbox::Sender(*database, *channel, clock, std::move(sending)).send_due();
    all.sent += tally.sent;
    all.postponed += tally.postponed;
    all.ended += tally.ended;
  }
  print(session, "{} message(s) envoyé(s), {} remis à plus tard, {} sans suite.",
        "{} message(s) sent, {} put off, {} ended unsent.", session.count(all.sent), session.count(all.postponed),
        session.count(all.ended));
}

void add_outbox_list(CLI::App& outbox, const Session& session) {
  const auto options = std::make_shared<OutboxListOptions>();
  auto* command = outbox.add_subcommand(
      "list", session.say("les messages, les plus récents d'abord : état, sorte, essais, échéance, clé, issue",
                          "the messages, the newest first: state, kind, attempts, time, key, outcome"));
  command->add_option("--state", options->state, session.say("ceux de cet état", "those in this state"))
      ->check(CLI::IsMember({"queued", "sending", "sent", "refused", "given_up"}));
  command->add_option("--kind", options->kind,
                      session.say("ceux de cette sorte : mail, webhook", "those of this kind: mail, webhook"));
  command->add_option("--count", options->count, session.say("combien au plus", "how many at most"))
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->callback([&session, options] { list_outbox(session, *options); });
}

void add_outbox_of_keys(CLI::App& outbox, const Session& session) {
  auto* show = outbox.add_subcommand("show", session.say("les essais d'un message", "the attempts at one message"));
  const auto key = std::make_shared<std::string>();
  show->add_option("KEY", *key, session.say("clé du message", "key of the message"))->required();
  show->callback([&session, key] { show_attempts(session, *key); });
  auto* retry = outbox.add_subcommand("retry", session.say("renvoie dès que possible, sous le même identifiant",
                                                           "sends again soon, under the same id"));
  const auto keys = std::make_shared<std::vector<std::string>>();
  retry->add_option("KEY", *keys, session.say("clés des messages", "keys of the messages"))->required();
  retry->callback([&session, keys] { retry_messages(session, *keys); });
}

}  // namespace

void add_outbox(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand("outbox", session.say("les courriels et webhooks qui partent du programme",
                                                               "the mails and webhooks that go out"));
  command->require_subcommand(1);
  add_outbox_list(*command, session);
  add_outbox_of_keys(*command, session);
  auto* sends = command->add_subcommand(
      "send-now", session.say("envoie ce qui est dû et s'arrête ; pour qui se passe de « serve », par cron",
                              "sends what is due and ends; for who does without `serve`, by cron"));
  const auto options = std::make_shared<OutboxOptions>();
  add_outbox_options(*sends, session, *options);
  sends->callback([&session, options] { send_now(session, *options); });
}

}  // namespace relais::app
