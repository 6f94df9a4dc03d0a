// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/plan.hpp"

#include "ui/preview/pixels.hpp"

#include <algorithm>

namespace penumbra::ui {

Rect TileKey::rect() const {
  const int x = column * tile_side, y = row * tile_side;
  return {x, y, std::min(tile_side, level_width - x), std::min(tile_side, level_height - y)};
}

Plan::Plan(int generation, std::vector<EditStep> steps, std::shared_ptr<const Image> proxy, Course course)
    : generation_(generation), course_(course), steps_(std::move(steps)), proxy_(std::move(proxy)) {}

std::shared_ptr<const PreparedRecipe> Plan::prepared(Size level, int step) const {
  const bool alone = course_ == Course::alternatives;
  const std::lock_guard lock(guard_);
  auto& entry = prepared_[{level.width, level.height, alone ? step : 0}];
  if (!entry)
    entry = std::make_shared<PreparedRecipe>(
        alone ? std::vector<EditStep>{steps_[std::size_t(step) - 1]} : steps_, *proxy_, level);
  return entry;
}

std::vector<QImage> Plan::render(const Source& source, const TileKey& key, int first, int last,
                                 const std::function<bool()>& abandoned) const {
  const Size level = key.level();
  const Rect rect = key.rect();
  const auto photo = source.photo->level(level);
  const Image coverage = source.selection ? cut(*source.selection->level(level), rect) : Image();

  // Stages may be wrong near the border of what they get: they are given more than is shown.
  Rect wide;
  Image original, state;
  const auto begin = [&](int margin) {
    const int left = std::max(0, rect.x - margin), top = std::max(0, rect.y - margin);
    const int right = std::min(level.width, rect.x + rect.width + margin);
    const int bottom = std::min(level.height, rect.y + rect.height + margin);
    wide = {left, top, right - left, bottom - top};
    state = convert(cut(*photo, wide), Encoding::srgb);
  };
  const auto centre = [&](const Image& tile) {
    if (wide.width == rect.width && wide.height == rect.height) return tile;
    return cut(tile, {rect.x - wide.x, rect.y - wide.y, rect.width, rect.height});
  };

  const bool alone = course_ == Course::alternatives;
  std::vector<QImage> shown;
  for (int step = 0; step <= last; ++step) {
    if (abandoned && abandoned()) break;
    if (alone && step > 0 && step < first) continue;
    const auto recipe = step > 0 || (!alone && last > 0) ? prepared(level, step) : nullptr;
    if (step == 0 || alone) begin(recipe ? recipe->margin() : 0);
    if (step == 0) original = centre(state);
    if (step > 0) recipe->apply_step(alone ? 0 : step - 1, state, wide.x, wide.y);
    if (step < first) continue;
    if (step == 0 || coverage.empty())
      shown.push_back(to_qimage(centre(state)));
    else
      shown.push_back(to_qimage(blend_by(coverage, original, centre(state), source.selection_blend)));
  }
  return shown;
}

} // namespace penumbra::ui
