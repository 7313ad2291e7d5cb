#include "store/commit_queue.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <thread>
#include <vector>

namespace relais::store {
namespace {

constexpr std::size_t batch_max = 512;
constexpr std::chrono::microseconds gather_time{500};  // the wait of a leader whose batch does not fill
constexpr int batch_attempts_max = 6;
constexpr std::chrono::milliseconds first_pause{5};

class QueuedTransaction final : public Transaction {
 public:
  QueuedTransaction(Connection& connection, IdMaker& ids, base::Instant now, std::int64_t lane)
      : connection_(connection), ids_(ids), now_(now), lane_(lane) {}

  Rows query(std::string_view sql, std::span<const Parameter> parameters) override {
    return Rows(connection_.query(sql, parameters));
  }
  std::int64_t execute(std::string_view sql, std::span<const Parameter> parameters) override {
    const auto changed = connection_.execute(sql, parameters);
    has_written_ = has_written_ || changed > 0;
    return changed;
  }
  std::unique_ptr<Bulk> bulk_insert(std::string_view table, std::string_view columns) override {
    has_written_ = true;
    return connection_.bulk_insert(table, columns);
  }
  std::int64_t next_id() override { return ids_.next(now_); }
  base::Instant now() const override { return now_; }
  std::int64_t lane() const override { return lane_; }

  void start_job() { has_written_ = false; }
  bool has_written() const { return has_written_; }

 private:
  Connection& connection_;
  IdMaker& ids_;
  base::Instant now_;
  std::int64_t lane_;
  bool has_written_ = false;
};

}  // namespace

struct CommitQueue::Job {
  const Work* work = nullptr;
  bool done = false;
  std::exception_ptr error = nullptr;
  /// The thread's own, so that a commit wakes only those it concerns; shared, so that it outlives the thread's waking.
  std::shared_ptr<std::condition_variable> turn;
};

namespace {

std::shared_ptr<std::condition_variable> turn_of_thread() {
  thread_local const auto turn = std::make_shared<std::condition_variable>();
  return turn;
}

}  // namespace

CommitQueue::CommitQueue(std::function<std::unique_ptr<Connection>()> connect, const base::Clock& clock)
    : connect_(std::move(connect)), clock_(clock) {}

CommitQueue::~CommitQueue() = default;

void CommitQueue::write(const Work& work) {
  Job job{.work = &work, .turn = turn_of_thread()};
  std::unique_lock lock(mutex_);
  line_.push_back(&job);
  if (line_.size() == gathered_) full_.notify_one();
  job.turn->wait(lock, [&] { return job.done || line_.front() == &job; });
  if (job.done)
    lock.unlock();
  else
    lead(std::move(lock));
  if (job.error) std::rethrow_exception(job.error);
}

/// Runs the line's first jobs as one batch. Those just woken by the batch before are likely to be back at once, so the
/// leader waits for as many as there were: a commit costs far more than that moment.
void CommitQueue::lead(std::unique_lock<std::mutex> lock) {
  full_.wait_for(lock, gather_time, [&] { return line_.size() >= gathered_; });
  const auto count = std::min(line_.size(), batch_max);
  std::deque<Job*> batch(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(count));
  lock.unlock();
  run(batch);
  lock.lock();
  line_.erase(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(count));
  gathered_ = std::min(count + line_.size(), batch_max);
  std::vector<std::shared_ptr<std::condition_variable>> woken;
  for (Job* member : batch) {
    member->done = true;
    woken.push_back(member->turn);
  }
  if (line_.empty())
    idle_.notify_all();
  else
    woken.push_back(line_.front()->turn);
  lock.unlock();
  for (const auto& turn : woken) turn->notify_one();  // unlocked: whoever wakes must not wait for us
}

void CommitQueue::with_connection(const std::function<void(Connection&)>& function) {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [&] { return line_.empty(); });
  function(connection());
}

Connection& CommitQueue::connection() {
  if (connection_ && connection_->broken()) connection_.reset();
  if (!connection_) {
    auto fresh = connect_();
    lane_ = fresh->claim_lane();
    connection_ = std::move(fresh);
  }
  return *connection_;
}

/// A batch that the engine failed is tried again, up to its commit; then everyone in it is told.
void CommitQueue::run(std::deque<Job*>& batch) {
  auto pause = first_pause;
  for (int attempt = 1;; ++attempt) {
    bool committing = false;
    try {
      if (run_jobs(batch)) {
        committing = true;
        connection_->commit();
      }
      return;
    } catch (const Outage&) {
      if (connection_) connection_->rollback();
      // Whether a broken commit was kept is unknown: only the caller, who knows its request key, may try again.
      if (committing || attempt == batch_attempts_max) return fail(batch);
    } catch (...) {
      if (connection_) connection_->rollback();
      return fail(batch);
    }
    std::this_thread::sleep_for(pause + std::chrono::milliseconds(jitter_() % 10));
    pause *= 2;
  }
}

void CommitQueue::fail(std::deque<Job*>& batch) {
  for (Job* job : batch) job->error = std::current_exception();
}

/// Whether there is anything to commit. Most batches hold no work that must be undone, so savepoints wait for need.
bool CommitQueue::run_jobs(std::deque<Job*>& batch) {
  if (const auto kept_any = run_together(batch)) return *kept_any;
  run_guarded(batch);
  return true;
}

/// Runs all without savepoints; nothing, and all undone, when a refusal among others left something behind.
std::optional<bool> CommitQueue::run_together(std::deque<Job*>& batch) {
  Connection& writer = connection();
  writer.begin_write();
  QueuedTransaction transaction(writer, ids_, clock_.now(), lane_);
  bool kept_any = false;
  for (Job* job : batch) {
    transaction.start_job();
    const bool kept = run_one(*job, transaction);
    kept_any = kept_any || kept;
    if (!kept && batch.size() > 1 && (transaction.has_written() || job->error)) {
      writer.rollback();
      return std::nullopt;
    }
  }
  if (!kept_any) writer.rollback();
  return kept_any;
}

void CommitQueue::run_guarded(std::deque<Job*>& batch) {
  Connection& writer = connection();
  writer.begin_write();
  QueuedTransaction transaction(writer, ids_, clock_.now(), lane_);
  for (Job* job : batch) {
    writer.execute("SAVEPOINT job", {});
    if (!run_one(*job, transaction)) writer.execute("ROLLBACK TO SAVEPOINT job", {});
    writer.execute("RELEASE SAVEPOINT job", {});
  }
}

bool CommitQueue::run_one(Job& job, Transaction& transaction) {
  job.error = nullptr;
  try {
    return (*job.work)(transaction);
  } catch (const Outage&) {
    throw;
  } catch (...) {
    job.error = std::current_exception();
    return false;
  }
}

}  // namespace relais::store
