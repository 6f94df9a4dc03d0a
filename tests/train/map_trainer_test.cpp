// SPDX-License-Identifier: GPL-3.0-or-later
// The training of the policy that sees the place, on pictures that are drawn here.
#include "core/edit/fusion/fusion.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/segment/levels.hpp"
#include "core/segment/segments.hpp"
#include "core/train/exposure/map_trainer.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

/// Dark at the left, bright at the right, with a little texture.
torch::Tensor backlit() {
  torch::manual_seed(4);
  torch::Tensor picture = 0.05 * torch::rand({1, 3, 64, 64}) + 0.1;
  picture.slice(3, 32, 64) += 0.6;
  return picture;
}

torch::Tensor left_and_right(double left, double right) {
  torch::Tensor map = torch::full({1, 64, 64}, right);
  map.slice(2, 0, 32).fill_(left);
  return map;
}

TEST(FuseLevels, IsWhatTheProductDoes) {
  MapRun run;
  run.weights.locality = 0.85, run.weights.input = 0, run.weights.coarsest = 4;
  const torch::Tensor picture = backlit(), map = left_and_right(2.0, -0.5);
  const Image image = to_image(picture);
  FusionPlan plan;
  Map ev(64, 64);
  std::copy_n(map.data_ptr<float>(), ev.values.size(), ev.values.begin());
  plan.labels = exposure_levels(ev, run.span, run.levels);
  ASSERT_EQ(segment_count(plan.labels), 2);
  plan.segments = {{2.0, true}, {-0.5, true}};
  plan.weights = run.weights;
  plan.shoulder = 0.7;
  const Image product = render(std::vector<EditStep>{make_fusion_step(plan)}, image);
  const torch::Tensor ours = fuse_levels(picture, {map, torch::full({1}, 0.7)}, run);
  EXPECT_LT((ours - to_tensor(product)).abs().max().item<double>(), 0.005);
}

TEST(FuseLevels, LeavesAPictureAloneThatIsDueNothing) {
  const torch::Tensor picture = backlit();
  EXPECT_LT((fuse_levels(picture, {torch::zeros({1, 64, 64}), torch::full({1}, 0.4)}, {}) - picture)
                .abs()
                .max()
                .item<double>(),
            2e-3);
}

TEST(FuseLevels, ItsGradientAgreesWithFiniteDifferences) {
  MapRun run;
  run.weights.locality = 0.85, run.weights.input = 0, run.weights.coarsest = 4;
  const torch::Tensor picture = backlit(), towards = picture * 1.2;
  const auto loss = [&](const torch::Tensor& map, double shoulder = 0.4) {
    return (fuse_levels(picture, {map, torch::full({1}, shoulder)}, run) - towards).square().sum();
  };
  const torch::Tensor map = left_and_right(1.0, -0.5).requires_grad_();
  const torch::Tensor gradient = torch::autograd::grad({loss(map)}, {map})[0];
  // Over a segment at a time: that is what a level is.
  const torch::NoGradGuard constant;
  for (const bool left : {true, false}) {
    const torch::Tensor step = left ? left_and_right(1, 0) : left_and_right(0, 1);
    const double h = 1e-2;
    const double measured = ((loss(map + h * step) - loss(map - h * step)) / (2 * h)).item<double>();
    EXPECT_NEAR((gradient * step).sum().item<double>(), measured, 0.02 * std::abs(measured) + 1e-2);
  }
}

TEST(MapTrainer, LearnsAndGoesOn) {
  const SyntheticPhotos photos(20);
  const test::TemporaryFolder out;
  MapRun run;
  run.batch = 6, run.direct = {16, 3e-3, 1e-3}, run.fused = {4, 1e-3, 1e-4};
  run.spoil.unchanged = 0.1, run.spoil.under = 1;
  {
    MapTrainer trainer(run, photos.path(), "", out.path());
    trainer.train(0, 10);
  }
  const TensorFile best = read_safetensors(out / "last.safetensors");
  EXPECT_EQ(best.metadata.at("network"), exposure_map_network);
  EXPECT_EQ(best.metadata.at("updates"), "20");
  EXPECT_NO_THROW(load_exposure_map_policy(best));
  run.fused.updates = 6;
  MapTrainer more(run, photos.path(), "", out.path());
  ASSERT_TRUE(more.resume());
  more.train(0, 1);
  EXPECT_EQ(read_safetensors(out / "last.safetensors").metadata.at("updates"), "22");
}

TEST(MapRun, ComesBackFromItsRecipe) {
  MapRun run;
  run.span = 0.4, run.levels = 5, run.fused = {7, 0.25, 0.5}, run.weights.locality = 0.3;
  run.views.per_panorama = 3, run.spoil.under = 0.9, run.view_share = 0.1;
  const nlohmann::json json = run;
  EXPECT_EQ(nlohmann::json(json.get<MapRun>()), json);
  EXPECT_EQ(json.get<MapRun>().weights.locality, 0.3);
  EXPECT_EQ(json.get<MapRun>().fused.floor, 0.5);
}

} // namespace
} // namespace penumbra
