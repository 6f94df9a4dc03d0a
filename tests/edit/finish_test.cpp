// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/finish.hpp"
#include "core/edit/finish/finish_kernel.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

enum { exposure, temperature, tint, saturation, contrast, highlights, shadows, blacks, sharpness };

FinishValues one(int slider, double value) {
  FinishValues values{};
  values[std::size_t(slider)] = value;
  return values;
}

FinishValues some(unsigned seed) {
  std::mt19937 engine(seed);
  FinishValues values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& slider = finish_table()[i];
    values[i] = slider.min + (slider.max - slider.min) * double(uniform(engine));
  }
  return values;
}

Image finished(const Image& photo, const FinishValues& values) {
  return render({make_finish_step(values)}, photo);
}

Image flat(float r, float g, float b, int side = 8) {
  Image image(side, side, 3);
  for (std::size_t i = 0; i < image.pixels.size(); i += 3)
    image.pixels[i] = r, image.pixels[i + 1] = g, image.pixels[i + 2] = b;
  return image;
}

double luminance(const float* p) {
  return 0.2126 * srgb_to_linear(p[0]) + 0.7152 * srgb_to_linear(p[1]) + 0.0722 * srgb_to_linear(p[2]);
}

} // namespace

TEST(Finish, neutral_changes_no_bit) {
  for (int channels = 1; channels <= 4; ++channels)
    for (const Encoding encoding : {Encoding::srgb, Encoding::linear}) {
      Image in = photo(61, 43, channels, 3, encoding);
      in.pixels[7] = not_a_number, in.pixels[11] = 3.5f, in.pixels[13] = -0.25f, in.pixels[17] = infinity;
      EXPECT_TRUE(same_bits(finished(in, FinishValues{}).pixels, in.pixels));
      EXPECT_TRUE(same_bits(render({make_finish_step(some(5), 0.0)}, in).pixels, in.pixels)) << "strength 0";
    }
}

TEST(Finish, doubles_the_light_for_each_ev) {
  const Image out = finished(flat(0.25f, 0.4f, 0.1f), one(exposure, 1));
  const float in[3] = {0.25f, 0.4f, 0.1f};
  for (int c = 0; c < 3; ++c)
    EXPECT_NEAR(srgb_to_linear(out.at(3, 3, c)), 2 * srgb_to_linear(in[c]), 1e-5) << c;
}

TEST(Finish, balances_white_without_touching_the_luminance) {
  for (const double t : {-1.0, -0.3, 0.5, 1.0})
    for (const double n : {-1.0, 0.0, 0.7}) {
      FinishValues values{};
      values[temperature] = t, values[tint] = n;
      const Image in = flat(0.4f, 0.3f, 0.35f), out = finished(in, values);
      EXPECT_NEAR(luminance(out.row(0)), luminance(in.row(0)), 2e-6);
    }
  const Image warm = finished(flat(0.5f, 0.5f, 0.5f), one(temperature, 0.5));
  EXPECT_GT(warm.at(0, 0, 0), warm.at(0, 0, 1));
  EXPECT_GT(warm.at(0, 0, 1), warm.at(0, 0, 2));
  const Image magenta = finished(flat(0.5f, 0.5f, 0.5f), one(tint, 0.5));
  EXPECT_LT(magenta.at(0, 0, 1), magenta.at(0, 0, 0));
}

TEST(Finish, keeps_tones_in_order_at_every_setting) {
  std::vector<FinishValues> settings;
  for (const int slider : {contrast, highlights, shadows, blacks})
    for (const double value : {-1.0, -0.5, 0.3, 1.0}) settings.push_back(one(slider, value));
  for (const double h : {-1.0, 1.0})
    for (const double s : {-1.0, 1.0})
      for (const double c : {-1.0, 1.0})
        for (const double b : {-1.0, 1.0}) {
          FinishValues values{};
          values[highlights] = h, values[shadows] = s, values[contrast] = c, values[blacks] = b;
          settings.push_back(values);
        }
  for (unsigned seed = 1; seed <= 50; ++seed) settings.push_back(some(seed));
  for (const FinishValues& values : settings) {
    float last = finish_tone(0, values);
    for (int i = 1; i <= 4000; ++i) {
      const float next = finish_tone(float(i) / 2000.0f, values); // to twice white: exposure is before
      ASSERT_GE(next, last - 1e-6f) << i;
      last = next;
    }
    EXPECT_GE(finish_tone(0, values), 0.0f);
    EXPECT_LE(last, 1.0f);
  }
}

TEST(Finish, keeps_grey_ramps_in_order_with_all_sliders) {
  Image ramp(256, 1, 3);
  for (int x = 0; x < 256; ++x)
    for (int c = 0; c < 3; ++c) ramp.at(x, 0, c) = float(x) / 255.0f;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    FinishValues values = some(seed);
    values[sharpness] = 0;
    const Image out = finished(ramp, values);
    for (int x = 1; x < 256; ++x)
      ASSERT_GE(luma601(out.at(x, 0, 0), out.at(x, 0, 1), out.at(x, 0, 2)),
                luma601(out.at(x - 1, 0, 0), out.at(x - 1, 0, 1), out.at(x - 1, 0, 2)) - 2e-6f)
          << "setting " << seed << ", tone " << x;
  }
}

TEST(Finish, brings_back_highlights_that_exposure_pushed_past_white) {
  const float values[2] = {0.75f, 0.9f};
  FinishValues pushed = one(exposure, 1), pulled = pushed;
  pulled[highlights] = -1;
  float apart[2];
  for (const bool pull : {false, true}) {
    const FinishValues& set = pull ? pulled : pushed;
    const Image low = finished(flat(values[0], values[0], values[0]), set);
    const Image high = finished(flat(values[1], values[1], values[1]), set);
    apart[pull] = high.pixels[0] - low.pixels[0];
  }
  EXPECT_EQ(apart[0], 0.0f);
  EXPECT_GT(apart[1], 0.01f);
}

TEST(Finish, moves_shadows_and_highlights_where_they_are) {
  const auto moved = [](int slider, double value, float tone) {
    return finish_tone(tone, one(slider, value)) - tone;
  };
  EXPECT_GT(moved(shadows, 1, 0.2f), 0.15f);
  EXPECT_LT(moved(shadows, 1, 0.9f), 0.01f);
  EXPECT_LT(moved(shadows, -1, 0.2f), -0.05f);
  EXPECT_GT(moved(highlights, 1, 0.75f), 0.05f);
  EXPECT_LT(moved(highlights, 1, 0.2f), 0.01f);
  EXPECT_LT(moved(highlights, -1, 0.9f), -0.1f);
  EXPECT_FLOAT_EQ(finish_tone(0, one(blacks, 1)), 0.25f);
  EXPECT_EQ(finish_tone(0.05f, one(blacks, -1)), 0.0f);
}

TEST(Finish, saturates_without_clipping_a_colour_or_moving_luma) {
  for (const double s : {-1.0, -0.4, 0.6, 1.0}) {
    const Image in = photo(64, 48, 3, 9), out = finished(in, one(saturation, s));
    for (std::size_t i = 0; i < in.pixels.size(); i += 3) {
      const float *a = in.pixels.data() + i, *b = out.pixels.data() + i;
      ASSERT_NEAR(luma601(a[0], a[1], a[2]), luma601(b[0], b[1], b[2]), 1e-5);
    }
  }
  const Image grey = finished(flat(0.2f, 0.6f, 0.4f), one(saturation, -1));
  EXPECT_NEAR(grey.at(1, 1, 0), grey.at(1, 1, 2), 1e-6);
}

TEST(Finish, sharpens_alike_at_every_size) {
  // An edge two percent of the picture wide: its overshoot is the same at 500 and at 2000 pixels.
  const auto overshoot = [](int width) {
    Image in(width, 4, 3);
    for (int y = 0; y < 4; ++y)
      for (int x = 0; x < width; ++x)
        for (int c = 0; c < 3; ++c) in.at(x, y, c) = 2 * x < width ? 0.3f : 0.6f;
    const Image out = finished(in, one(sharpness, 0.5));
    return *std::max_element(out.pixels.begin(), out.pixels.end()) - 0.6f;
  };
  EXPECT_GT(overshoot(1000), 0.05f);
  EXPECT_NEAR(overshoot(1000), overshoot(4000), 0.03f);
  const Image in = photo(500, 120, 3), soft = finished(in, one(sharpness, -1));
  const auto roughness = [](const Image& image) {
    double sum = 0;
    for (int y = 0; y < image.height; ++y)
      for (int x = 1; x < image.width; ++x) sum += std::fabs(image.at(x, y, 1) - image.at(x - 1, y, 1));
    return sum;
  };
  EXPECT_LT(roughness(soft), roughness(in));
  EXPECT_GT(roughness(finished(in, one(sharpness, 1))), roughness(in));
}

TEST(Finish, shows_no_seams) {
  for (const Size size : {Size{613, 409}, Size{2300, 70}, Size{70, 4200}, Size{31, 29}})
    for (int channels = 1; channels <= 4; ++channels) {
      Image in = photo(size.width, size.height, channels, 7);
      in.pixels[in.pixels.size() / 2] = not_a_number;
      const std::vector<EditStep> steps{make_finish_step(some(11))};
      const PreparedRecipe prepared(steps, in, size);
      EXPECT_GT(prepared.margin(), 0);
      Image whole = in;
      prepared.apply(whole, 0, 0);
      EXPECT_TRUE(same_bits(whole.pixels, render(steps, in).pixels)) << size.width << " " << channels;
      Image pieces = in;
      for (int y = 0; y < size.height; y += 61)
        for (int x = 0; x < size.width; x += 97)
          prepared.apply(in, pieces, {x, y, std::min(97, size.width - x), std::min(61, size.height - y)});
      EXPECT_TRUE(same_bits(whole.pixels, pieces.pixels)) << size.width << " " << channels;
    }
}

TEST(Finish, stays_in_range_and_leaves_alpha_and_broken_values) {
  Image in = photo(40, 30, 4, 2);
  in.at(5, 5, 0) = not_a_number, in.at(6, 6, 1) = infinity, in.at(7, 7, 2) = -infinity, in.at(8, 8, 0) = 9;
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const Image out = finished(in, some(seed));
    EXPECT_TRUE(std::isnan(out.at(5, 5, 0)));
    EXPECT_EQ(out.at(6, 6, 1), infinity);
    EXPECT_EQ(out.at(7, 7, 2), -infinity);
    for (int y = 0; y < in.height; ++y)
      for (int x = 0; x < in.width; ++x) {
        EXPECT_EQ(out.at(x, y, 3), in.at(x, y, 3));
        for (int c = 0; c < 3; ++c) {
          if (!std::isfinite(in.at(x, y, c))) continue;
          ASSERT_GE(out.at(x, y, c), 0.0f);
          ASSERT_LE(out.at(x, y, c), 1.0f);
        }
      }
  }
}

TEST(Finish, is_the_same_edit_as_a_black_box) {
  const Image in = photo(90, 70, 3);
  const FinishValues values = some(4);
  EXPECT_TRUE(same_bits(product_pipeline().apply(in, values, {90, 70}).pixels, finished(in, values).pixels));
}

TEST(Finish, comes_back_from_a_recipe) {
  const Recipe recipe{{make_finish_step(some(21), 1.25)}, {{"tool", "match"}}};
  const Recipe back = recipe_from_json(to_json(recipe));
  EXPECT_EQ(back, recipe);
  EXPECT_EQ(finish_values(back.steps[0]), some(21));
}

TEST(Finish, scales_by_its_strength_within_the_range) {
  FinishValues values = one(exposure, 1.8);
  values[contrast] = 0.4;
  const FinishValues more = applied_finish_values(make_finish_step(values, 1.5));
  EXPECT_EQ(more[exposure], 2.0);
  EXPECT_DOUBLE_EQ(more[contrast], 0.6);
  EXPECT_DOUBLE_EQ(applied_finish_values(make_finish_step(values, 0.5))[exposure], 0.9);
}

TEST(Finish, refuses_what_is_out_of_range) {
  for (int i = 0; i < finish_sliders; ++i) {
    const Slider& slider = finish_table()[std::size_t(i)];
    EXPECT_THROW(make_finish_step(one(i, slider.max + 0.01)), Error) << slider.name;
    EXPECT_THROW(make_finish_step(one(i, slider.min - 0.01)), Error) << slider.name;
    EXPECT_THROW(make_finish_step(one(i, not_a_number)), Error) << slider.name;
    EXPECT_THROW(product_pipeline().apply(photo(9, 9, 3), one(i, 2.5), {9, 9}), Error);
  }
  EXPECT_THROW(make_finish_step({}, 1.6), Error);
  EditStep step = make_finish_step({});
  step.parameters["contrast"] = "much";
  EXPECT_THROW(operation_of(step), Error);
  step = make_finish_step({});
  step.maps.emplace_back(2, 2);
  EXPECT_THROW(operation_of(step), Error);
  EXPECT_THROW(product_pipeline().apply(photo(9, 9, 4), {}, {9, 9}), Error);
}
