#include "allocation/computations.hpp"

#include <atomic>

#include "allocation/computation_states.hpp"
#include "allocation/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Transaction;

constexpr auto beat = std::chrono::milliseconds(700);

/// Thrown out of a computation whose program ends.
struct GivenUp : std::exception {};

/// What the computation says, for the thread that writes it down: the computation itself may be inside a transaction.
struct Heard {
  std::atomic<Stage> stage = Stage::reading;
  std::atomic<std::int64_t> progress = 0, total = 0;
};

template <class Function>
void write_down(store::Database& database, Function&& function) {
  const auto written = database.write([&](Transaction& transaction) -> Result<> {
    function(transaction);
    return base::Done{};
  });
  RELAIS_CHECK(written.ok());
}

}  // namespace

Computations::~Computations() {
  thread_.request_stop();
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& job : waiting_) {
    try {
      write_down(*database_, [&](Transaction& transaction) {
        record_refused(transaction, job.id, Refusal(refused::computation_interrupted));
      });
    } catch (const std::exception&) {  // it will show by its silence
    }
  }
}

void Computations::start(ComputationId id, Work work) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back({id, std::move(work)});
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  changed_.notify_all();
}

void Computations::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.empty() && !is_running_; });
}

void Computations::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return !waiting_.empty(); }) && !stop.stop_requested()) {
    const auto job = std::move(waiting_.front());
    waiting_.pop_front();
    is_running_ = true;
    lock.unlock();
    compute(job, stop);
    lock.lock();
    is_running_ = false;
    changed_.notify_all();
  }
}

void Computations::report(const std::string& line) const {
  if (log_) log_(line);
}

Result<Proposed> Computations::outcome_of(const Job& job, const Progress& progress, const std::stop_token& stop) const {
  try {
    return job.work(progress);
  } catch (const GivenUp&) {
    return Refusal(refused::computation_interrupted);
  } catch (const store::Outage& outage) {
    if (!stop.stop_requested()) report(std::string("a computation was interrupted: ") + outage.what());
    return Refusal(refused::computation_interrupted);
  } catch (const std::exception& defect) {
    report(std::string("a computation failed: ") + defect.what());
    return Refusal(refused::computation_failed);
  }
}

/// Those who wait behind it are as alive as it is.
void Computations::compute(const Job& job, const std::stop_token& stop) {
  Heard heard;
  const Progress progress = [&](Stage stage, std::int64_t done, std::int64_t total) {
    if (stop.stop_requested() && stage != Stage::storing) throw GivenUp();
    heard.stage = stage;
    heard.progress = done;
    heard.total = total;
  };
  std::jthread beating([&](const std::stop_token& ended) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    do {
      std::vector<ComputationId> behind;
      {
        const std::lock_guard guard(mutex_);
        for (const auto& other : waiting_) behind.push_back(other.id);
      }
      try {
        write_down(*database_, [&](Transaction& transaction) {
          record_progress(transaction, job.id, heard.stage, heard.progress, heard.total);
          for (const auto id : behind) record_alive(transaction, id);
        });
      } catch (const std::exception&) {  // the next beat may do
      }
    } while (!never.wait_for(lock, ended, beat, [&] { return ended.stop_requested(); }));
  });
  const auto outcome = outcome_of(job, progress, stop);
  beating.request_stop();
  beating.join();
  try {
    write_down(*database_, [&](Transaction& transaction) {
      if (outcome)
        record_done(transaction, job.id, outcome->id);
      else
        record_refused(transaction, job.id, outcome.refusal());
    });
  } catch (const std::exception& trouble) {
    report(std::string("the end of a computation was not written down: ") + trouble.what());
  }
}

}  // namespace relais::allocation
