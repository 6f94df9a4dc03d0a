// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/fusion.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <numeric>
#include <opencv2/photo.hpp>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// Left and right half of the picture, exposed each on its own.
FusionPlan halves(double left, double right, FusionForm form = FusionForm::exact) {
  FusionPlan plan;
  plan.labels = Map(64, 64);
  for (int i = 0; i < 64 * 64; ++i) plan.labels.values[std::size_t(i)] = i % 64 < 32 ? 0.0f : 1.0f;
  plan.segments = {{left, true}, {right, true}};
  plan.form = form;
  return plan;
}

Image fused(const FusionPlan& plan, const Image& photo, int threads = 0) {
  Progress silent;
  RenderOptions options;
  options.threads = threads;
  return render({make_fusion_step(plan)}, photo, silent, options);
}

/// OpenCV's fusion of the same exposed copies.
Image merged(const Image& photo, const std::vector<double>& evs, float exposedness) {
  std::vector<cv::Mat> copies;
  for (const double ev : evs) {
    const Image copy = exposed(photo, ev);
    const cv::Mat rgb(copy.height, copy.width, CV_32FC3, const_cast<float*>(copy.pixels.data()));
    copies.push_back(rgb * 255.0);
  }
  cv::Mat result;
  cv::createMergeMertens(1.0f, 1.0f, exposedness)->process(copies, result);
  Image out(photo.width, photo.height, 3);
  std::copy_n(result.ptr<float>(), out.pixels.size(), out.pixels.begin());
  for (float& v : out.pixels) v = std::clamp(v, 0.0f, 1.0f);
  return out;
}

/// The share of values that differ by more than 1e-4. Where a copy is flat, its contrast is what rounding
/// leaves of it, and single pixels may differ visibly.
double share_apart(const Image& a, const Image& b) {
  int apart = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) apart += !(std::fabs(a.pixels[i] - b.pixels[i]) < 1e-4f);
  return double(apart) / double(a.pixels.size());
}

} // namespace

TEST(Fusion, agrees_with_cv_MergeMertens) {
  for (const Size size : {Size{200, 150}, Size{61, 47}, Size{3, 5}, Size{1900, 700}}) {
    const Image in = photo(size.width, size.height, 3);
    const Image ours = fused(halves(-1.5, 2.0), in), theirs = merged(in, {0.0, -1.5, 2.0}, 1.0f);
    EXPECT_LT(share_apart(ours, theirs), 1e-4) << size.width << " x " << size.height;
    EXPECT_LT(largest_difference(ours.pixels, theirs.pixels), 0.02f) << size.width << " x " << size.height;
  }
}

TEST(Fusion, of_the_exposure_itself_is_the_photo) {
  const Image in = photo(90, 70, 3);
  EXPECT_TRUE(same_bits(fused(halves(0.0, 0.0), in).pixels, in.pixels));
  FusionPlan off = halves(2.0, -2.0);
  off.segments[0].on = off.segments[1].on = false;
  EXPECT_TRUE(same_bits(fused(off, in).pixels, in.pixels));
  FusionPlan none = halves(2.0, -2.0);
  none.strength = 0;
  EXPECT_TRUE(same_bits(fused(none, in).pixels, in.pixels));
}

TEST(Fusion, leaves_out_a_segment_that_is_off) {
  const Image in = photo(130, 90, 3);
  FusionPlan one = halves(2.0, -1.0);
  one.segments[1].on = false;
  const Image theirs = merged(in, {0.0, 2.0}, 1.0f);
  EXPECT_LT(share_apart(fused(one, in), theirs), 1e-4);
}

TEST(Fusion, follows_a_changed_ev_locally_where_asked) {
  Image dark = photo(256, 256, 3);
  for (float& v : dark.pixels) v *= 0.3f;
  FusionPlan plan = halves(0.5, 0.5);
  plan.weights.locality = 1;
  plan.weights.input = 0;
  plan.weights.coarsest = 32;
  const Image before = fused(plan, dark);
  plan.segments[1].ev = 2.0;
  const Image after = fused(plan, dark);
  const auto growth = [&](int from, int to) {
    double sum = 0;
    for (int y = 0; y < 256; ++y)
      for (int x = from; x < to; ++x) sum += after.at(x, y, 1) - before.at(x, y, 1);
    return sum / (256.0 * (to - from));
  };
  EXPECT_GT(growth(192, 256), 0.08);
  EXPECT_LT(std::abs(growth(0, 64)), 0.1 * growth(192, 256));
}

TEST(Fusion, has_no_seams_between_tiles) {
  // Wider and higher than a tile of the exact form, compared with the same in one piece (OpenCV).
  const Image in = photo(1700, 600, 3, 3);
  const Image ours = fused(halves(-2.0, 2.5), in), theirs = merged(in, {0.0, -2.0, 2.5}, 1.0f);
  EXPECT_LT(share_apart(ours, theirs), 1e-4);
  EXPECT_TRUE(same_bits(ours.pixels, fused(halves(-2.0, 2.5), in, 1).pixels)) << "whatever the threads";
}

TEST(Fusion, in_the_fast_form_comes_close_to_the_exact_one) {
  Image dark = photo(1200, 900, 3, 2);
  for (float& v : dark.pixels) v *= 0.5f;
  const double difference =
      psnr(fused(halves(1.0, 2.0, FusionForm::fast), dark), fused(halves(1.0, 2.0), dark));
  EXPECT_GT(difference, 27.0);
}

TEST(Fusion, edits_every_kind_of_picture_and_leaves_alpha) {
  for (const FusionForm form : {FusionForm::exact, FusionForm::fast})
    for (const Encoding encoding : {Encoding::srgb, Encoding::linear})
      for (int channels = 1; channels <= 4; ++channels) {
        Image in = photo(97, 61, channels, 1, encoding);
        in.at(7, 7, 0) = not_a_number;
        const Image out = fused(halves(1.0, 2.0, form), in);
        ASSERT_EQ(out.channels, channels);
        ASSERT_EQ(out.encoding, encoding);
        EXPECT_GT(largest_difference(in.pixels, out.pixels), 0.02f);
        EXPECT_TRUE(std::isnan(out.at(7, 7, 0)));
        EXPECT_TRUE(std::isfinite(out.at(8, 7, 0)));
        if (!in.has_alpha()) continue;
        for (std::size_t i = std::size_t(channels) - 1; i < in.pixels.size(); i += std::size_t(channels))
          ASSERT_EQ(in.pixels[i], out.pixels[i]);
      }
}

TEST(Fusion, masks_add_up_and_follow_edges) {
  Image in(256, 256, 3);
  for (int y = 0; y < 256; ++y)
    for (int x = 0; x < 256; ++x)
      for (int c = 0; c < 3; ++c) in.at(x, y, c) = x < 122 ? 0.15f : 0.6f; // the label's edge lies at 128
  const Map masks = segment_masks(halves(0, 0).labels, 2, in);
  for (std::size_t i = 0; i < masks.values.size(); i += 2)
    ASSERT_NEAR(masks.values[i] + masks.values[i + 1], 1.0f, 1e-5f);
  const auto at = [&](int x) { return masks.values[(128 * 256 + std::size_t(x)) * 2]; };
  EXPECT_GT(at(119), 0.75f);
  EXPECT_LT(at(124), 0.6f);
}

TEST(Fusion, layers_laid_on_one_another_come_close_to_it) {
  Image dark = photo(600, 400, 3, 2);
  for (float& v : dark.pixels) v *= 0.6f;
  const FusionPlan plan = halves(-1.0, 1.7);
  Progress silent;
  const std::vector<FusionLayer> layers = fusion_layers(plan, dark, silent);
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(layers[0].segment, -1);
  EXPECT_LE(layers[1].ev, layers[2].ev);
  Image flat = dark;
  for (const FusionLayer& layer : layers) {
    const Image above = exposed(dark, layer.ev);
    for (std::size_t i = 0; i < flat.pixels.size(); ++i)
      flat.pixels[i] += layer.opacity.values[i / 3] * (above.pixels[i] - flat.pixels[i]);
  }
  EXPECT_GT(psnr(flat, fused(plan, dark)), 32.0);
}

TEST(Fusion, tells_the_steps_that_led_to_it) {
  const Image in = photo(120, 90, 3);
  FusionPlan plan = halves(1.0, -1.0);
  const std::vector<SegmentStep> steps = segment_steps(plan, in);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1].ev, -1.0);
  EXPECT_TRUE(same_bits(steps[0].exposed.pixels, exposed(in, 1.0).pixels));
  EXPECT_TRUE(same_bits(steps[1].direct_fusion.pixels, direct_fusion(plan, 2, in).pixels));
  for (std::size_t i = 0; i < steps[0].mask.values.size(); ++i)
    ASSERT_NEAR(steps[0].mask.values[i] + steps[1].mask.values[i], 1.0f, 1e-5f);
  plan.segments[0].on = false;
  EXPECT_TRUE(same_bits(segment_steps(plan, in)[0].direct_fusion.pixels, in.pixels))
      << "off: nothing happens";
}

TEST(FusionStep, comes_back_from_its_text) {
  FusionPlan plan = halves(1.25, -0.5, FusionForm::fast);
  plan.segments[1].on = false;
  plan.weights.locality = 0.5;
  Recipe recipe;
  recipe.steps = {make_fusion_step(plan)};
  EXPECT_EQ(fusion_plan(recipe_from_json(to_json(recipe)).steps.front()), plan);
  EXPECT_FALSE(first_segments(plan, 0).segments[0].on);
  EXPECT_TRUE(first_segments(plan, 1).segments[0].on);
}

TEST(Fusion, the_fast_form_holds_the_highlights_of_each_channel_as_the_exact_form_does) {
  Image orange(48, 32, 3);
  for (std::size_t i = 0; i < orange.pixels.size(); ++i)
    orange.pixels[i] = std::array{0.8f, 0.5f, 0.25f}[i % 3];
  FusionPlan plan = halves(2, 2);
  plan.weights.locality = 1, plan.weights.input = 0;
  plan.shoulder = 0.9;
  const Image exact = render(std::vector<EditStep>{make_fusion_step(plan)}, orange);
  plan.form = FusionForm::fast;
  const Image fast = render(std::vector<EditStep>{make_fusion_step(plan)}, orange);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(exact.pixels[c], expose(orange.pixels[c], 2, 0.9f), 2e-3);
    EXPECT_NEAR(fast.pixels[c], exact.pixels[c], 0.01);
  }
}

TEST(FusionStep, keeps_the_shoulder_and_has_none_where_a_recipe_says_nothing) {
  FusionPlan plan = halves(2, -1);
  plan.shoulder = 0.6;
  EditStep step = make_fusion_step(plan);
  EXPECT_EQ(fusion_plan(step), plan);
  step.parameters.erase("shoulder");
  EXPECT_EQ(fusion_plan(step).shoulder, 0);
}

TEST(FusionStep, refuses_what_is_out_of_range) {
  const auto refused = [](auto change) {
    FusionPlan plan = halves(1, -1);
    change(plan);
    EXPECT_THROW(make_fusion_step(plan), Error);
  };
  refused([](FusionPlan& p) { p.segments[0].ev = 5.1; });
  refused([](FusionPlan& p) { p.segments[0].ev = not_a_number; });
  refused([](FusionPlan& p) { p.segments.clear(); });
  refused([](FusionPlan& p) { p.segments.resize(9); });
  refused([](FusionPlan& p) { p.segments.resize(1); });
  refused([](FusionPlan& p) { p.labels.values[5] = 0.5f; });
  refused([](FusionPlan& p) { p.labels.values[5] = -1; });
  refused([](FusionPlan& p) { p.labels = Map(); });
  refused([](FusionPlan& p) { p.strength = 2; });
  refused([](FusionPlan& p) { p.shoulder = 1.1; });
  refused([](FusionPlan& p) { p.weights.locality = 1.1; });
  refused([](FusionPlan& p) { p.weights.contrast = -1; });
  refused([](FusionPlan& p) { p.weights.coarsest = 0; });
  EditStep step = make_fusion_step(halves(1, -1));
  step.parameters["form"] = "slow";
  EXPECT_THROW(fusion_plan(step), Error);
  step = make_fusion_step(halves(1, -1));
  step.maps.clear();
  EXPECT_THROW(fusion_plan(step), Error);
}

TEST(Fusion, stops_when_it_is_told_to) {
  struct Stopping : Progress {
    bool cancelled() override { return true; }
  } stopping;
  EXPECT_THROW(render({make_fusion_step(halves(1, -1))}, photo(1700, 600, 3), stopping), Cancelled);
}
