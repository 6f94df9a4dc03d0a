// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/export.hpp"
#include "ui/preview/pyramid.hpp"

#include <QImage>
#include <array>
#include <compare>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace penumbra::ui {

/// Side of the square pieces that a picture is rendered in, in its own pixels.
constexpr int tile_side = 512;

/// One piece of the picture reduced to `level` (its size in pixels).
struct PENUMBRA_API TileKey {
  int level_width = 0, level_height = 0;
  int column = 0, row = 0;
  auto operator<=>(const TileKey&) const = default;

  Size level() const { return {level_width, level_height}; }
  /// The piece's place in the level, clipped to it.
  Rect rect() const;
};

/// What tiles are made of: the photo, the selection, and how the two are blended. Shared by all plans.
struct Source {
  std::shared_ptr<Pyramid> photo;
  std::shared_ptr<Pyramid> selection; ///< one channel, coverage; null: everything is selected
  Encoding selection_blend = Encoding::srgb;
};

using Course = Composition;

/// One set of steps to be rendered: immutable, so that a newer one replaces it instead of changing it.
class PENUMBRA_API Plan {
 public:
  /// `proxy` is recipe_proxy() of the steps and the photo.
  Plan(int generation, std::vector<EditStep> steps, std::shared_ptr<const Image> proxy,
       Course course = Course::cumulative);

  int generation() const { return generation_; } ///< grows with every new plan of a session
  int last_step() const { return int(steps_.size()); }

  /// Renders states `first`…`last` of a tile, sRGB, 8 bit, blended by the selection. State 0 is the photo.
  /// The same code as render(); from any thread. Ends early, with fewer states, once `abandoned` says so.
  std::vector<QImage> render(const Source& source, const TileKey& key, int first, int last,
                             const std::function<bool()>& abandoned = {}) const;

 private:
  /// What renders state `step` at a level; for all states the same where they are cumulative.
  std::shared_ptr<const PreparedRecipe> prepared(Size level, int step) const;

  const int generation_;
  const Course course_;
  const std::vector<EditStep> steps_;
  const std::shared_ptr<const Image> proxy_;
  mutable std::mutex guard_;
  mutable std::map<std::array<int, 3>, std::shared_ptr<const PreparedRecipe>> prepared_;
};

} // namespace penumbra::ui
