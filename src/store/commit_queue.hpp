#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>

#include "store/connection.hpp"
#include "store/ids.hpp"
#include "store/store.hpp"

namespace relais::store {

/// The one writer of the process. Threads that want to write wait in line; the first of the line runs the work of all
/// those waiting as one transaction, in order, and wakes them once it is durable. Alone in line, a thread writes
/// without any hand-over to another.
class CommitQueue {
 public:
  using Work = std::function<bool(Transaction&)>;  ///< false: refused, undo

  CommitQueue(std::function<std::unique_ptr<Connection>()> connect, const base::Clock& clock);
  ~CommitQueue();

  /// Returns when the work is durable, or undone because it was refused. Throws what the work threw, or `Outage`.
  void write(const Work& work);

  /// Runs alone, with the connection, outside any transaction; used by migrations.
  void with_connection(const std::function<void(Connection&)>& function);

 private:
  struct Job;
  void lead(std::unique_lock<std::mutex> lock);
  void run(std::deque<Job*>& batch);
  bool run_jobs(std::deque<Job*>& batch);
  std::optional<bool> run_together(std::deque<Job*>& batch);
  void run_guarded(std::deque<Job*>& batch);
  static bool run_one(Job& job, Transaction& transaction);
  static void fail(std::deque<Job*>& batch);
  Connection& connection();

  std::function<std::unique_ptr<Connection>()> connect_;
  const base::Clock& clock_;
  std::unique_ptr<Connection> connection_;
  std::int64_t lane_ = 0;
  IdMaker ids_;
  std::minstd_rand jitter_{std::random_device{}()};

  std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<Job*> line_;
  std::condition_variable full_;  ///< as many wait as the last batch had
  std::size_t gathered_ = 1;
};

}  // namespace relais::store
