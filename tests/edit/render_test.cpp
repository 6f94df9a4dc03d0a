// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <thread>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// Six steps like an agent's: maps of 30 x 22, the third with three heads.
std::vector<EditStep> episode() {
  std::vector<EditStep> steps;
  for (unsigned i = 0; i < 6; ++i) steps.push_back(make_curve_step(waves(30, 22, i == 2 ? 3 : 1, i)));
  return steps;
}

/// Notes what it is told and cancels when `last` is reached.
struct Listener : Progress {
  std::vector<double> fractions;
  std::thread::id thread;
  double last = 2;
  void report(double fraction, std::string_view) override {
    fractions.push_back(fraction);
    thread = std::this_thread::get_id();
  }
  bool cancelled() override { return !fractions.empty() && fractions.back() >= last; }
};

} // namespace

TEST(Render, without_steps_is_the_photo) {
  const Image in = photo(50, 40, 4, 1, Encoding::linear);
  const Image out = render({}, in);
  EXPECT_TRUE(same_bits(in.pixels, out.pixels));
  EXPECT_EQ(out.encoding, Encoding::linear);
}

TEST(Render, at_strength_0_is_the_photo_bit_for_bit) {
  for (const Encoding encoding : {Encoding::srgb, Encoding::linear})
    for (int channels = 1; channels <= 4; ++channels) {
      Image in = photo(61, 47, channels, 1, encoding);
      in.pixels[0] = not_a_number, in.pixels[5] = -0.0f, in.pixels[10] = -infinity, in.pixels[17] = 1e-42f;
      const Image out =
          render({make_curve_step(waves(9, 7, 1), 0.0), make_curve_step(waves(9, 7, 3), 0.0)}, in);
      EXPECT_TRUE(same_bits(in.pixels, out.pixels)) << channels << " channels";
    }
}

TEST(Render, keeps_size_channels_and_encoding) {
  for (const Encoding encoding : {Encoding::srgb, Encoding::linear})
    for (int channels = 1; channels <= 4; ++channels) {
      const Image in = photo(300, 221, channels, 1, encoding), out = render(episode(), in);
      EXPECT_EQ(out.width, 300);
      EXPECT_EQ(out.height, 221);
      EXPECT_EQ(out.channels, channels);
      EXPECT_EQ(out.encoding, encoding);
      EXPECT_GT(largest_difference(in.pixels, out.pixels), 0.05f);
    }
}

TEST(Render, takes_linear_light_for_what_it_looks_like) {
  // Stated tolerance: 2e-5 of the encoded range, from the tabulated transfer curve and its slope.
  const Image in = photo(300, 221, 3);
  const Image straight = render(episode(), in);
  const Image round = convert(render(episode(), convert(in, Encoding::linear)), Encoding::srgb);
  EXPECT_LE(largest_difference(straight.pixels, round.pixels), 2e-5f);
}

TEST(Render, in_one_go_is_close_to_step_after_step) {
  // What differs is the reduced copy each step looks at: the reduction of an edited photo against an edited
  // reduction. Stated tolerance: 1/255 at any pixel, 60 dB over all, for a picture with hard edges and noise.
  const Image in = photo(900, 661, 3);
  const Image at_once = render(episode(), in);
  Image stepwise = in;
  for (const EditStep& step : episode()) stepwise = render({step}, stepwise);
  EXPECT_LE(largest_difference(at_once.pixels, stepwise.pixels), 1.0f / 255);
  EXPECT_GE(psnr(at_once, stepwise), 60.0);
}

TEST(Render, shows_in_a_preview_what_full_size_gives) {
  const Image in = photo(900, 660, 3);
  const Size small{300, 220};
  const Image preview = render(episode(), resize(in, small));
  const Image full = resize(render(episode(), in), small);
  EXPECT_GE(psnr(preview, full), 45.0);
}

TEST(Render, leaves_what_is_no_colour_where_it_is) {
  Image in = photo(120, 90, 3);
  const PreparedRecipe prepared(episode(), in, {120, 90});
  Image clean = in;
  prepared.apply(clean, 0, 0);
  in.at(10, 10, 0) = not_a_number, in.at(50, 40, 1) = infinity, in.at(51, 40, 2) = -infinity,
                in.at(90, 80, 0) = 7.5f;
  Image out = in;
  prepared.apply(out, 0, 0);
  EXPECT_TRUE(std::isnan(out.at(10, 10, 0)));
  EXPECT_EQ(out.at(50, 40, 1), infinity);
  EXPECT_EQ(out.at(51, 40, 2), -infinity);
  EXPECT_EQ(out.at(90, 80, 0), 7.5f);
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 120; ++x) {
      const bool touched = (y == 10 && x == 10) || (y == 40 && (x == 50 || x == 51)) || (y == 80 && x == 90);
      for (int c = 0; c < 3 && !touched; ++c) ASSERT_EQ(out.at(x, y, c), clean.at(x, y, c));
      for (int c = 0; c < 3; ++c) ASSERT_EQ(std::isfinite(in.at(x, y, c)), std::isfinite(out.at(x, y, c)));
    }
}

TEST(Render, stays_finite_where_the_photo_is) {
  Image in = photo(120, 90, 3);
  for (std::size_t i = 0; i < in.pixels.size(); i += 13) in.pixels[i] = i % 2 ? 3e38f : -4.0f;
  for (const Encoding encoding : {Encoding::srgb, Encoding::linear}) {
    in.encoding = encoding;
    const Image out = render(episode(), in);
    for (std::size_t i = 0; i < in.pixels.size(); ++i)
      ASSERT_TRUE(std::isfinite(out.pixels[i]) || std::fabs(in.pixels[i]) > 1e30f) << in.pixels[i];
  }
}

TEST(Render, does_not_depend_on_the_number_of_threads) {
  const Image in = photo(733, 517, 3);
  Progress silent;
  RenderOptions one, many;
  one.threads = 1, many.threads = 5;
  one.device = many.device = RenderOptions::Device::cpu;
  const Image a = render(episode(), in, silent, one), b = render(episode(), in, silent, many);
  EXPECT_TRUE(same_bits(a.pixels, b.pixels));
}

TEST(Render, reports_rising_progress_from_the_calling_thread) {
  Listener listener;
  render(episode(), photo(800, 600, 3), listener);
  ASSERT_FALSE(listener.fractions.empty());
  EXPECT_TRUE(std::is_sorted(listener.fractions.begin(), listener.fractions.end()));
  EXPECT_GE(listener.fractions.front(), 0.0);
  EXPECT_EQ(listener.fractions.back(), 1.0);
  EXPECT_EQ(listener.thread, std::this_thread::get_id());
}

TEST(Render, stops_when_cancelled) {
  const Image in = photo(800, 600, 3);
  Listener listener;
  listener.last = 0.0;
  EXPECT_THROW(render(episode(), in, listener), Cancelled);
  Listener other;
  EXPECT_NO_THROW(render(episode(), in, other)) << "nothing of the cancelled work is left";
}

TEST(Render, passes_on_what_the_listener_throws) {
  struct Broken : Progress {
    void report(double, std::string_view) override { throw std::runtime_error("pipe closed"); }
  } broken;
  EXPECT_THROW(render(episode(), photo(800, 600, 3), broken), std::runtime_error);
}

TEST(Render, refuses_pictures_that_are_none) {
  EXPECT_THROW(render(episode(), Image()), Error);
  Image torn = photo(20, 20, 3);
  torn.pixels.resize(20);
  EXPECT_THROW(render(episode(), torn), Error) << "fewer values than pixels";
  EXPECT_THROW(PreparedRecipe(episode(), photo(20, 20, 3), {0, 20}), Error);
}

TEST(Render, refuses_steps_that_it_does_not_know) {
  EditStep step = make_curve_step(waves(3, 3, 1));
  step.version = 99;
  EXPECT_THROW(render({step}, photo(20, 20, 3)), Error);
  step.version = 1, step.operation = "sepia";
  EXPECT_THROW(render({step}, photo(20, 20, 3)), Error);
}

TEST(Render, works_for_the_smallest_pictures_and_maps) {
  for (const int side : {1, 2, 3}) {
    Image in = photo(side, 1, 3);
    for (float& v : in.pixels) v = 0.5f;
    const Image out = render({make_curve_step(constant(1, 1, 1, 1.0f))}, in);
    for (const float v : out.pixels) ASSERT_NEAR(v, 0.75f, 1e-6f);
  }
}

TEST(Render, works_with_maps_as_large_as_the_photo) {
  const Image in = photo(61, 47, 3);
  const Image out = render({make_curve_step(constant(61, 47, 3, 1.0f))}, in);
  for (std::size_t i = 0; i < in.pixels.size(); ++i)
    ASSERT_NEAR(out.pixels[i], curve(in.pixels[i], 1.0f), 1e-5f);
}
