// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/point_stage.hpp"

#include "core/image/colour.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <vector>

namespace penumbra {
namespace {

// A block's planes and an edit's rows beside them fit into the cache nearest to a core but one.
constexpr int block_width = 512, block_height = 32;

PENUMBRA_CLONES void split3(const float* p, int channels, float* r, float* g, float* b, int count) {
  if (channels == 3)
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) r[i] = p[3 * i], g[i] = p[3 * i + 1], b[i] = p[3 * i + 2];
  else
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) r[i] = p[4 * i], g[i] = p[4 * i + 1], b[i] = p[4 * i + 2];
}

PENUMBRA_CLONES void join3(const float* r, const float* g, const float* b, float* p, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) p[3 * i] = r[i], p[3 * i + 1] = g[i], p[3 * i + 2] = b[i];
}

/// With the alpha of `from`, which may be `p`.
PENUMBRA_CLONES void join4(const float* r, const float* g, const float* b, const float* from, float* p,
                           int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i)
    p[4 * i] = r[i], p[4 * i + 1] = g[i], p[4 * i + 2] = b[i], p[4 * i + 3] = from[4 * i + 3];
}

void split(const float* p, int channels, float* const* colour, int count) {
  if (channels >= 3) return split3(p, channels, colour[0], colour[1], colour[2], count);
  for (int i = 0; i < count; ++i) colour[0][i] = p[i * channels];
}

void join(float* const* colour, const float* from, float* p, int channels, int count) {
  if (channels == 3) return join3(colour[0], colour[1], colour[2], p, count);
  if (channels == 4) return join4(colour[0], colour[1], colour[2], from, p, count);
  for (int i = 0; i < count; ++i) {
    p[i * channels] = colour[0][i];
    if (channels == 2) p[2 * i + 1] = from[2 * i + 1];
  }
}

void apply_block(std::span<const PointStage* const> stages, const Pixels<const float>& from,
                 const Pixels<float>& to, Encoding encoding, const Rect& place, Size full) {
  thread_local std::vector<float> memory(3 * std::size_t(block_width) * block_height);
  const std::size_t count = std::size_t(place.width) * place.height;
  Planes planes;
  planes.colours = from.channels >= 3 ? 3 : 1;
  planes.place = place;
  for (int c = 0; c < planes.colours; ++c) planes.colour[c] = memory.data() + c * count;

  float* rows[3];
  for (int y = 0; y < place.height; ++y) {
    planes.row(y, rows);
    split(from.first + std::size_t(y) * from.row_length, from.channels, rows, place.width);
  }
  const std::size_t values = count * planes.colours;
  if (encoding == Encoding::linear) linear_to_srgb_row(memory.data(), values, 1, 1);
  for (const PointStage* stage : stages) stage->apply_planes(planes, full);
  if (encoding == Encoding::linear) srgb_to_linear_row(memory.data(), values, 1, 1);
  for (int y = 0; y < place.height; ++y) {
    planes.row(y, rows);
    const std::size_t line = std::size_t(y);
    join(rows, from.first + line * from.row_length, to.first + line * to.row_length, to.channels,
         place.width);
  }
}

} // namespace

void PointStage::apply(Image& tile, int x, int y, Size full) const {
  const std::size_t row_length = std::size_t(tile.width) * tile.channels;
  const PointStage* const self = this;
  apply_points({&self, 1}, {tile.pixels.data(), row_length, tile.channels},
               {tile.pixels.data(), row_length, tile.channels}, Encoding::srgb,
               {x, y, tile.width, tile.height}, full);
}

void apply_points(std::span<const PointStage* const> stages, const Pixels<const float>& from,
                  const Pixels<float>& to, Encoding encoding, const Rect& place, Size full) {
  for (int y = 0; y < place.height; y += block_height)
    for (int x = 0; x < place.width; x += block_width) {
      const Rect block{place.x + x, place.y + y, std::min(block_width, place.width - x),
                       std::min(block_height, place.height - y)};
      const auto at = [&](const auto& pixels) {
        auto part = pixels;
        part.first += std::size_t(y) * pixels.row_length + std::size_t(x) * pixels.channels;
        return part;
      };
      apply_block(stages, at(from), at(to), encoding, block, full);
    }
}

} // namespace penumbra
