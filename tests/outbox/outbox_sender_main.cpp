/// A process for the crash test and the bench to start and to kill.
///   outbox_sender post URL COUNT HOOK_PORT     makes the database, posts COUNT mails and COUNT webhooks
///   outbox_sender send URL MAIL_PORT           sends, both channels at once, until killed; prints a line once it
///   starts outbox_sender drain URL MAIL_PORT          the same until nothing is left; fails unless all were sent
#include <cstdio>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "outbox/mail_channel.hpp"
#include "outbox/sender.hpp"
#include "outbox/webhook_channel.hpp"
#include "testing/sealer.hpp"

namespace {

using namespace relais;
using namespace std::chrono_literals;
using store::Reader;
using store::Transaction;

const base::SystemClock real_clock;
const testing::NoSealer sealer;
constexpr auto transfer_limit = 1s;
constexpr auto short_lease = 2500ms;
constexpr std::int64_t partner = 1;

int post(store::Database& database, int count, const std::string& hook_port) {
  database.migrate();
  const auto done = database.write([&](Transaction& transaction) -> base::Result<> {
    RELAIS_TRY_DONE(outbox::add_endpoint(
        transaction, {partner, fmt::format("http://127.0.0.1:{}/hook", hook_port), {"test.happened"}},
        outbox::Reach::anywhere, sealer));
    for (int number = 0; number < count; ++number) {
      const auto key = fmt::format("message/{}", number);
      RELAIS_TRY_DONE(outbox::post_mail(transaction, {.key = "mail/" + key,
                                                      .to = base::Personal<std::string>("lea@example.org"),
                                                      .subject = key,
                                                      .text = base::Personal<std::string>("Bonjour.")}));
      RELAIS_TRY_DONE(outbox::post_event(transaction, {key, "test.happened", {partner}}, {{"key", key}}));
    }
    return base::Done{};
  });
  return done ? 0 : 1;
}

/// Tells when the first message goes out: what kills this process counts from there.
class Telling final : public outbox::Channel {
 public:
  explicit Telling(outbox::Channel& channel) : channel_(channel) {}

  std::string_view kind() const override { return channel_.kind(); }
  outbox::Outcome send(const outbox::Taken& message, const std::stop_token& stop) override {
    if (!told_) {
      std::puts("sending");
      std::fflush(stdout);
    }
    told_ = true;
    return channel_.send(message, stop);
  }
  std::chrono::milliseconds time_limit() const override { return channel_.time_limit(); }
  std::optional<std::chrono::milliseconds> pause_after(std::int64_t attempt,
                                                       std::chrono::milliseconds age) const override {
    return channel_.pause_after(attempt, age);
  }
  bool keeps_payload() const override { return channel_.keeps_payload(); }

 private:
  outbox::Channel& channel_;
  bool told_ = false;
};

std::int64_t count_left(store::Database& database) {
  return database.read([](Reader& reader) {
    return count_messages(reader, outbox::State::queued) + count_messages(reader, outbox::State::sending);
  });
}

/// A killed sender's last transfer may have left the target paused for some seconds; the leases run out in the
/// meantime.
void run(store::Database& database, outbox::Channel& channel, bool until_none_is_left) {
  outbox::SenderOptions options;
  options.lease = short_lease;
  outbox::Sender sender(database, channel, real_clock, std::move(options));
  while (!until_none_is_left || count_left(database) > 0) {
    sender.send_due();
    std::this_thread::sleep_for(20ms);
  }
}

int send(store::Database& database, const std::string& mail_port, bool until_none_is_left) {
  outbox::MailSettings mail;
  mail.url = "smtp://127.0.0.1:" + mail_port;
  mail.from_address = "relais@example.org";
  mail.time_limit = transfer_limit;
  outbox::WebhookSettings hooks;
  hooks.reach = outbox::Reach::anywhere;
  hooks.time_limit = transfer_limit;
  outbox::MailChannel mails(mail);
  outbox::WebhookChannel webhooks(database, real_clock, sealer, hooks);
  Telling telling(mails);
  std::thread other([&] { run(database, webhooks, until_none_is_left); });
  run(database, telling, until_none_is_left);
  other.join();
  const auto lost = database.read([](Reader& reader) {
    return count_messages(reader, outbox::State::refused) + count_messages(reader, outbox::State::given_up);
  });
  return lost == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 64;
  const std::string mode = argv[1];
  store::DatabaseOptions options;
  options.url = argv[2];
  const auto database = store::Database::open(options);
  if (mode == "post") return post(*database, std::stoi(argv[3]), argv[4]);
  return send(*database, argv[3], mode == "drain");
}
