// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/device.hpp"
#include "core/edit/engine/edit.hpp"
#include "core/edit/engine/hidden.hpp"
#include "core/edit/engine/within.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/image/parallel.hpp"

#include <algorithm>
#include <new>

namespace penumbra {
namespace {

/// Flat tiles read and write whole stretches of rows; edits with a margin waste least on squares.
Size tile_size(const PreparedRecipe& prepared) {
  return prepared.margin() ? Size{256, 256} : Size{2048, 32};
}

void render_tiles(const PreparedRecipe& prepared, const Image& photo, Image& result, int threads,
                  Progress& progress) {
  const Size tile = tile_size(prepared);
  const int columns = (photo.width + tile.width - 1) / tile.width;
  const int rows = (photo.height + tile.height - 1) / tile.height;
  const auto body = [&](int i) {
    const int x = i % columns * tile.width, y = i / columns * tile.height;
    prepared.apply(photo, result,
                   {x, y, std::min(tile.width, photo.width - x), std::min(tile.height, photo.height - y)});
  };
  parallel_for(columns * rows, threads, body, progress, "Rendering");
}

/// Keeps the fraction from falling where the CPU takes over from a card that failed half-way.
class Rising : public Progress {
 public:
  explicit Rising(Progress& whole) : whole_(whole) {}
  void report(double fraction, std::string_view message) override {
    whole_.report(reached_ = std::max(reached_, fraction), message);
  }
  bool cancelled() override { return whole_.cancelled(); }

 private:
  Progress& whole_;
  double reached_ = 0;
};

Image render_in_tiles(const std::vector<EditStep>& steps, const Image& photo, Progress& progress,
                      const RenderOptions& options) {
  Rising rising(progress);
  SubProgress preparing(rising, 0.0, 0.1), rendering(rising, 0.1, 1.0);
  const PreparedRecipe prepared(steps, photo, {photo.width, photo.height}, preparing);
  if (prepared.stages().empty()) return photo;
  Image result = Image::unset(photo.width, photo.height, photo.channels, photo.encoding);
  if (!render_on_device(prepared, photo, result, rendering, options.device))
    render_tiles(prepared, photo, result, options.threads, rendering);
  return result;
}

/// Steps that belong together: one that needs the whole picture, or a run of others within one part of it.
struct Group {
  std::vector<EditStep> steps;
  bool whole;
  Part part;
};

std::vector<Group> groups_of(const std::vector<EditStep>& steps) {
  std::vector<Group> groups;
  for (const EditStep& step : steps) {
    const Operation& operation = operation_of(step);
    const bool whole = operation.needs_whole && operation.needs_whole(step);
    const Part part = part_of(step);
    if (whole || groups.empty() || groups.back().whole || !(groups.back().part == part))
      groups.push_back({{}, whole, part});
    groups.back().steps.push_back(step);
  }
  return groups;
}

constexpr int mean_side = 256;

Image render_seen(const EditStep& step, const Image& photo, Progress& progress, int threads) {
  const Operation& operation = operation_of(step);
  if (!photo.has_alpha()) return operation.whole(step, photo, progress, threads);
  std::array<float, 3> colour = mean_colour(observe(photo, mean_side));
  if (photo.encoding == Encoding::linear)
    for (float& v : colour) v = srgb_to_linear(v);
  Image seen = photo;
  const Hidden hidden(seen, colour);
  if (!hidden.any()) return operation.whole(step, photo, progress, threads);
  Image result = operation.whole(step, seen, progress, threads);
  hidden.put_back(result);
  return result;
}

Image render_whole(const Group& group, const Image& photo, Progress& progress, int threads) {
  const EditStep& step = group.steps.front();
  if (group.part.whole()) return render_seen(step, photo, progress, threads);
  const Rect place = rect_of(group.part, {photo.width, photo.height});
  Image result = photo;
  paste(render_seen(step, crop(photo, place), progress, threads), result, place.x, place.y);
  return result;
}

} // namespace

Image render(const std::vector<EditStep>& steps, const Image& photo, Progress& progress,
             const RenderOptions& options) {
  try {
    require_pixels(photo);
    const std::vector<Group> groups = groups_of(steps);
    if (groups.empty()) return photo;
    Image result;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      SubProgress part(progress, double(i) / double(groups.size()), double(i + 1) / double(groups.size()));
      const Image& from = i ? result : photo;
      result = groups[i].whole ? render_whole(groups[i], from, part, options.threads)
                               : render_in_tiles(groups[i].steps, from, part, options);
    }
    return result;
  } catch (const std::bad_alloc&) {
    throw Error("There is not enough memory to render a picture of " + std::to_string(photo.width) + " x " +
                std::to_string(photo.height) + " pixels.");
  }
}

Image render(const std::vector<EditStep>& steps, const Image& photo) {
  Progress silent;
  return render(steps, photo, silent);
}

} // namespace penumbra
