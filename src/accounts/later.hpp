#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace relais::accounts {

/// Small work that is done after the answer, piece by piece on one thread, so that the time of the answer tells nothing
/// of it. What fails is dropped: it is for what a person can ask again.
///
/// Threads  `post` and `wait` from anywhere. The end of its life waits for what was taken.
class Later {
 public:
  static constexpr std::size_t waiting_max = 256;

  Later();
  ~Later();
  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;

  /// False when too much waits: nothing was taken.
  bool post(std::function<void()> work);
  /// Until all that was taken is done.
  void wait();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool is_busy_ = false;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace relais::accounts
