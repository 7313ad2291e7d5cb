#pragma once
#include <memory>
#include <thread>
#include <vector>

#include "outbox/sender.hpp"

namespace relais::outbox {

struct WorkerOptions {
  std::chrono::milliseconds poll = std::chrono::seconds(1);
  std::function<void(const std::string&)> log = {};  ///< called from the worker's threads
};

/// Sends in the background, a thread for each channel: a partner who is slow does not hold up the mail.
///
/// Any number of processes may run one on the same database: no message is sent by two at a time.
/// Ownership  the database and the clock outlive it. Its end waits for what is being sent, a few seconds at most.
class Worker {
 public:
  Worker(store::Database& database, std::vector<std::unique_ptr<Channel>> channels, const base::Clock& clock,
         WorkerOptions options = {});
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

 private:
  void run(Channel& channel, const std::stop_token& stop) const;

  store::Database& database_;
  const base::Clock& clock_;
  WorkerOptions options_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::vector<std::jthread> threads_;
};

}  // namespace relais::outbox
