// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"

#include "core/edit/curve/curve_kernel.hpp"
#include "core/edit/curve/curve_math.hpp"
#include "core/edit/curve/curve_stage.hpp"
#include "core/edit/engine/operations.hpp"
#include "core/edit/engine/strength.hpp"
#include "core/error.hpp"
#include "core/image/guided.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

/// Smoothing of the maps along the edges of the photo. The radius grows with the map, so that the result
/// depends little on the working size; epsilon is a variance of luma: edges above about 0.06 are followed.
int guide_radius(const Map& map) {
  return std::max(2, std::max(map.width, map.height) / 32);
}
constexpr float guide_epsilon = 4e-3f;

/// The mean over the heads; a copy where there is one.
Map one_head(const Map& coefficients) {
  if (coefficients.channels == 2) return coefficients;
  Map out(coefficients.width, coefficients.height, 2);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const float* from = coefficients.values.data() + i / 2 * 6 + i % 2;
    out.values[i] = (from[0] + from[2] + from[4]) / 3.0f;
  }
  return out;
}

/// Rows of a map spread over the columns of a block, as planes. Rows are kept until the second next is asked
/// for: a picture's rows come in order, and each lies between two of the map's.
class SpreadRows {
 public:
  struct Memory {
    std::vector<curve_math::Place> columns;
    std::vector<float> rows[2];
  };
  SpreadRows(const Map& map, int x, int width, float scale, Memory& memory)
      : map_(map), width_(width), memory_(memory) {
    memory.columns.resize(std::size_t(width));
    for (int i = 0; i < width; ++i)
      memory.columns[std::size_t(i)] = curve_math::place(x + i, scale, map.width);
    for (std::vector<float>& row : memory.rows) row.resize(std::size_t(width) * std::size_t(map.channels));
  }
  const float* row(int v) {
    std::vector<float>& out = memory_.rows[v & 1];
    if (kept_[v & 1] == v) return out.data();
    kept_[v & 1] = v;
    const int n = map_.channels;
    const float* const from = map_.values.data() + std::size_t(v) * map_.width * n;
    for (int i = 0; i < width_; ++i) {
      const curve_math::Place at = memory_.columns[std::size_t(i)];
      const float *left = from + std::size_t(at.first) * n, *right = from + std::size_t(at.second) * n;
      for (int k = 0; k < n; ++k)
        out[std::size_t(k) * width_ + i] = curve_math::lerp(left[k], right[k], at.t);
    }
    return out.data();
  }

 private:
  const Map& map_;
  const int width_;
  Memory& memory_;
  int kept_[2] = {-1, -1};
};

void validate(const EditStep& step) {
  if (step.maps.size() != 1) throw Error("A curve needs one map of strengths.");
  const Map& map = step.maps.front();
  if (map.channels != 1 && map.channels != 3) throw Error("A map of curve strengths has 1 or 3 channels.");
  if (map.width < 1 || map.height < 1 ||
      map.values.size() != std::size_t(map.width) * map.height * std::size_t(map.channels))
    throw Error("The values of a map of curve strengths do not fit its size.");
  if (!std::all_of(map.values.begin(), map.values.end(), [](float a) { return std::fabs(a) <= 1.0f; }))
    throw Error("Curve strengths lie between -1 and 1.");
  number_in(step.parameters, "strength", "a curve", 1, min_strength, max_strength);
}

std::unique_ptr<Stage> prepare(const EditStep& step, const Image& proxy, Size) {
  const float strength = step.parameters.value("strength", 1.0f);
  Map scaled = step.maps.front();
  for (float& a : scaled.values) a = std::clamp(a * strength, -1.0f, 1.0f);
  if (std::all_of(scaled.values.begin(), scaled.values.end(), [](float a) { return a == 0.0f; })) return {};
  return std::make_unique<CurveStage>(scaled, proxy);
}

} // namespace

const Operation curve_operation{"curve", 1, validate, prepare};

CurveStage::CurveStage(const Map& strengths, const Image& proxy)
    : CurveStage(guided_coefficients(strengths, luma_map(resize(proxy, {strengths.width, strengths.height})),
                                     guide_radius(strengths), guide_epsilon)) {}

CurveStage::CurveStage(Map coefficients) : colour_(std::move(coefficients)), grey_(one_head(colour_)) {}

void CurveStage::apply_planes(const Planes& planes, Size full) const {
  const Map& map = coefficients(planes.colours);
  const int width = planes.place.width;
  thread_local SpreadRows::Memory memory;
  SpreadRows spread(map, planes.place.x, width, float(map.width) / float(full.width), memory);
  const float scale = float(map.height) / float(full.height);
  float* rows[3];
  for (int y = 0; y < planes.place.height; ++y) {
    const curve_math::Place at = curve_math::place(planes.place.y + y, scale, map.height);
    const float *above = spread.row(at.first), *below = spread.row(at.second);
    CurveRow row{};
    for (int k = 0; k < map.channels; ++k) {
      row.above[k] = above + std::size_t(k) * width;
      row.below[k] = below + std::size_t(k) * width;
    }
    row.t = at.t;
    planes.row(y, rows);
    curve_row(rows, planes.colours, map.channels / 2, row, width);
  }
}

float curve(float value, float a) {
  return curve_math::bend(value, a);
}

EditStep make_curve_step(Map strengths, double strength) {
  EditStep step;
  step.operation = "curve";
  step.parameters["strength"] = strength;
  step.maps.push_back(std::move(strengths));
  validate(step);
  return step;
}

} // namespace penumbra
