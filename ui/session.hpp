#pragma once

#include "core/export.hpp"
#include "ui/decider.hpp"
#include "ui/renderer.hpp"
#include "ui/run_dialog.hpp"
#include "ui/tile_cache.hpp"

#include <QImage>
#include <QObject>
#include <QRect>
#include <QString>
#include <map>
#include <memory>
#include <set>

namespace penumbra::ui {

/// What the dialog shows, without the dialog: one photo, the values chosen, the episode that an agent decided
/// for them, and pictures of its states, made in the background. Lives in the GUI thread; nothing here waits.
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

  /// `values.step` is the state to preselect, -1: the agent's choice.
  Session(const DialogInput& input, const host::LowLightValues& values, QObject* parent = nullptr);
  ~Session() override;

  /// Asks the agent; not before the window has shown the photo, since loading LibTorch takes the machine.
  void start();

  State state() const { return state_; }
  const QString& error() const { return error_; }
  double progress() const { return progress_; }
  Size photo_size() const { return source_.photo->full(); }
  bool has_alpha() const { return photo_->has_alpha(); }

  /// The values as the host and presets take them: step is -1 where it is the agent's choice.
  host::LowLightValues values() const;
  /// Replaces all values at once (a preset, the defaults); decides anew only where it must.
  void set_values(const host::LowLightValues& values);
  void set_method(const std::string& method);
  void set_steps(int steps);
  void set_strength(double strength);
  void set_output(host::Output output);

  /// State shown and to be committed, 0…last_step().
  int step() const { return step_; }
  int last_step() const { return answer_ ? int(answer_->episode->steps.size()) : 0; }
  int best_step() const { return answer_ ? answer_->episode->best : 0; }
  const std::vector<double>& scores() const;
  void set_step(int step);

  /// Stops the agent. The values go back to those of the episode shown, if there is one.
  void cancel();
  /// Asks again after a failure or a cancellation.
  void retry();

  /// What OK commits; only in state ready.
  DialogResult result() const;

  /// Says what is on the screen: the part `visible` (in pixels of the level) of the photo reduced to `level`,
  /// and the level that shows all of it, which is kept ready behind.
  void show(Size level, const QRect& visible, Size overview);
  Size overview() const { return overview_; }
  /// The newest picture of a tile, null while there is none.
  const QImage* tile(const TileKey& key, int step) { return cache_.find(key, step); }
  /// Whether that picture was made with the present values.
  bool fresh(const TileKey& key, int step) const { return cache_.fresh(key, step, generation_); }
  /// Small picture of a state, null image while there is none; its long side is at most `thumbnail_side`.
  QImage thumbnail(int step);
  static constexpr int thumbnail_side = 256;

 Q_SIGNALS:
  void state_changed();
  void progress_changed();
  void values_changed();
  void step_changed();
  void episode_changed();
  void tile_changed(const penumbra::ui::TileKey& key);
  void thumbnails_changed();

 private:
  void decide();
  void adopt(std::shared_ptr<const Answer> answer);
  void receive(const Answer& answer);
  void receive(const TileResult& result);
  void make_plan();
  void schedule();
  void set_state(State state);
  TileKey thumbnail_key() const;

  const std::shared_ptr<const Image> photo_;
  const Source source_;
  host::LowLightValues values_; ///< step: what to preselect when the next episode comes
  State state_ = State::waiting;
  QString error_;
  double progress_ = 0;
  int step_ = 0;
  int ticket_ = 0;     ///< of the question that is waited for
  int generation_ = 0; ///< of plan_
  std::shared_ptr<const Answer> answer_;
  std::map<Question, std::shared_ptr<const Answer>> answers_;
  std::shared_ptr<const Plan> plan_;
  TileCache cache_;
  Size level_, overview_;
  std::vector<TileKey> visible_;
  std::unique_ptr<Renderer> renderer_; // the threads: last, so that they end first
  std::unique_ptr<Decider> decider_;
};

/// The tiles of `level` that meet `area`, those nearest its middle first.
PENUMBRA_API std::vector<TileKey> tiles_of(Size level, const QRect& area);

} // namespace penumbra::ui
