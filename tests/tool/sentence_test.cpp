// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/sentence.hpp"

#include "core/edit/clarity/clarity.hpp"
#include "core/edit/curve/curve.hpp"
#include "core/edit/denoise/denoise.hpp"
#include "core/edit/engine/within.hpp"
#include "core/edit/finish/finish.hpp"

#include <gtest/gtest.h>

namespace penumbra::host {
namespace {

/// Tones from black to white.
Image ramp() {
  Image out(240, 160, 3);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      for (int c = 0; c < 3; ++c) out.at(x, y, c) = float(x) / 239;
  return out;
}

EditStep curve(float strength) {
  Map map(12, 8);
  std::fill(map.values.begin(), map.values.end(), strength);
  return make_curve_step(map);
}

EditStep finish(int slider, double value) {
  FinishValues values{};
  values[std::size_t(slider)] = value;
  return make_finish_step(values);
}

std::string said(const std::vector<EditStep>& steps) {
  return sentence_of(steps, ramp());
}

TEST(Sentence, SaysWhatCurvesDoToTheLights) {
  EXPECT_EQ(said({curve(1)}).rfind("Lifted the shadows by ", 0), 0u) << said({curve(1)});
  EXPECT_NE(said({curve(1)}).find("held the highlights."), std::string::npos) << said({curve(1)});
  EXPECT_EQ(said({curve(-0.5f)}).rfind("Deepened the shadows by ", 0), 0u) << said({curve(-0.5f)});
}

TEST(Sentence, TellsTheEvThatAnExposureIs) {
  Image dark = ramp(); // nothing clips
  for (float& v : dark.pixels) v *= 0.4f;
  EXPECT_EQ(sentence_of({finish(0, 1.0)}, dark), "Brightened all of it by 1.0 EV.");
  EXPECT_EQ(sentence_of({finish(0, -1.0)}, dark), "Darkened all of it by 1.0 EV.");
}

TEST(Sentence, SaysWhatHappensToColours) {
  EXPECT_EQ(said({finish(3, -1)}), "Made it black and white.");
  EXPECT_EQ(said({finish(1, 0.3)}), "Made it warmer.");
  EXPECT_EQ(said({finish(1, -0.3)}), "Made it cooler.");
  EXPECT_EQ(said({finish(3, 0.2)}), "Made the colours stronger.");
  EXPECT_EQ(said({finish(8, 0.5)}), "Sharpened it.");
}

TEST(Sentence, SaysHowMuchNoiseWasTakenOff) {
  EXPECT_EQ(said({make_denoise_step(0.02, 1, 240)}), "Took the noise off.");
  EXPECT_EQ(said({make_denoise_step(0.02, 0.5, 240)}), "Took off half of the noise.");
  EXPECT_EQ(said({make_denoise_step(0.02, 0.25, 240)}), "Took off 25 % of the noise.");
  EXPECT_EQ(said({make_denoise_step(0.02, 0, 240), make_clarity_step(0.3)}), "Brought texture forward.");
}

TEST(Sentence, SaysThatNothingWasDone) {
  EXPECT_EQ(said({}), "Left the photo as it is.");
  EXPECT_EQ(said({finish(0, 0.01)}), "Changed the photo only a little.");
}

TEST(Sentence, IsAboutThePartThatWasEdited) {
  EXPECT_EQ(said(within({curve(1)}, {0.1, 0.1, 0.9, 0.9})), said({curve(1)}));
}

TEST(Sentence, SpeaksOtherLanguages) {
  Words words;
  words.translated = [](const char* text) { return "<" + std::string(text) + ">"; };
  words.decimal_point = ',';
  Image dark = ramp();
  for (float& v : dark.pixels) v *= 0.4f;
  EXPECT_EQ(sentence_of({finish(0, 1.0)}, dark, words), "<brightened all of it by 1,0 EV>.");
}

} // namespace
} // namespace penumbra::host
