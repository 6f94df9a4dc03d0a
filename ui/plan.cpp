#include "ui/plan.hpp"

#include "ui/pixels.hpp"

#include <algorithm>

namespace penumbra::ui {

Rect TileKey::rect() const {
  const int x = column * tile_side, y = row * tile_side;
  return {x, y, std::min(tile_side, level_width - x), std::min(tile_side, level_height - y)};
}

Plan::Plan(int generation, std::vector<EditStep> steps, std::shared_ptr<const Image> proxy)
    : generation_(generation), steps_(std::move(steps)), proxy_(std::move(proxy)) {}

std::shared_ptr<const PreparedRecipe> Plan::prepared(Size level) const {
  const std::lock_guard lock(guard_);
  auto& entry = prepared_[{level.width, level.height}];
  if (!entry) entry = std::make_shared<PreparedRecipe>(steps_, *proxy_, level);
  return entry;
}

std::vector<QImage> Plan::render(const Source& source, const TileKey& key, int first, int last,
                                 const std::function<bool()>& abandoned) const {
  const Size level = key.level();
  const Rect rect = key.rect();
  const auto photo = source.photo->level(level);
  const auto recipe = last > 0 ? prepared(level) : nullptr;

  // Stages may be wrong near the border of what they get: give them more than is shown.
  const int margin = recipe ? recipe->margin() : 0;
  const int left = std::max(0, rect.x - margin), top = std::max(0, rect.y - margin);
  const int right = std::min(level.width, rect.x + rect.width + margin);
  const int bottom = std::min(level.height, rect.y + rect.height + margin);
  const Rect inside{rect.x - left, rect.y - top, rect.width, rect.height};
  const Image original = convert(cut(*photo, {left, top, right - left, bottom - top}), Encoding::srgb);
  const auto centre = [&](const Image& tile) { return margin ? cut(tile, inside) : tile; };
  const Image original_centre = centre(original);
  const Image coverage = source.selection ? cut(*source.selection->level(level), rect) : Image();

  std::vector<QImage> shown;
  Image state = original;
  for (int step = 0; step <= last; ++step) {
    if (abandoned && abandoned()) break;
    if (step > 0) recipe->apply_step(step - 1, state, left, top);
    if (step < first) continue;
    if (step == 0 || coverage.empty())
      shown.push_back(to_qimage(centre(state)));
    else
      shown.push_back(to_qimage(blend_by(coverage, original_centre, centre(state), source.selection_blend)));
  }
  return shown;
}

} // namespace penumbra::ui
