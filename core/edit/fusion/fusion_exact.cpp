// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve_math.hpp"
#include "core/edit/fusion/blend.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/image/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace penumbra {
namespace {

// The two finest levels of the pyramids, which hold 15/16 of their values, exist for one tile at a time only;
// the third and all above it are kept for the whole picture. A tile is looked at once: what its two finest
// levels add to the picture goes into the result at once, and the rest, blended, is put under it afterwards.
constexpr int kept_level = 2, cell = 1 << kept_level;
constexpr Size tile_size{768, 256};
/// Pixels around a tile that its result depends on: 1 (contrast) + 4 (two levels down and up of colours) +
/// what the 5-tap filters lose at the borders of a part, to whole cells.
constexpr int margin = 16;
static_assert(margin % cell == 0 && tile_size.width % cell == 0 && tile_size.height % cell == 0);

int cells(int pixels) {
  return (pixels + cell - 1) / cell;
}

/// A part of the picture that begins on a cell's corner, with a margin where there is more picture.
struct Tile {
  Rect inner, outer;
};

Tile tile_at(int index, Size full) {
  const int columns = (full.width + tile_size.width - 1) / tile_size.width;
  const int x = index % columns * tile_size.width, y = index / columns * tile_size.height;
  Tile tile;
  tile.inner = {x, y, std::min(tile_size.width, full.width - x), std::min(tile_size.height, full.height - y)};
  const int left = std::max(0, x - margin), top = std::max(0, y - margin);
  tile.outer = {left, top, std::min(full.width, x + tile.inner.width + margin) - left,
                std::min(full.height, y + tile.inner.height + margin) - top};
  return tile;
}

int tile_count(Size full) {
  return ((full.width + tile_size.width - 1) / tile_size.width) *
         ((full.height + tile_size.height - 1) / tile_size.height);
}

/// The third level of every layer, for the whole picture, gathered tile by tile.
class Kept {
 public:
  Kept(int layers, int colours, Size full) : layers_(std::size_t(layers)) {
    const cv::Size size(cells(full.width), cells(full.height));
    for (BlendLayer& layer : layers_) {
      for (int c = 0; c < colours; ++c) layer.colour[c] = memory_.take(size);
      layer.weight = memory_.take(size);
    }
  }
  /// Takes the inner part of a tile's plane of that level.
  static void put(const cv::Mat& third, const Tile& tile, cv::Mat& plane) {
    const cv::Rect to(tile.inner.x / cell, tile.inner.y / cell, cells(tile.inner.width),
                      cells(tile.inner.height));
    const cv::Rect from((tile.inner.x - tile.outer.x) / cell, (tile.inner.y - tile.outer.y) / cell, to.width,
                        to.height);
    third(from).copyTo(plane(to));
  }
  BlendLayer& layer(std::size_t k) { return layers_[k]; }
  const std::vector<BlendLayer>& layers() const { return layers_; }

 private:
  PlaneStack memory_;
  std::vector<BlendLayer> layers_;
};

/// What the two finest levels of a tile add to the picture, for each colour; gathers the third for `kept`.
std::vector<cv::Mat> finest_levels(const std::vector<BlendLayer>& layers, int colours, const Tile& tile,
                                   Kept& kept, PlaneStack& memory) {
  const cv::Size size = layers.front().weight.size(), half((size.width + 1) / 2, (size.height + 1) / 2);
  std::vector<cv::Mat> firsts, seconds;
  for (int c = 0; c < colours; ++c) {
    firsts.push_back(memory.take(size));
    seconds.push_back(memory.take(half));
    firsts.back().setTo(0);
    seconds.back().setTo(0);
  }
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const PlaneStack::Mark mark = memory.mark();
    const cv::Mat weight = pyramid_down(layers[k].weight, memory);
    Kept::put(pyramid_down(weight, memory), tile, kept.layer(k).weight);
    for (int c = 0; c < colours; ++c) {
      const PlaneStack::Mark inner = memory.mark();
      const cv::Mat& colour = layers[k].colour[c];
      const cv::Mat second = pyramid_down(colour, memory), third = pyramid_down(second, memory);
      Kept::put(third, tile, kept.layer(k).colour[c]);
      add_detail(colour, second, layers[k].weight, firsts[std::size_t(c)], memory);
      add_detail(second, third, weight, seconds[std::size_t(c)], memory);
      memory.release(inner);
    }
    memory.release(mark);
  }
  for (std::size_t c = 0; c < firsts.size(); ++c) {
    const PlaneStack::Mark mark = memory.mark();
    firsts[c] += pyramid_up(seconds[c], size, memory);
    memory.release(mark);
  }
  return firsts;
}

/// Calls `write(pixel, value, colour)` for the colours of a tile's inner part that were finite in the photo.
template <class Write>
void for_pixels(const std::vector<cv::Mat>& planes, const Tile& tile, Image& result, Write write) {
  const int dx = tile.inner.x - tile.outer.x, dy = tile.inner.y - tile.outer.y, n = result.channels;
  for (int y = 0; y < tile.inner.height; ++y) {
    float* const to = result.row(tile.inner.y + y) + std::size_t(tile.inner.x) * std::size_t(n);
    for (std::size_t c = 0; c < planes.size(); ++c) {
      const float* const value = planes[c].ptr<float>(dy + y) + dx;
      for (int x = 0; x < tile.inner.width; ++x) {
        float& pixel = to[x * n + int(c)];
        if (std::isfinite(pixel)) pixel = write(pixel, value[x]);
      }
    }
  }
}

/// Copies a tile's inner part: alpha stays, and so does what is not finite.
void copy_inner(const Image& photo, const Tile& tile, Image& result) {
  const std::size_t n = std::size_t(photo.channels);
  for (int y = tile.inner.y; y < tile.inner.y + tile.inner.height; ++y)
    std::copy_n(photo.row(y) + std::size_t(tile.inner.x) * n, std::size_t(tile.inner.width) * n,
                result.row(y) + std::size_t(tile.inner.x) * n);
}

/// Adds `planes`, where there are any, to the inner part of a tile of the result, and brings it into range and
/// into the picture's encoding.
void finish(const std::vector<cv::Mat>& planes, const Tile& tile, Image& result) {
  for_pixels(planes, tile, result,
             [](float pixel, float value) { return std::clamp(pixel + value, 0.0f, 1.0f); });
  if (result.encoding != Encoding::linear) return;
  for (int y = tile.inner.y; y < tile.inner.y + tile.inner.height; ++y)
    srgb_to_linear_row(result.row(y) + std::size_t(tile.inner.x) * std::size_t(result.channels),
                       std::size_t(tile.inner.width), result.channels, result.colour_channels());
}

} // namespace

Image fuse_exactly(const FusionPlan& plan, const Image& photo, Progress& progress, int threads) {
  const Size full{photo.width, photo.height};
  progress.step(0.0, "Fusing the exposures");
  const Blend blend(plan, recipe_proxy({make_fusion_step(plan)}, photo));
  const int colours = photo.colour_channels(), levels = pyramid_levels(full, plan.weights.coarsest);
  Image result = Image::unset(photo.width, photo.height, photo.channels, photo.encoding);
  const Tile whole{{0, 0, full.width, full.height}, {0, 0, full.width, full.height}};
  const auto set = [](float, float value) { return value; };
  try {
    if (levels <= kept_level) { // too small to be divided
      PlaneStack memory;
      copy_inner(photo, whole, result);
      const std::vector<cv::Mat> planes = planes_of(photo, whole.outer, memory);
      for_pixels(blend_pyramids(blend.layers_of(planes, whole.outer, full, memory), levels), whole, result,
                 set);
      finish(std::vector<cv::Mat>(planes.size(), cv::Mat::zeros(full.height, full.width, CV_32F)), whole,
             result);
      return result;
    }
    Kept kept(blend.layers(), colours, full);
    SubProgress gathering(progress, 0.0, 0.8), finishing(progress, 0.9, 1.0);
    parallel_for(
        tile_count(full), threads,
        [&](int i) {
          thread_local PlaneStack memory;
          memory.clear();
          const Tile tile = tile_at(i, full);
          const std::vector<BlendLayer> layers =
              blend.layers_of(planes_of(photo, tile.outer, memory), tile.outer, full, memory);
          copy_inner(photo, tile, result);
          for_pixels(finest_levels(layers, colours, tile, kept, memory), tile, result, set);
        },
        gathering, "Fusing the exposures");
    progress.step(0.8, "Fusing the exposures");
    const std::vector<cv::Mat> blended = blend_pyramids(kept.layers(), levels - kept_level, threads);
    parallel_for(
        tile_count(full), threads,
        [&](int i) {
          thread_local PlaneStack memory;
          memory.clear();
          const Tile tile = tile_at(i, full);
          const cv::Rect third(tile.outer.x / cell, tile.outer.y / cell, cells(tile.outer.width),
                               cells(tile.outer.height));
          const cv::Size size(tile.outer.width, tile.outer.height),
              half((size.width + 1) / 2, (size.height + 1) / 2);
          std::vector<cv::Mat> under;
          for (const cv::Mat& plane : blended)
            under.push_back(pyramid_up(pyramid_up(plane(third), half, memory), size, memory));
          finish(under, tile, result);
        },
        finishing, "Fusing the exposures");
    return result;
  } catch (const cv::Exception& problem) {
    throw Error(std::string("The exposures could not be fused: ") + problem.what());
  }
}

} // namespace penumbra
