// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/host.hpp"
#include "plugin/gimp2/pixels.hpp"

#include <chrono>
#include <libgimp/gimp.h>
#include <optional>
#include <string>

namespace penumbra::gimp2 {

/// Name of the parasite in which a new layer carries the recipe of its making, as JSON.
inline constexpr const char* recipe_parasite = "penumbra-recipe";

/// GIMP's progress bar. Its Cancel button ends the whole process, so `cancelled` need not ask.
class GimpProgress : public Progress {
 public:
  void report(double fraction, std::string_view message) override;

 private:
  std::chrono::steady_clock::time_point told_{};
  double fraction_ = -1;
  std::string text_;
};

/// One drawable of GIMP 2.10 as a Host.
///
/// In place, the result goes through the drawable's shadow and is merged by GIMP, which applies the selection
/// and makes the undo step. As a new layer: a copy of the layer above it, in which the same is done; outside
/// of the selection it shows the original pixels, as when a person duplicates a layer and filters the copy.
class GimpHost : public host::Host {
 public:
  GimpHost(host::RunMode mode, gint32 image, gint32 drawable);

  host::RunMode run_mode() const override { return mode_; }
  Image read() override;
  std::string name() const override;
  Map selection() override;
  void commit(Image result, const Recipe& recipe, host::Output output, const std::string& title) override;
  /// The layers are of mode Normal, composited in perceptual RGB, in a group above the layer.
  void commit_stack(const std::vector<host::StackLayer>& stack,
                    const std::function<Image(const host::StackLayer&)>& pixels, const Recipe& recipe,
                    const std::string& title) override;
  Progress& progress() override { return progress_; }
  void message(const std::string& text) override;

  /// Text of the recipe that the layer carries, if it is one of ours.
  std::optional<std::string> recipe() const;

 private:
  void check_unchanged(host::Output output) const;
  gint32 copy_layer() const;
  static void attach_recipe(gint32 layer, const Recipe& recipe);

  host::RunMode mode_;
  gint32 image_;
  gint32 drawable_;
  GimpProgress progress_;
  std::optional<PixelFormat> format_;
  GeglRectangle rect_{}; ///< what was read, in pixels of the drawable
};

} // namespace penumbra::gimp2
