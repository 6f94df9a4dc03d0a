// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/decider.hpp"

#include "core/edit/engine/proxy.hpp"
#include "core/error.hpp"
#include "core/tool/decision.hpp"

#include <chrono>
#include <new>

namespace penumbra::ui {

Work agents_at_work(const host::Tool& tool, std::shared_ptr<const Image> photo, AgentFactory make_agent) {
  auto deciding = std::make_shared<host::Deciding>(std::move(make_agent));
  return [&tool, photo = std::move(photo), deciding](const Question& question, Progress& progress) {
    host::Values decision(tool.table);
    for (const auto& item : question.decision.items()) decision.set(item.key(), item.value());
    progress.step(0.0, "");
    return std::make_shared<const Episode>(
        host::decide(tool, {*photo, question.reference.get()}, decision, *deciding, progress));
  };
}

/// The progress of one question; cancelled as soon as there is a newer one.
class Decider::Watch : public Progress {
 public:
  Watch(Decider& decider, int ticket) : decider_(decider), ticket_(ticket) {}

  void report(double fraction, std::string_view message) override {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(33)) return;
    last_ = now;
    decider_.report_(ticket_, fraction, std::string(message));
  }
  bool cancelled() override { return decider_.ticket_ != ticket_; }

 private:
  Decider& decider_;
  const int ticket_;
  std::chrono::steady_clock::time_point last_{};
};

Decider::Decider(std::shared_ptr<const Image> photo, Work work, Report report, Done done)
    : photo_(std::move(photo)), work_(std::move(work)), report_(std::move(report)), done_(std::move(done)),
      thread_([this] { run(); }) {}

Decider::~Decider() {
  {
    const std::lock_guard lock(guard_);
    stop_ = true;
    ++ticket_;
  }
  wake_.notify_all();
  thread_.join();
}

int Decider::ask(Question question) {
  int ticket = 0;
  {
    const std::lock_guard lock(guard_);
    waiting_ = std::move(question);
    ticket = ++ticket_;
  }
  wake_.notify_all();
  return ticket;
}

void Decider::cancel() {
  const std::lock_guard lock(guard_);
  waiting_.reset();
  ++ticket_;
}

Answer Decider::answer(int ticket, const Question& question) {
  Answer out{ticket, question, nullptr, nullptr, false, {}};
  try {
    Watch watch(*this, ticket);
    auto episode = work_(question, watch);
    watch.step(1.0, "");
    out.proxy = std::make_shared<Image>(recipe_proxy(episode->edits, *photo_, episode->observation));
    out.episode = std::move(episode);
  } catch (const Cancelled&) {
    out.cancelled = true;
  } catch (const std::bad_alloc&) {
    out.error = "There is not enough memory. Close other programs, or work on a smaller picture.";
  } catch (const std::exception& problem) {
    out.error = problem.what();
  } catch (...) {
    out.error = "The agent failed without giving a reason.";
  }
  return out;
}

void Decider::run() {
  std::unique_lock lock(guard_);
  while (true) {
    wake_.wait(lock, [&] { return stop_ || waiting_; });
    if (stop_) return;
    const Question question = std::move(*waiting_);
    waiting_.reset();
    const int ticket = ticket_;
    lock.unlock();
    done_(answer(ticket, question));
    lock.lock();
  }
}

} // namespace penumbra::ui
