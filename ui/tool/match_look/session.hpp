// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/match_look.hpp"
#include "ui/session/history.hpp"
#include "ui/session/tool_session.hpp"

#include <QThreadPool>
#include <atomic>
#include <optional>
#include <vector>

namespace penumbra::ui {

/// The picture whose look is wanted.
struct LookReference {
  std::string file; ///< where it came from a file,
  int layer = -1;   ///< or from what the host has open (-1: not); neither: from the clipboard
  QString name;
  std::shared_ptr<const Image> look; ///< as large as the tuner looks at it
  QImage thumbnail;
  QImage view; ///< as large as a screen

  bool can_be_read_again() const { return !file.empty() || layer != -1; }
};

/// The session of Match Look to Reference. State t of the slider is the photo with the nine sliders of the
/// tuner's step t; once a person moved a slider there is one state more, the last: "by hand".
class PENUMBRA_API MatchLookSession : public ToolSession {
  Q_OBJECT
 public:
  MatchLookSession(const host::Tool& tool, const DialogInput& input, const host::Values& values,
                   QObject* parent = nullptr);
  ~MatchLookSession() override;

  void start() override;
  bool can_commit() const override;
  QString hint() const override;
  const std::vector<double>& scores() const override { return distances_; }
  Measure measure() const override;
  QString step_title(int step) const override;
  QString step_caption(int step) const override;
  QString step_short_caption(int step) const override;
  bool has_reference_view() const override { return true; }
  QImage reference_view() const override { return reference_ ? reference_->view : QImage(); }

  /// The values as the host and presets take them: the reference as far as it can be read again, step -1
  /// where it is the nearest, "by-hand" where that is the state shown.
  host::Values values() const override;
  /// Replaces all values. A reference file that they name is read; where they name none it stays. Sliders
  /// that were set by hand and are not those of `values` can be had back by undo().
  void set_values(const host::Values& values) override;

  /// The reference, null while there is none; and whether another one is being read.
  const LookReference* reference() const { return reference_ ? &*reference_ : nullptr; }
  bool reading() const { return reading_ != 0; }
  /// Choose another; the signal `failed` says why it cannot be read, and the one before it stays.
  void choose_file(const QString& path);
  void choose_layer(int id);
  void choose_picture(const QImage& picture, const QString& name);
  /// Whether the reference was found to show the same as the photo; nothing while that is not known.
  std::optional<bool> same_content() const;

  /// The sliders of the state shown, before the strength.
  FinishValues sliders() const { return sliders_at(step()); }
  /// Whether they can be moved: not while the tuner is at work.
  bool can_tune() const { return state() == State::ready && !reading(); }
  /// Moves a slider: the state shown is then the one by hand.
  void set_slider(int slider, double value);
  bool by_hand() const { return hand_ && step() == hand_step(); }
  /// The sliders that setting by hand began with, and the step whose they were.
  FinishValues base() const;
  int base_step() const { return by_hand() ? hand_->from : step(); }
  /// Back to the step that it began with; there is no state by hand then.
  void reset_hand();
  /// Takes back the last change by hand, or makes it again.
  void undo();
  void redo();
  bool can_undo() const { return history_.can_undo() && can_tune(); }
  bool can_redo() const { return history_.can_redo() && can_tune(); }

  /// What OK commits; only where can_commit().
  host::Choosing choice() const override;

 Q_SIGNALS:
  void reference_changed();
  void sliders_changed(); ///< the sliders of the state shown, or whether they can be moved or taken back
  void failed(const QString& reason);

 protected:
  std::shared_ptr<const Image> goal() const override;
  Episode applied(const Episode& decided) const override;
  void take_back(const Question& question) override;
  void adopted(const Episode& episode) override;
  int wanted_step() const override;
  void choose_best() override;
  void apply_again() override;

 private:
  struct Hand {
    FinishValues values{}, base{};
    int from = 0;
  };
  struct Past {
    std::optional<Hand> hand;
    int step;
  };
  const Episode& tuned() const;
  int tuned_steps() const;
  int hand_step() const { return tuned_steps() + 1; }
  FinishValues sliders_at(int step) const;
  Past present() const { return {hand_, step()}; }
  void show_hand(std::optional<Hand> hand, int step);
  void measure_distances();
  void read(LookReference reference, std::function<Image()> source);
  void read_file(const QString& path);
  void read_layer(int id);
  void receive(int ticket, LookReference reference, const QString& problem);

  const std::vector<OpenPicture> open_;
  const host::ReferenceReader read_;
  std::optional<LookReference> reference_;
  std::vector<LookReference> known_; ///< the last that were read
  std::optional<Hand> hand_;
  History<Past> history_;
  bool wants_hand_ = false; ///< the next episode is to be shown by hand
  std::vector<double> distances_;
  int reading_ = 0; ///< the ticket of what is being read, 0: nothing
  std::atomic<int> tickets_{0};
  QThreadPool readers_; // last, so that it ends first
};

} // namespace penumbra::ui
