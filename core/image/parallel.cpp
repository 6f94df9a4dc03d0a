// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace penumbra {
namespace {

/// The calls of one body, shared among whoever calls work().
class Crew {
 public:
  Crew(int count, const std::function<void(int)>& body) : count_(count), body_(body) {}
  ~Crew() { finish(); }

  /// Starts up to `threads` more hands; fewer where the system has no more to give.
  void hire(int threads) {
    try {
      for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
    }
    if (threads_.empty()) work();
  }
  void work() {
    try {
      for (int i; !stop_ && (i = next_++) < count_; ++done_) body_(i);
    } catch (...) {
      const std::lock_guard lock(guard_);
      if (!problem_) problem_ = std::current_exception();
      stop_ = true;
    }
    const std::lock_guard lock(guard_);
    ++ended_;
    changed_.notify_all();
  }
  /// True once every hired hand has ended; waits at most `patience` for it.
  bool ended(std::chrono::milliseconds patience) {
    std::unique_lock lock(guard_);
    return changed_.wait_for(lock, patience, [this] { return ended_ >= threads_.size(); });
  }
  void stop() { stop_ = true; }
  double fraction() const { return double(done_) / count_; }
  void finish() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  void rethrow() const {
    if (problem_) std::rethrow_exception(problem_);
  }

 private:
  const int count_;
  const std::function<void(int)>& body_;
  std::atomic<int> next_{0}, done_{0};
  std::atomic<bool> stop_{false};
  std::mutex guard_;
  std::condition_variable changed_;
  std::size_t ended_ = 0;
  std::exception_ptr problem_;
  std::vector<std::thread> threads_;
};

} // namespace

int thread_count(int wanted) {
  return wanted > 0 ? wanted : int(std::max(1u, std::thread::hardware_concurrency()));
}

void parallel_for(int count, int threads, const std::function<void(int)>& body) {
  Crew crew(count, body);
  const int hands = std::min(thread_count(threads), count);
  if (hands > 1) crew.hire(hands - 1);
  crew.work();
  crew.finish();
  crew.rethrow();
}

void parallel_for(int count, int threads, const std::function<void(int)>& body, Progress& progress,
                  std::string_view message) {
  Crew crew(count, body);
  crew.hire(std::min(thread_count(threads), count));
  bool cancelled = false;
  try {
    while (!crew.ended(std::chrono::milliseconds(10))) {
      progress.report(crew.fraction(), message);
      if ((cancelled = progress.cancelled())) break;
    }
  } catch (...) {
    crew.stop();
    throw;
  }
  if (cancelled) crew.stop();
  crew.finish();
  crew.rethrow();
  if (cancelled) throw Cancelled();
  progress.step(1.0, message);
}

} // namespace penumbra
