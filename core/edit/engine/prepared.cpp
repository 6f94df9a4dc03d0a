// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/edit.hpp"
#include "core/edit/engine/hidden.hpp"
#include "core/edit/engine/point_stage.hpp"
#include "core/edit/engine/proxy.hpp"
#include "core/edit/engine/within.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace penumbra {
namespace {

constexpr int default_proxy_side = 256; // where no step has maps

/// Of a picture, or a part of one, of `full` size.
Size proxy_size(const std::vector<EditStep>& steps, Size full) {
  Size size{0, 0};
  int side = 0;
  for (const EditStep& step : steps) {
    side = std::max(side, operation_of(step).proxy_side);
    for (const Map& map : step.maps)
      if (map.width > size.width) size = {map.width, map.height};
  }
  if (side > std::max(size.width, size.height)) return fit_long_side(full.width, full.height, side);
  return size.width ? size : fit_long_side(full.width, full.height, default_proxy_side);
}

/// The point edits from `first` on, up to the next that is none.
std::vector<const PointStage*> points_from(const std::vector<std::unique_ptr<Stage>>& stages,
                                           std::size_t first) {
  std::vector<const PointStage*> points;
  for (std::size_t i = first; i < stages.size(); ++i) {
    const auto* point = dynamic_cast<const PointStage*>(stages[i].get());
    if (!point) break;
    points.push_back(point);
  }
  return points;
}

Pixels<float> pixels_of(Image& image, int x, int y) {
  return {image.row(y) + std::size_t(x) * image.channels, std::size_t(image.width) * image.channels,
          image.channels};
}

Pixels<const float> pixels_of(const Image& image, int x, int y) {
  return {image.row(y) + std::size_t(x) * image.channels, std::size_t(image.width) * image.channels,
          image.channels};
}

/// What the stages see, one after the other, while they are prepared: the reduced copy of the photo, or of the
/// part that all steps share, which is then the copy that the part alone would give.
class Seen {
 public:
  Seen(const std::vector<EditStep>& steps, const Image& photo) : all_(common_part(steps)) {
    if (all_.whole()) {
      proxy_ = recipe_proxy(steps, photo);
      return;
    }
    const Rect place = rect_of(all_, {photo.width, photo.height});
    const Size size = proxy_size(steps, {place.width, place.height});
    proxy_ = resize(observe(crop(photo, place), std::max(size.width, size.height)), size);
  }
  const Image& by(const Part& part) {
    if (part == all_) return proxy_;
    return part_ = crop(proxy_, rect_of(part, {proxy_.width, proxy_.height}));
  }
  /// `stage` is one of `part` alone.
  void edit(const Stage& stage, const Part& part) {
    if (part == all_) return stage.apply(proxy_, 0, 0, {proxy_.width, proxy_.height});
    const Rect place = rect_of(part, {proxy_.width, proxy_.height});
    Image inside = crop(proxy_, place);
    stage.apply(inside, 0, 0, {place.width, place.height});
    paste(inside, proxy_, place.x, place.y);
  }

 private:
  Part all_;
  Image proxy_, part_;
};

void copy(const Image& from, int from_x, int from_y, Image& to, int to_x, int to_y, Size size) {
  for (int y = 0; y < size.height; ++y)
    std::memcpy(to.row(to_y + y) + std::size_t(to_x) * to.channels,
                from.row(from_y + y) + std::size_t(from_x) * from.channels,
                sizeof(float) * std::size_t(size.width) * from.channels);
}

} // namespace

Image recipe_proxy(const std::vector<EditStep>& steps, const Image& photo) {
  const Part part = common_part(steps);
  const Rect place = rect_of(part, {photo.width, photo.height});
  Size size = proxy_size(steps, {place.width, place.height});
  if (!part.whole()) { // so large that the part has that size
    size.width = int(std::ceil(size.width / (part.right - part.left)));
    size.height = int(std::ceil(size.height / (part.bottom - part.top)));
  }
  return resize(observe(photo, std::max(size.width, size.height)), size);
}

Image recipe_proxy(const std::vector<EditStep>& steps, const Image& photo, const Image& observed) {
  const Size size = proxy_size(steps, {photo.width, photo.height});
  const bool fits =
      observed.width == size.width && observed.height == size.height && common_part(steps).whole();
  return fits ? observed : recipe_proxy(steps, photo);
}

PreparedRecipe::PreparedRecipe(const std::vector<EditStep>& steps, const Image& photo, Size full)
    : full_(full) {
  Progress silent;
  *this = PreparedRecipe(steps, photo, full, silent);
}

PreparedRecipe::PreparedRecipe(const std::vector<EditStep>& steps, const Image& photo, Size full,
                               Progress& progress)
    : full_(full) {
  require_pixels(photo);
  if (full.width < 1 || full.height < 1) throw Error("The picture has no pixels.");
  if (steps.empty()) return;
  for (const EditStep& step : steps) operation_of(step);
  Seen seen(steps, photo);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    progress.step(double(i) / double(steps.size()), "Preparing");
    const Part part = part_of(steps[i]);
    const Rect place = rect_of(part, full);
    const Image& proxy = seen.by(part);
    std::unique_ptr<Stage> stage =
        operation_of(steps[i]).prepare(steps[i], proxy, {place.width, place.height});
    stage = stage_without_hidden(std::move(stage), proxy);
    if (stage && i + 1 < steps.size()) seen.edit(*stage, part);
    stage = stage_within(std::move(stage), part);
    stage_of_step_.push_back(stage.get());
    if (!stage) continue;
    margin_ += stage->margin();
    stages_.push_back(std::move(stage));
  }
}

PreparedRecipe::~PreparedRecipe() = default;
PreparedRecipe::PreparedRecipe(PreparedRecipe&&) noexcept = default;
PreparedRecipe& PreparedRecipe::operator=(PreparedRecipe&&) noexcept = default;

int PreparedRecipe::margin() const {
  return margin_;
}

void PreparedRecipe::apply_step(int step, Image& tile, int x, int y) const {
  if (const Stage* stage = stage_of_step_.at(std::size_t(step))) stage->apply(tile, x, y, full_);
}

void PreparedRecipe::apply(Image& tile, int x, int y) const {
  if (stages_.empty()) return;
  require_pixels(tile);
  const Rect place{x, y, tile.width, tile.height};
  if (const auto points = points_from(stages_, 0); points.size() == stages_.size()) {
    const Pixels<float> pixels = pixels_of(tile, 0, 0);
    return apply_points(points, {pixels.first, pixels.row_length, pixels.channels}, pixels, tile.encoding,
                        place, full_);
  }
  const bool linear = tile.encoding == Encoding::linear;
  const std::size_t count = std::size_t(tile.width) * tile.height;
  if (linear) linear_to_srgb_row(tile.pixels.data(), count, tile.channels, tile.colour_channels());
  for (std::size_t i = 0; i < stages_.size();) {
    const Pixels<float> pixels = pixels_of(tile, 0, 0);
    const auto points = points_from(stages_, i);
    if (points.empty())
      stages_[i]->apply(tile, x, y, full_);
    else
      apply_points(points, {pixels.first, pixels.row_length, pixels.channels}, pixels, Encoding::srgb, place,
                   full_);
    i += std::max<std::size_t>(1, points.size());
  }
  if (linear) srgb_to_linear_row(tile.pixels.data(), count, tile.channels, tile.colour_channels());
}

void PreparedRecipe::apply(const Image& from, Image& to, const Rect& place) const {
  if (const auto points = points_from(stages_, 0); points.size() == stages_.size())
    return apply_points(points, pixels_of(from, place.x, place.y), pixels_of(to, place.x, place.y),
                        from.encoding, place, full_);
  const int left = std::max(0, place.x - margin_), top = std::max(0, place.y - margin_);
  const int right = std::min(from.width, place.x + place.width + margin_);
  const int bottom = std::min(from.height, place.y + place.height + margin_);
  Image tile = Image::unset(right - left, bottom - top, from.channels, from.encoding);
  copy(from, left, top, tile, 0, 0, {tile.width, tile.height});
  apply(tile, left, top);
  copy(tile, place.x - left, place.y - top, to, place.x, place.y, {place.width, place.height});
}

} // namespace penumbra
