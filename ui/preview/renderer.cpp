// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/renderer.hpp"

#include <algorithm>
#include <exception>

namespace penumbra::ui {
namespace {

bool covers(const TileJob& running, const TileJob& wanted) {
  return running.key == wanted.key && running.first <= wanted.first && running.last >= wanted.last;
}

} // namespace

Renderer::Renderer(Source source, std::function<void(TileResult)> done, int threads)
    : source_(std::move(source)), done_(std::move(done)) {
  for (int i = 0; i < std::max(1, threads); ++i) threads_.emplace_back([this] { work(); });
}

Renderer::~Renderer() {
  {
    const std::lock_guard lock(guard_);
    stop_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Renderer::request(std::shared_ptr<const Plan> plan, std::vector<TileJob> jobs) {
  {
    const std::lock_guard lock(guard_);
    plan_ = std::move(plan);
    newest_ = plan_->generation();
    // What is being made already need not be made twice.
    std::erase_if(jobs, [&](const TileJob& job) {
      return std::any_of(running_.begin(), running_.end(), [&](const auto& running) {
        return running.first == plan_->generation() && covers(running.second, job);
      });
    });
    std::reverse(jobs.begin(), jobs.end());
    waiting_ = std::move(jobs);
  }
  wake_.notify_all();
}

void Renderer::work() {
  std::unique_lock lock(guard_);
  while (true) {
    wake_.wait(lock, [&] { return stop_ || !waiting_.empty(); });
    if (stop_) return;
    const TileJob job = waiting_.back();
    waiting_.pop_back();
    const std::shared_ptr<const Plan> plan = plan_;
    running_.emplace_back(plan->generation(), job);
    lock.unlock();

    TileResult result{plan->generation(), job, {}, {}};
    try {
      const auto abandoned = [&] {
        return stop_ || (job.first != job.last && newest_ != plan->generation());
      };
      result.images = plan->render(source_, job.key, job.first, job.last, abandoned);
    } catch (const std::exception& problem) {
      result.error = problem.what();
    }
    done_(std::move(result));

    lock.lock();
    const auto mine = std::find_if(running_.begin(), running_.end(), [&](const auto& running) {
      return running.first == plan->generation() && running.second.key == job.key &&
             running.second.first == job.first && running.second.last == job.last;
    });
    running_.erase(mine);
  }
}

} // namespace penumbra::ui
