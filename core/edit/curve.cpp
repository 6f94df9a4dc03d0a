#include "core/edit/curve.hpp"

#include "core/edit/operations.hpp"
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

inline float bend(float s, float a) {
  // Below 0 odd, above 1 the identity, NaN unchanged (every comparison with it is false).
  const float m = std::fabs(s);
  return m < 1.0f ? s + a * s * (1.0f - m) : s;
}

class CurveStage : public Stage {
 public:
  CurveStage(const EditStep& step, const Image& proxy, Size full) {
    const Map& map = step.maps.front();
    const Image small = resize(proxy, {map.width, map.height});
    const float strength = step.parameters.value("strength", 1.0f);
    Map scaled = map;
    for (float& a : scaled.values) a = std::clamp(a * strength, -1.0f, 1.0f);
    heads_ = map.channels;
    coefficients_ = guided_coefficients(scaled, luma_map(small), guide_radius(map), guide_epsilon);
    scale_x_ = float(map.width) / float(full.width);
    scale_y_ = float(map.height) / float(full.height);
  }

  void apply(Image& tile, int x0, int y0, Size) const override {
    const int w = coefficients_.width, h = coefficients_.height, n = coefficients_.channels;
    const int colours = tile.colour_channels();
    std::vector<float> line(std::size_t(w) * n); // the two nearest rows of coefficients, blended
    for (int y = 0; y < tile.height; ++y) {
      const float v = std::clamp((float(y0 + y) + 0.5f) * scale_y_ - 0.5f, 0.0f, float(h - 1));
      const int v0 = int(v), v1 = std::min(v0 + 1, h - 1);
      const float fv = v - float(v0);
      const float* upper = coefficients_.values.data() + std::size_t(v0) * w * n;
      const float* lower = coefficients_.values.data() + std::size_t(v1) * w * n;
      for (std::size_t i = 0; i < line.size(); ++i) line[i] = upper[i] + fv * (lower[i] - upper[i]);

      float* p = tile.row(y);
      for (int x = 0; x < tile.width; ++x, p += tile.channels) {
        const float u = std::clamp((float(x0 + x) + 0.5f) * scale_x_ - 0.5f, 0.0f, float(w - 1));
        const int u0 = int(u), u1 = std::min(u0 + 1, w - 1);
        const float fu = u - float(u0);
        const float* left = line.data() + std::size_t(u0) * n;
        const float* right = line.data() + std::size_t(u1) * n;
        const float luma = colours == 3 ? luma601(p[0], p[1], p[2]) : p[0];
        // The guide is a picture in range; a pixel out of it (or NaN) takes the strength of the nearest end.
        const float guide = luma > 0.0f ? std::min(luma, 1.0f) : 0.0f;
        for (int c = 0; c < colours; ++c) {
          const int k = 2 * std::min(c, heads_ - 1);
          const float slope = left[k] + fu * (right[k] - left[k]);
          const float offset = left[k + 1] + fu * (right[k + 1] - left[k + 1]);
          p[c] = bend(p[c], std::clamp(slope * guide + offset, -1.0f, 1.0f));
        }
      }
    }
  }

 private:
  Map coefficients_;
  int heads_ = 1;
  float scale_x_ = 1, scale_y_ = 1;
};

void validate(const EditStep& step) {
  if (step.maps.size() != 1) throw Error("A curve needs one map of strengths.");
  const Map& map = step.maps.front();
  if (map.channels != 1 && map.channels != 3) throw Error("A map of curve strengths has 1 or 3 channels.");
  if (!std::all_of(map.values.begin(), map.values.end(), [](float a) { return std::fabs(a) <= 1.0f; }))
    throw Error("Curve strengths lie between -1 and 1.");
  const auto strength = step.parameters.find("strength");
  if (strength == step.parameters.end()) return;
  if (!strength->is_number() || !(strength->get<double>() >= 0.0 && strength->get<double>() <= 1.5))
    throw Error("The strength of a curve is a number between 0 and 1.5.");
}

std::unique_ptr<Stage> prepare(const EditStep& step, const Image& proxy, Size full) {
  return std::make_unique<CurveStage>(step, proxy, full);
}

} // namespace

const Operation curve_operation{"curve", 1, validate, prepare};

float curve(float value, float a) {
  return bend(value, a);
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
