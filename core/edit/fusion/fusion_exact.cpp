#include "core/edit/fusion/blend.hpp"
#include "core/edit/curve/curve_math.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/image/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace penumbra {
namespace {

// The two finest levels of the pyramids, which hold 15/16 of their values, exist for one tile at a time only;
// the third and all above it are kept for the whole picture.
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

cv::Mat down(const cv::Mat& plane) {
  cv::Mat out;
  cv::pyrDown(plane, out);
  return out;
}

cv::Mat up(const cv::Mat& plane, cv::Size size) {
  cv::Mat out;
  cv::pyrUp(plane, out, size);
  return out;
}

/// The kept level of every layer, for the whole picture, gathered tile by tile.
class Kept {
 public:
  Kept(int layers, int colours, Size full) : layers_(std::size_t(layers)) {
    for (BlendLayer& layer : layers_) {
      for (int c = 0; c < colours; ++c) layer.colour[c].create(cells(full.height), cells(full.width), CV_32F);
      layer.weight.create(cells(full.height), cells(full.width), CV_32F);
    }
  }
  void gather(const std::vector<BlendLayer>& parts, int colours, const Tile& tile) {
    const cv::Rect to(tile.inner.x / cell, tile.inner.y / cell, cells(tile.inner.width),
                      cells(tile.inner.height));
    const cv::Rect from((tile.inner.x - tile.outer.x) / cell, (tile.inner.y - tile.outer.y) / cell, to.width,
                        to.height);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      for (int c = 0; c < colours; ++c) down(down(parts[k].colour[c]))(from).copyTo(layers_[k].colour[c](to));
      down(down(parts[k].weight))(from).copyTo(layers_[k].weight(to));
    }
  }
  /// The kept level of a tile with its margin.
  cv::Mat part(int layer, int colour, const Tile& tile) const {
    return layers_[std::size_t(layer)].colour[colour](
        {tile.outer.x / cell, tile.outer.y / cell, cells(tile.outer.width), cells(tile.outer.height)});
  }
  /// A copy of the layers to blend; the planes are shared and are not changed by blending.
  std::vector<BlendLayer> layers() const { return layers_; }

 private:
  std::vector<BlendLayer> layers_;
};

/// The two finest levels of a tile on top of the blended third.
std::vector<cv::Mat> finish(const std::vector<BlendLayer>& layers, const Kept& kept,
                            const std::vector<cv::Mat>& blended, const Tile& tile) {
  const cv::Rect third(tile.outer.x / cell, tile.outer.y / cell, cells(tile.outer.width),
                       cells(tile.outer.height));
  std::vector<cv::Mat> out;
  const cv::Size size = layers.front().weight.size();
  std::vector<cv::Mat> second_weights;
  for (const BlendLayer& layer : layers) second_weights.push_back(down(layer.weight));
  for (std::size_t c = 0; c < blended.size(); ++c) {
    cv::Mat second, first = cv::Mat::zeros(size, CV_32F);
    for (std::size_t k = 0; k < layers.size(); ++k) {
      const cv::Mat& colour = layers[k].colour[c];
      const cv::Mat smaller = down(colour);
      if (second.empty()) second = up(blended[c](third), smaller.size());
      second += (smaller - up(kept.part(int(k), int(c), tile), smaller.size())).mul(second_weights[k]);
      first += (colour - up(smaller, size)).mul(layers[k].weight);
    }
    first += up(second, size);
    out.push_back(first);
  }
  return out;
}

/// Writes the inner part of a tile's planes into the picture, in its encoding.
void write(const std::vector<cv::Mat>& planes, const Tile& tile, const Image& photo, Image& result) {
  const int dx = tile.inner.x - tile.outer.x, dy = tile.inner.y - tile.outer.y, n = photo.channels;
  std::vector<float> row(std::size_t(tile.inner.width));
  for (int y = 0; y < tile.inner.height; ++y) {
    const float* const from = photo.row(tile.inner.y + y) + std::size_t(tile.inner.x) * std::size_t(n);
    float* const to = result.row(tile.inner.y + y) + std::size_t(tile.inner.x) * std::size_t(n);
    std::copy_n(from, std::size_t(tile.inner.width) * std::size_t(n), to); // alpha, and what is not finite
    for (std::size_t c = 0; c < planes.size(); ++c) {
      const float* const value = planes[c].ptr<float>(dy + y) + dx;
      for (int x = 0; x < tile.inner.width; ++x) row[std::size_t(x)] = std::clamp(value[x], 0.0f, 1.0f);
      if (photo.encoding == Encoding::linear) srgb_to_linear_row(row.data(), row.size(), 1, 1);
      for (int x = 0; x < tile.inner.width; ++x)
        if (float& pixel = to[x * n + int(c)]; std::isfinite(pixel)) pixel = row[std::size_t(x)];
    }
  }
}

} // namespace

Image fuse_exactly(const FusionPlan& plan, const Image& photo, Progress& progress, int threads) {
  const Size full{photo.width, photo.height};
  progress.step(0.0, "Fusing the exposures");
  const Blend blend(plan, recipe_proxy({make_fusion_step(plan)}, photo));
  const int colours = photo.colour_channels(), levels = pyramid_levels(full, plan.weights.coarsest);
  Image result(photo.width, photo.height, photo.channels, photo.encoding);
  const Tile whole{{0, 0, full.width, full.height}, {0, 0, full.width, full.height}};
  try {
    if (levels <= kept_level) { // too small to be divided
      std::vector<BlendLayer> layers = blend.layers_of(planes_of(photo, whole.outer), whole.outer, full);
      write(blend_pyramids(layers, levels), whole, photo, result);
      return result;
    }
    Kept kept(blend.layers(), colours, full);
    SubProgress gathering(progress, 0.0, 0.4), finishing(progress, 0.5, 1.0);
    parallel_for(
        tile_count(full), threads,
        [&](int i) {
          const Tile tile = tile_at(i, full);
          kept.gather(blend.layers_of(planes_of(photo, tile.outer), tile.outer, full), colours, tile);
        },
        gathering, "Fusing the exposures");
    std::vector<BlendLayer> upper = kept.layers();
    const std::vector<cv::Mat> blended = blend_pyramids(upper, levels - kept_level);
    parallel_for(
        tile_count(full), threads,
        [&](int i) {
          const Tile tile = tile_at(i, full);
          const std::vector<BlendLayer> layers =
              blend.layers_of(planes_of(photo, tile.outer), tile.outer, full);
          write(finish(layers, kept, blended, tile), tile, photo, result);
        },
        finishing, "Fusing the exposures");
    return result;
  } catch (const cv::Exception& problem) {
    throw Error(std::string("The exposures could not be fused: ") + problem.what());
  }
}

} // namespace penumbra
