#include "accounts/later.hpp"

namespace relais::accounts {

Later::Later() : thread_([this] { run(); }) {}

Later::~Later() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Later::post(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (is_ending_ || waiting_.size() >= waiting_max) return false;
    waiting_.push_back(std::move(work));
  }
  changed_.notify_all();
  return true;
}

void Later::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && !is_busy_; });
}

void Later::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto work = std::move(waiting_.front());
    waiting_.pop_front();
    is_busy_ = true;
    lock.unlock();
    try {
      work();
    } catch (const std::exception&) {
      // An outage, most likely: who asked was answered already, and asks again.
    }
    lock.lock();
    is_busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace relais::accounts
