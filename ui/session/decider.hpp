#pragma once

#include "core/agent/agent.hpp"
#include "core/export.hpp"
#include "core/tool/run_dialog.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace penumbra::ui {

/// What an agent is asked: the same question has the same answer.
struct Question {
  std::string method = {};
  int steps = 6;
  bool denoise = false; ///< whether to look for noise; how much of it is taken off is not asked
  // For agents with a reference alone:
  std::shared_ptr<const Image> reference = {}; ///< which one: each is an object of its own
  Content content = Content::automatic;
  bool polish = false;
  auto operator<=>(const Question&) const = default;
};

/// What gives the answers: called in the background thread alone, one question at a time. Throws Error, and
/// Cancelled where the progress says so.
using Work = std::function<std::shared_ptr<const Episode>(const Question& question, Progress& progress)>;

/// The agents of `make_agent`, each made when it is first asked, at work on `photo`. A question without a
/// method has an episode of no edits for an answer.
PENUMBRA_API Work agents_at_work(std::shared_ptr<const Image> photo, AgentFactory make_agent);

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
