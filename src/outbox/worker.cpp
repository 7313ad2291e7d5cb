#include "outbox/worker.hpp"

#include <condition_variable>
#include <mutex>

namespace relais::outbox {
namespace {

using namespace std::chrono_literals;

constexpr auto pause_after_trouble = 10s;
constexpr auto clear_every = 1h;

void wait(const std::stop_token& stop, std::chrono::milliseconds pause) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, pause, [] { return false; });
}

}  // namespace

Worker::Worker(store::Database& database, std::vector<std::unique_ptr<Channel>> channels, const base::Clock& clock,
               WorkerOptions options)
    : database_(database), clock_(clock), options_(std::move(options)), channels_(std::move(channels)) {
  for (const auto& channel : channels_)
    threads_.emplace_back([this, &channel = *channel](const std::stop_token& stop) { run(channel, stop); });
}

Worker::~Worker() {
  for (auto& thread : threads_) thread.request_stop();
}

/// Nothing that goes wrong with one round ends the thread: what is due stays due.
void Worker::run(Channel& channel, const std::stop_token& stop) const {
  SenderOptions sending;
  sending.log = options_.log;
  Sender sender(database_, channel, clock_, std::move(sending));
  base::Instant cleared{};
  while (!stop.stop_requested()) {
    auto pause = options_.poll;
    try {
      sender.send_due(stop);
      if (clock_.now() - cleared >= clear_every) {
        sender.clear_old();
        cleared = clock_.now();
      }
    } catch (const std::exception& trouble) {
      pause = pause_after_trouble;
      if (options_.log) options_.log(fmt::format("outbox: {}: {}", channel.kind(), trouble.what()));
    }
    wait(stop, pause);
  }
}

}  // namespace relais::outbox
