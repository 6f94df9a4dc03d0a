// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/reward/style.hpp"
#include "core/system/pix_tuner/mosaic.hpp"
#include "core/train/match/finish_torch.hpp"
#include "core/train/match/tune_trainer.hpp"
#include "tests/image/pictures.hpp"
#include "tests/nn/oracles.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/train/random_vgg.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>

using namespace penumbra;

namespace {

torch::Tensor random_values(int count) {
  return torch::rand({count, finish_sliders}) * 2 - 1;
}

} // namespace

TEST(FinishTorch, agrees_with_the_kernel) {
  torch::manual_seed(3);
  const Image picture = test::photo(64, 48, 3, 5);
  const torch::Tensor values = random_values(12);
  for (int i = 0; i < 12; ++i) {
    const Image kernel =
        product_pipeline().apply(picture, to_values(product_pipeline(), values[i]), {256, 256});
    const torch::Tensor ours = finish(to_tensor(picture), values.slice(0, i, i + 1), 256);
    EXPECT_LT((ours - to_tensor(kernel)).abs().max().item<double>(), 1e-4) << values[i];
  }
}

TEST(FinishTorch, agrees_with_the_formulas_of_the_paper) {
  torch::manual_seed(13);
  Image picture = test::photo(64, 48, 3, 5);
  for (std::size_t i = 0; i < 60; ++i) picture.pixels[i] = i < 30 ? 0.0f : 1.0f; // ends, and grey
  const torch::Tensor values = random_values(24);
  values[23] = from_values(paper_pipeline(), neutral_values(paper_pipeline()));
  for (int i = 0; i < 24; ++i) {
    const Image kernel = paper_pipeline().apply(picture, to_values(paper_pipeline(), values[i]), {64, 48});
    const torch::Tensor ours = paper_finish(to_tensor(picture), values.slice(0, i, i + 1), 64);
    EXPECT_LT((ours - to_tensor(kernel)).abs().max().item<double>(), 1e-4) << values[i];
  }
}

TEST(FinishTorch, has_finite_gradients_for_the_formulas_of_the_paper) {
  torch::manual_seed(14);
  torch::Tensor picture = to_tensor(test::photo(64, 48, 3, 6)).repeat({40, 1, 1, 1});
  picture.slice(2, 0, 4) = 0;
  picture.slice(2, 4, 8) = 1;
  torch::Tensor values = random_values(40);
  values.set_requires_grad(true);
  paper_finish(picture, values, 64).square().sum().backward();
  EXPECT_TRUE(values.grad().isfinite().all().item<bool>());
  EXPECT_GT(values.grad().abs().amax(0).min().item<double>(), 0.0) << "each slider does something";
  EXPECT_THROW(tensor_pipeline("none"), Error);
}

TEST(FinishTorch, has_gradients_for_every_slider) {
  torch::manual_seed(4);
  const torch::Tensor picture = to_tensor(test::photo(64, 48, 3, 6));
  torch::Tensor values = random_values(1) * 0.5;
  values.set_requires_grad(true);
  finish(picture, values, 256).square().sum().backward();
  EXPECT_TRUE(values.grad().isfinite().all().item<bool>());
  EXPECT_GT(values.grad().abs().min().item<double>(), 0.0);
}

TEST(Mosaic, of_an_edit_is_the_edit_of_the_mosaic) {
  const Image picture = test::photo(256, 171, 3, 8);
  const FinishValues values{0.4, 0.3, -0.2, 0.2, 0.3, -0.4, 0.5, 0.1, 0.6};
  const Image edited = mosaic_of(product_pipeline().apply(picture, values, {256, 171}));
  const Image edit = product_pipeline().apply(mosaic_of(picture), values, {256, 171});
  const auto inner = [](const Image& image) { return without_borders(to_tensor(image)); };
  // The blur reaches two pixels, of which the second weighs half a thousandth.
  EXPECT_LT((inner(edited) - inner(edit)).abs().max().item<double>(), 2e-3);
}

TEST(Mosaic, copes_with_narrow_and_tiny_pictures) {
  for (const Size size : {Size{256, 3}, Size{1, 1}, Size{9, 256}}) {
    const Image mosaic = mosaic_of(test::photo(size.width, size.height, 3));
    EXPECT_EQ(mosaic.width, mosaic_side);
    EXPECT_EQ(mosaic.height, mosaic_side);
  }
}

TEST(StyleDistance, is_that_of_the_histograms) {
  const torch::Tensor grey = torch::full({1, 3, 8, 8}, 0.4), lighter = torch::full({1, 3, 8, 8}, 0.6);
  EXPECT_NEAR(style_distance(grey, lighter).item<double>(), 0.2 / 3, 1e-6);
  const torch::Tensor picture = torch::rand({2, 3, 8, 8});
  EXPECT_NEAR(style_distance(picture, picture.flip(3)).max().item<double>(), 0, 1e-6) << "place says nothing";
  EXPECT_NEAR(lost_tones(torch::ones({1, 3, 8, 8}), grey).item<double>(), 1, 1e-4);
  EXPECT_EQ(lost_tones(picture, picture).max().item<double>(), 0.0);
}

TEST(StyleDistance, scores_histograms_as_the_paper_does) {
  const torch::Tensor dark = torch::full({1, 3, 8, 8}, 12.5 / 64),
                      light = torch::full({1, 3, 8, 8}, 40.5 / 64);
  EXPECT_NEAR(histogram_distance(dark, dark).item<double>(), 0, 0.03);
  EXPECT_NEAR(histogram_distance(dark, light).item<double>(), 100 * std::sqrt(2.0), 0.05);
  torch::Tensor picture = torch::rand({2, 3, 8, 8});
  picture.set_requires_grad(true);
  histogram_distance(picture, dark.expand({2, 3, 8, 8})).sum().backward();
  EXPECT_TRUE(picture.grad().isfinite().all().item<bool>());
  EXPECT_GT(picture.grad().abs().sum().item<double>(), 0.0);
}

TEST(TuneNet, keeps_still_at_the_goal_and_within_the_sliders) {
  torch::manual_seed(5);
  TuneNet policy(true, 0);
  TuneEpisodes episodes = random_goals({torch::rand({4, 3, mosaic_side, mosaic_side}), {}, {}, {}, {}},
                                       finish, torch::zeros({finish_sliders}), 0);
  const torch::NoGradGuard no_grad;
  for (int t = 0; t < tune_steps; ++t) {
    const torch::Tensor values = next_values(policy, episodes.state);
    EXPECT_LE(values.abs().max().item<double>(), 1.0);
    advance(episodes, values, picture_with(episodes, finish, values));
    EXPECT_EQ(episodes.state.step[0].item<float>(), float(t + 1));
    EXPECT_GT(episodes.state.history.select(1, t).abs().sum().item<double>(), 0.0);
  }
  TuneState there = episodes.state;
  there.current = there.goal;
  EXPECT_LT((next_values(policy, there) - there.values).abs().max().item<double>(), 3e-3);
}

TEST(TuneNet, comes_back_from_a_file) {
  for (const bool same : {true, false}) {
    TuneNet policy(same, 0);
    TensorFile file;
    store(policy, file);
    TuneNet back = load_tune_policy(file);
    const TuneEpisodes episodes = random_goals(
        {torch::rand({2, 3, mosaic_side, mosaic_side}), {}, {}, {}, {}}, finish, torch::zeros({9}), 1);
    EXPECT_EQ(back->same_content(), same);
    EXPECT_TRUE(torch::equal(next_values(policy, episodes.state), next_values(back, episodes.state)));
  }
}

TEST(TuneNet, can_leave_out_parts_of_the_state) {
  const TuneEpisodes episodes = random_goals({torch::rand({2, 3, mosaic_side, mosaic_side}), {}, {}, {}, {}},
                                             finish, torch::zeros({9}), 1);
  for (int part = 0; part < 3; ++part) {
    TuneParts parts;
    (part == 0 ? parts.paths : part == 1 ? parts.statistics : parts.history) = false;
    TuneNet policy(true, 0, parts);
    EXPECT_EQ(next_values(policy, episodes.state).size(1), finish_sliders);
    TensorFile file;
    store(policy, file);
    TuneNet back = load_tune_policy(file);
    EXPECT_TRUE(torch::equal(next_values(policy, episodes.state), next_values(back, episodes.state)));
    TuneNet critic(true, finish_sliders, parts);
    EXPECT_EQ(critic->forward(episodes.state, torch::zeros({2, 9})).sizes(), torch::IntArrayRef({2}));
  }
}

TEST(TuneTrainer, learns_and_goes_on_from_its_checkpoint) {
  const test::TemporaryFolder folder;
  const SyntheticPhotos made(20);
  const std::string photos = made.path(), out = folder.path() + "/out";
  TuneRun run;
  run.batch = 8;
  run.warm.updates = 30;
  TuneTrainer trainer(run, photos, out);
  trainer.train(0, 15);
  EXPECT_TRUE(std::filesystem::exists(out + "/best.safetensors"));
  EXPECT_TRUE(std::filesystem::exists(out + "/log.csv"));
  TuneNet learnt = load_tune_policy(read_safetensors(out + "/best.safetensors"));
  torch::manual_seed(1);
  TuneNet raw(true, 0);
  const PhotoSet set = load_photos(photos, tuner_side);
  TuneEpisodes by_learnt = random_goals(whole_mosaics(set, true), finish, torch::zeros({9}), 0);
  TuneEpisodes by_raw = by_learnt;
  EXPECT_GT(follow(learnt, by_learnt, finish).back(), follow(raw, by_raw, finish).back());
  run.warm.updates = 31;
  TuneTrainer more(run, photos, out);
  EXPECT_TRUE(more.resume());
}

TEST(TuneTrainer, goes_over_to_td3_and_resumes_there) {
  const test::TemporaryFolder folder;
  const SyntheticPhotos made(20);
  for (const std::string content : {"same", "other"}) {
    const std::string out = folder.path() + "/" + content;
    TuneRun run;
    run.content = content;
    run.batch = 4, run.warm.updates = 1;
    run.td3.updates = 3, run.td3.begin = 1, run.td3.batch = 8, run.td3.replay = 100;
    TuneTrainer trainer(run, made.path(), out);
    trainer.train(0, 1);
    const TensorFile stopped = read_safetensors(out + "/checkpoint.safetensors");
    EXPECT_EQ(stopped.metadata.at("td3.updates"), "3");
    run.td3.updates = 4;
    TuneTrainer more(run, made.path(), out);
    ASSERT_TRUE(more.resume());
    more.train(0, 1);
    EXPECT_EQ(read_safetensors(out + "/checkpoint.safetensors").metadata.at("td3.updates"), "4");
  }
}

TEST(TuneStyle, gains_are_measured_from_the_input) {
  torch::manual_seed(5);
  // Any weights will do: what is compared is the picture before and after.
  const VggFeatures features(test::random_vgg());
  const SyntheticPhotos made(4);
  const PhotoSet photos = load_photos(made.path(), tuner_side);
  TuneEpisodes episodes = towards_others(photos, {1, 2}, finish, torch::zeros({9}));
  ASSERT_EQ(episodes.input.size(0), 8);
  EXPECT_TRUE(torch::equal(episodes.state.goal[1], episodes.state.input[0])) << "the photo before it";
  remember_grams(episodes, features);
  EXPECT_GT(episodes.gram_before.min().item<double>(), 0.0);
  const auto gain = [&](const torch::Tensor& values) {
    return style_gain(episodes, values, picture_with(episodes, finish, values), finish, features);
  };
  const torch::Tensor neutral = torch::zeros({8, finish_sliders});
  EXPECT_LT(gain(neutral).gram.abs().max().item<double>(), 1e-4);
  EXPECT_LT(gain(neutral).score.abs().max().item<double>(), 1e-4);

  // Where the look of the photo itself, made by sliders, is the goal, these sliders bring it there.
  const torch::Tensor wanted = 0.5 * random_values(8);
  episodes.state.goal = picture_with(episodes, finish, wanted);
  episodes.goal_view = without_borders(finish(episodes.view, wanted, tuner_side), style_grid);
  remember_grams(episodes, features);
  EXPECT_LT(gain(wanted).gram.max().item<double>(), 0.0);
  EXPECT_LT(gain(wanted).score.max().item<double>(), -0.5);

  // Only episodes towards other photos count, and beyond the margin more.
  StyleWeights weights;
  const auto loss = [&](const torch::Tensor& values) {
    return style_loss(episodes, values, picture_with(episodes, finish, values), weights, finish, &features);
  };
  episodes.foreign[0] = 0;
  const torch::Tensor plain = loss(neutral);
  weights.score = 1, weights.farther = 10;
  const torch::Tensor more = loss(neutral) - plain;
  EXPECT_EQ(more[0].item<double>(), 0.0);
  EXPECT_NEAR(more[1].item<double>(), 10 * weights.margin, 1e-3);
}

TEST(TuneTrainer, learns_from_goals_of_other_content) {
  const test::TemporaryFolder folder;
  const SyntheticPhotos made(20);
  const std::string photos = made.path();
  const TuneMosaics mosaics = whole_mosaics(load_photos(photos, tuner_side), false);
  const TuneEpisodes episodes = random_goals(mosaics, finish, torch::zeros({9}), 0);
  EXPECT_FALSE(episodes.same_content);
  EXPECT_FALSE(torch::equal(episodes.target, episodes.state.goal));
  TuneRun run;
  run.content = "other", run.batch = 4, run.warm.updates = 2;
  TuneTrainer trainer(run, photos, folder.path() + "/out");
  trainer.train(0, 2);
  EXPECT_FALSE(load_tune_policy(read_safetensors(folder.path() + "/out/best.safetensors"))->same_content());
  run.warm.style.gram = 1;
  EXPECT_THROW(TuneTrainer(run, photos, folder.path() + "/out"), Error) << "no weights of VGG-19 named";
  const std::string vgg = test::oracle("vgg19_normalised_relu3_1.safetensors");
  if (std::filesystem::exists(vgg)) {
    TuneTrainer with_gram(run, photos, folder.path() + "/gram", vgg);
    with_gram.train(0, 2);
    EXPECT_TRUE(std::filesystem::exists(folder.path() + "/gram/best.safetensors"));
  }
  run.content = "none", run.warm.style.gram = 0;
  EXPECT_THROW(TuneTrainer(run, photos, folder.path() + "/out"), Error);
}
