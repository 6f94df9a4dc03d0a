// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/tool/run_dialog.hpp"
#include "ui/preview/renderer.hpp"
#include "ui/preview/tile_cache.hpp"
#include "ui/session/decider.hpp"

#include <QImage>
#include <QObject>
#include <QRect>
#include <QString>
#include <map>
#include <memory>
#include <set>

namespace penumbra::ui {

/// What the dialog shows, without the dialog: one photo, an episode that an agent decided, and pictures of
/// its states, made in the background. Lives in the GUI thread; nothing here waits. Each tool derives its own
/// from it, with the values that a person may choose: what they ask of the agent, and how its episode is
/// shown under them.
class PENUMBRA_API Session : public QObject {
  Q_OBJECT
 public:
  enum class State {
    waiting,   ///< start() has not been called
    deciding,  ///< an agent is at work; the episode before it, if any, is still shown
    ready,     ///< the episode belongs to the values
    cancelled, ///< stopped before there was a first episode
    failed     ///< see error(); the episode shown, if any, belongs to earlier values
  };

  /// `work` answers the questions.
  Session(const DialogInput& input, Work work, QObject* parent = nullptr);
  ~Session() override;

  /// Asks the agent; not before the window has shown the photo, since loading LibTorch takes the machine.
  virtual void start();

  State state() const { return state_; }
  const QString& error() const { return error_; }
  double progress() const { return progress_; }
  /// Whether what is shown can be committed.
  virtual bool can_commit() const { return state_ == State::ready; }
  /// What a person has to do first, empty: nothing.
  virtual QString hint() const { return {}; }
  Size photo_size() const { return source_.photo->full(); }
  bool has_alpha() const { return photo_->has_alpha(); }

  /// State shown and to be committed, 0…last_step().
  int step() const { return step_; }
  int last_step() const { return plan_->last_step(); }
  /// The state to preselect.
  int best_step() const { return applied_.suggested; }
  /// What is known about how good every state is; empty where there is nothing. See measure().
  virtual const std::vector<double>& scores() const;
  /// What the scores are, in words.
  struct Measure {
    QString name, label; ///< "Estimated quality"; the same in a word
    QString tip;
    bool falling = false; ///< the lower, the better
  };
  virtual Measure measure() const;
  /// A state in words, "Step 3 of 6"; in few, for under a small picture, "Original" or "3"; and in the
  /// fewest, for under a very small one.
  virtual QString step_title(int step) const;
  virtual QString step_caption(int step) const;
  virtual QString step_short_caption(int step) const;
  void set_step(int step);
  /// What the state shown does to the photo, in one sentence; empty while there is no episode.
  virtual QString sentence() const { return {}; }

  /// Stops the agent. The values go back to those of the episode shown, if there is one.
  void cancel();
  /// Asks again after a failure or a cancellation.
  void retry();

  /// Says what is on the screen: the part `visible` (in pixels of the level) of the photo reduced to `level`,
  /// and the level that shows all of it, which is kept ready behind.
  void show(Size level, const QRect& visible, Size overview);
  Size overview() const { return overview_; }
  /// The newest picture of a tile, null while there is none.
  const QImage* tile(const TileKey& key, int step) { return cache_.find(key, step); }
  /// Whether that picture was made with the present values.
  bool fresh(const TileKey& key, int step) const {
    return step < int(since_.size()) && cache_.fresh(key, step, since_[std::size_t(step)]);
  }
  /// Small picture of a state, null image while there is none; its long side is at most `thumbnail_side`.
  QImage thumbnail(int step);
  static constexpr int thumbnail_side = 256;
  /// Whether the tool has another picture to look at beside the photo, and that picture; null while there is
  /// none.
  virtual bool has_reference_view() const { return false; }
  virtual QImage reference_view() const { return {}; }
  /// A mask over the picture, drawn above it while it is not null (the part of the photo that a control is
  /// about); of any size, stretched over the whole photo.
  const QImage& overlay() const { return overlay_; }
  void set_overlay(const QImage& overlay);

 Q_SIGNALS:
  void state_changed();
  void progress_changed();
  void values_changed();
  void step_changed();
  void episode_changed();
  void scores_changed();
  void tile_changed(const penumbra::ui::TileKey& key);
  void thumbnails_changed();
  void overlay_changed();
  void reference_view_changed();

 protected:
  /// What the values ask of the agent.
  virtual Question question() const = 0;
  /// A decided episode under the values that only change how it is applied: its edits are those that would
  /// be committed, its states those that the slider goes through.
  virtual Episode applied(const Episode& decided) const = 0;
  /// The values follow a question whose episode is shown, after another was cancelled.
  virtual void take_back(const Question& question) = 0;
  /// Another episode is there, before anything of it is shown.
  virtual void adopted(const Episode& episode) { (void)episode; }
  /// The state to go to when an episode comes, -1: the best.
  virtual int wanted_step() const { return -1; }

  /// Asks the agent where the values ask something new; to be called when they changed.
  void ask();
  /// Shows the same episode anew, since the values show it in another way. States whose steps did not change
  /// are not rendered again, where each state is for itself.
  void restage();
  /// The states as they are shown.
  const Episode& shown() const { return applied_; }
  /// The episode shown, null before the first.
  const Episode* episode() const { return answer_ ? answer_->episode.get() : nullptr; }
  /// Whether the episode shown is the one that the values ask for.
  bool answered() const { return answer_ && answer_->question == question(); }
  const std::shared_ptr<const Image>& photo() const { return photo_; }
  /// Says that can_commit() or hint() changed.
  void note_state() { Q_EMIT state_changed(); }

 private:
  void adopt(std::shared_ptr<const Answer> answer);
  void receive(const Answer& answer);
  void receive(const TileResult& result);
  void stage();
  void schedule();
  void set_state(State state);
  TileKey thumbnail_key() const;

  const std::shared_ptr<const Image> photo_;
  const Source source_;
  State state_ = State::waiting;
  QString error_;
  double progress_ = 0;
  int step_ = 0;
  int ticket_ = 0;     ///< of the question that is waited for
  int generation_ = 0; ///< of plan_
  Episode applied_;    ///< what plan_ was made of, and the proxy
  std::shared_ptr<const Image> proxy_;
  std::vector<int> since_{0}; ///< for each state, the first plan that has it as it is now
  std::shared_ptr<const Answer> answer_;
  std::map<Question, std::shared_ptr<const Answer>> answers_;
  std::shared_ptr<const Plan> plan_;
  TileCache cache_;
  Size level_, overview_;
  std::vector<TileKey> visible_;
  QImage overlay_;
  std::unique_ptr<Renderer> renderer_; // the threads: last, so that they end first
  std::unique_ptr<Decider> decider_;
};

/// The tiles of `level` that meet `area`, those nearest its middle first.
PENUMBRA_API std::vector<TileKey> tiles_of(Size level, const QRect& area);

} // namespace penumbra::ui
