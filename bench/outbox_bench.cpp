/// Mails per second from the table to a channel that takes all at once: what marking before and after costs. Durable.
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "outbox/sender.hpp"
#include "testing/database.hpp"

namespace {

using namespace relais;
using Steady = std::chrono::steady_clock;

constexpr int mails = 2'000;

class TakesAll final : public outbox::Channel {
 public:
  std::string_view kind() const override { return "mail"; }
  outbox::Outcome send(const outbox::Taken&, const std::stop_token&) override {
    return {outbox::Fate::delivered, "mail.sent"};
  }
  std::chrono::milliseconds time_limit() const override { return std::chrono::seconds(1); }
  std::optional<std::chrono::milliseconds> pause_after(std::int64_t, std::chrono::milliseconds) const override {
    return std::nullopt;
  }
  bool keeps_payload() const override { return false; }
};

void post(store::Database& database) {
  (void)database.write([](store::Transaction& transaction) -> base::Result<> {
    for (int number = 0; number < mails; ++number)
      RELAIS_TRY_DONE(outbox::post_mail(transaction, {.key = fmt::format("bench/{}", number),
                                                      .to = base::Personal<std::string>("lea@example.org"),
                                                      .subject = "Bonjour",
                                                      .text = base::Personal<std::string>("Bienvenue.")}));
    return base::Done{};
  });
}

void measure(const char* engine, const std::string& url) {
  const base::SystemClock clock;
  store::DatabaseOptions options;
  options.url = url;
  const auto database = store::Database::open(options);
  database->migrate();
  post(*database);
  TakesAll channel;
  const auto began = Steady::now();
  const auto tally = outbox::Sender(*database, channel, clock).send_due();
  const auto seconds = std::chrono::duration<double>(Steady::now() - began).count();
  fmt::print("outbox, {}: {} mails taken and recorded, {:.0f} a second\n", engine, tally.sent, mails / seconds);
}

}  // namespace

int main() {
  setenv("RELAIS_TEST_FSYNC", "on", 1);  // what is claimed durable is written
  const auto file = std::filesystem::current_path() / "outbox_bench.db";
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  measure("sqlite", file.string());
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  const relais::testing::TestDatabase postgres(store::Engine::postgres);
  measure("postgres", postgres.url());
}
