// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/local_exposure.hpp"
#include "ui/session/history.hpp"
#include "ui/session/tool_session.hpp"

#include <vector>

namespace penumbra::ui {

/// The session of Balance Local Exposure: an agent's exposures of the photo's segments, which a person may
/// change, switch off, or see alone. State t of the slider is the fusion of the first t segments.
class PENUMBRA_API LocalExposureSession : public ToolSession {
  Q_OBJECT
 public:
  LocalExposureSession(const host::Tool& tool, const DialogInput& input, const host::Values& values,
                       QObject* parent = nullptr);

  /// The changes of single segments stay when all values are replaced.
  /// The segments as they stand, and as the agent decided them; none before there is an episode.
  const std::vector<SegmentExposure>& segments() const { return plan_.segments; }
  const std::vector<SegmentExposure>& decided() const { return decided_; }
  void set_ev(int segment, double ev); ///< -5…5
  void set_on(int segment, bool on);
  /// Only this segment on; once more: those on that were on before.
  void solo(int segment);
  int soloed() const { return solo_; } ///< -1: none
  /// Back to what the agent decided.
  void reset_segments();
  /// Takes back the last change of the segments, or makes it again.
  void undo();
  void redo();
  bool can_undo() const { return history_.can_undo(); }
  bool can_redo() const { return history_.can_redo(); }

  /// The picture within a segment, dimmed around it; null image before there is an episode.
  QImage segment_picture(int segment) const;
  /// Shows in the preview where a segment is; -1: no more.
  void point_out(int segment);

  /// What OK commits; only in state ready.
  host::Choosing choice() const override;

 Q_SIGNALS:
  void segments_changed();

 protected:
  Episode applied(const Episode& decided) const override;
  void adopted(const Episode& episode) override;

 private:
  /// What the list of segments shows.
  struct List {
    std::vector<SegmentExposure> segments;
    int solo;
    std::vector<bool> on_before_solo;
  };
  List present() const { return {plan_.segments, solo_, on_before_solo_}; }
  void show_list(List list);
  void changed();
  float mask(int segment, std::size_t pixel) const;

  /// The values with the segments as they stand.
  host::Values with_segments(host::Values values) const;

  nlohmann::json first_; ///< changes of segments to start with, where the photo has such
  FusionPlan plan_;
  std::vector<SegmentExposure> decided_;
  std::vector<bool> on_before_solo_;
  int solo_ = -1;
  History<List> history_;
  Image small_; ///< the photo, as large as the masks
  Map masks_;   ///< [h,w,segments]
};

} // namespace penumbra::ui
