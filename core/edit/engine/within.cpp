// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/within.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace penumbra {
namespace {

constexpr const char* key = "within";

/// First and last + 1 pixel of a side.
std::pair<int, int> pixels_of(double first, double last, int side) {
  const int from = std::clamp(int(std::lround(first * side)), 0, side - 1);
  return {from, std::clamp(int(std::lround(last * side)), from + 1, side)};
}

class WithinStage : public Stage {
 public:
  WithinStage(std::unique_ptr<Stage> stage, const Part& part) : stage_(std::move(stage)), part_(part) {}
  int margin() const override { return stage_->margin(); }
  void apply(Image& tile, int x, int y, Size full) const override {
    const Rect place = rect_of(part_, full);
    const int left = std::max(x, place.x), top = std::max(y, place.y);
    const int right = std::min(x + tile.width, place.x + place.width);
    const int bottom = std::min(y + tile.height, place.y + place.height);
    if (left >= right || top >= bottom) return;
    const Size size{place.width, place.height};
    if (right - left == tile.width && bottom - top == tile.height)
      return stage_->apply(tile, x - place.x, y - place.y, size);
    Image inside = crop(tile, {left - x, top - y, right - left, bottom - top});
    stage_->apply(inside, left - place.x, top - place.y, size);
    paste(inside, tile, left - x, top - y);
  }

 private:
  std::unique_ptr<Stage> stage_;
  Part part_;
};

} // namespace

Part part_of(const Rect& rect, Size size) {
  return {double(rect.x) / size.width, double(rect.y) / size.height, double(rect.x + rect.width) / size.width,
          double(rect.y + rect.height) / size.height};
}

Rect rect_of(const Part& part, Size size) {
  const auto [left, right] = pixels_of(part.left, part.right, size.width);
  const auto [top, bottom] = pixels_of(part.top, part.bottom, size.height);
  return {left, top, right - left, bottom - top};
}

Image crop(const Image& photo, const Rect& place) {
  Image out = Image::unset(place.width, place.height, photo.channels, photo.encoding);
  for (int y = 0; y < place.height; ++y)
    std::memcpy(out.row(y), photo.row(place.y + y) + std::size_t(place.x) * photo.channels,
                sizeof(float) * std::size_t(place.width) * photo.channels);
  return out;
}

void paste(const Image& tile, Image& photo, int x, int y) {
  for (int v = 0; v < tile.height; ++v)
    std::memcpy(photo.row(y + v) + std::size_t(x) * photo.channels, tile.row(v),
                sizeof(float) * std::size_t(tile.width) * tile.channels);
}

Part part_of(const EditStep& step) {
  const auto found = step.parameters.find(key);
  if (found == step.parameters.end()) return {};
  double edges[4] = {};
  bool fits = found->is_array() && found->size() == 4;
  for (std::size_t i = 0; fits && i < 4; ++i)
    fits = (*found)[i].is_number() && (edges[i] = (*found)[i].get<double>()) >= 0 && edges[i] <= 1;
  if (!fits || edges[0] >= edges[2] || edges[1] >= edges[3])
    throw Error(
        "The \"within\" of an edit names the left, top, right and bottom edge of a part of the picture, "
        "between 0 and 1.");
  return {edges[0], edges[1], edges[2], edges[3]};
}

std::vector<EditStep> within(std::vector<EditStep> steps, const Part& part) {
  for (EditStep& step : steps) {
    if (part.whole())
      step.parameters.erase(key);
    else
      step.parameters[key] = {part.left, part.top, part.right, part.bottom};
  }
  return steps;
}

Part common_part(const std::vector<EditStep>& steps) {
  if (steps.empty()) return {};
  const Part first = part_of(steps.front());
  const bool same =
      std::all_of(steps.begin(), steps.end(), [&](const EditStep& step) { return part_of(step) == first; });
  return same ? first : Part{};
}

std::unique_ptr<Stage> stage_within(std::unique_ptr<Stage> stage, const Part& part) {
  if (!stage || part.whole()) return stage;
  return std::make_unique<WithinStage>(std::move(stage), part);
}

} // namespace penumbra
