// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/hidden.hpp"

#include <utility>

namespace penumbra {
namespace {

class VeiledStage : public Stage {
 public:
  VeiledStage(std::unique_ptr<Stage> stage, const std::array<float, 3>& colour)
      : stage_(std::move(stage)), colour_(colour) {}
  int margin() const override { return stage_->margin(); }
  void apply(Image& tile, int x, int y, Size full) const override {
    const Hidden hidden(tile, colour_);
    stage_->apply(tile, x, y, full);
    hidden.put_back(tile);
  }

 private:
  std::unique_ptr<Stage> stage_;
  std::array<float, 3> colour_;
};

} // namespace

Hidden::Hidden(Image& picture, const std::array<float, 3>& colour) {
  if (!picture.has_alpha()) return;
  const auto channels = std::size_t(picture.channels), colours = std::size_t(picture.colour_channels());
  const float grey = luma601(colour[0], colour[1], colour[2]);
  for (std::size_t i = 0; i < picture.pixels.size(); i += channels) {
    float* pixel = picture.pixels.data() + i;
    if (pixel[colours] > 0) continue;
    Kept kept{i, {}};
    for (std::size_t c = 0; c < colours; ++c) {
      kept.colour[c] = pixel[c];
      pixel[c] = colours == 3 ? colour[c] : grey;
    }
    kept_.push_back(kept);
  }
}

void Hidden::put_back(Image& picture) const {
  const auto colours = std::size_t(picture.colour_channels());
  for (const Kept& kept : kept_)
    for (std::size_t c = 0; c < colours; ++c) picture.pixels[kept.pixel + c] = kept.colour[c];
}

std::array<float, 3> mean_colour(const Image& proxy) {
  double sum[3] = {};
  for (std::size_t i = 0; i < proxy.pixels.size(); ++i) sum[i % 3] += proxy.pixels[i];
  const double count = double(proxy.pixels.size()) / 3;
  return {float(sum[0] / count), float(sum[1] / count), float(sum[2] / count)};
}

std::unique_ptr<Stage> stage_without_hidden(std::unique_ptr<Stage> stage, const Image& proxy) {
  if (!stage || stage->margin() == 0) return stage;
  return std::make_unique<VeiledStage>(std::move(stage), mean_colour(proxy));
}

} // namespace penumbra
