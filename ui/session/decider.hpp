// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/export.hpp"
#include "core/tool/run_dialog.hpp"
#include "core/tool/tool.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>

namespace penumbra::ui {

/// What an agent is asked: the same question has the same answer.
struct Question {
  nlohmann::json decision = nlohmann::json::object(); ///< host::decision_of() the values
  std::shared_ptr<const Image> reference = {};        ///< which one: each is an object of its own
  bool operator==(const Question&) const = default;
  bool operator<(const Question& other) const {
    return std::tie(reference, decision) < std::tie(other.reference, other.decision);
  }
};

/// What gives the answers: called in the background thread alone, one question at a time. Throws Error, and
/// Cancelled where the progress says so.
using Work = std::function<std::shared_ptr<const Episode>(const Question& question, Progress& progress)>;

/// The tool at work on `photo`, with the agents of `make_agent`, each made when it is first asked.
PENUMBRA_API Work agents_at_work(const host::Tool& tool, std::shared_ptr<const Image> photo,
                                 AgentFactory make_agent);

/// What came of a question: an episode and the proxy of its steps (see recipe_proxy), or a reason why not.
struct Answer {
  int ticket = 0; ///< of the question
  Question question;
  std::shared_ptr<const Episode> episode;
  std::shared_ptr<const Image> proxy;
  bool cancelled = false;
  std::string error;
};

/// Has questions answered in one background thread. The newest question is the only one that counts.
class PENUMBRA_API Decider {
 public:
  using Report = std::function<void(int ticket, double fraction, std::string message)>;
  using Done = std::function<void(Answer)>;
  /// Both are called in the background thread; `report` at most 30 times a second.
  Decider(std::shared_ptr<const Image> photo, Work work, Report report, Done done);
  /// Cancels what is under way and waits for it.
  ~Decider();
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;

  /// Asks; what is under way is cancelled. Returns the ticket of the question, which grows.
  int ask(Question question);
  void cancel();

 private:
  class Watch;
  void run();
  Answer answer(int ticket, const Question& question);

  const std::shared_ptr<const Image> photo_;
  const Work work_;
  const Report report_;
  const Done done_;
  std::mutex guard_;
  std::condition_variable wake_;
  std::optional<Question> waiting_;
  std::atomic<int> ticket_{0}; ///< of the newest question or cancellation
  bool stop_ = false;
  std::thread thread_;
};

} // namespace penumbra::ui
