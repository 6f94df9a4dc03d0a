// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.hpp"
#include "tests/cli/program.hpp"

#include <opencv2/imgcodecs.hpp>

namespace penumbra::cli {
namespace {

struct Kind {
  const char* extension;
  int bits, channels;
  float tolerance; ///< of a format that rounds
};

void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.extension << " of " << kind.channels << " channels, " << kind.bits << " bits";
}

class RoundTrip : public ProgramTest, public ::testing::WithParamInterface<Kind> {};

TEST_P(RoundTrip, AnEmptyRecipeChangesNothing) {
  const Kind kind = GetParam();
  const std::string in = path(std::string("in.") + kind.extension),
                    out = path(std::string("out.") + kind.extension);
  Image picture = test_picture(37, 23, kind.channels, kind.bits);
  if (kind.tolerance > 0) { // smooth, and in the range of a format that rounds
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x)
        for (int c = 0; c < picture.channels; ++c) picture.at(x, y, c) = float(x + y + 2 * c + 4) / 80.0f;
  }
  write_file(in, encode(picture, format_for(in).format, kind.bits, 100));

  const Outcome outcome = run({"render", in, "--recipe", recipe(), "-o", out});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "") << "nothing to say, and no progress bar in a pipe";
  const Decoded before = stored(in), after = stored(out);
  EXPECT_EQ(after.bits, kind.bits);
  EXPECT_LE(difference(before.image, after.image), kind.tolerance);
  EXPECT_LE(difference(picture, after.image), 2 * kind.tolerance);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, RoundTrip,
    ::testing::Values(Kind{"png", 8, 1, 0}, Kind{"png", 8, 2, 0}, Kind{"png", 8, 3, 0}, Kind{"png", 8, 4, 0},
                      Kind{"png", 16, 1, 0}, Kind{"png", 16, 2, 0}, Kind{"png", 16, 3, 0},
                      Kind{"png", 16, 4, 0}, Kind{"tif", 8, 1, 0}, Kind{"tif", 8, 2, 0}, Kind{"tif", 8, 3, 0},
                      Kind{"tif", 8, 4, 0}, Kind{"tif", 16, 1, 0}, Kind{"tif", 16, 2, 0},
                      Kind{"tif", 16, 3, 0}, Kind{"tif", 16, 4, 0}, Kind{"tiff", 32, 1, 0},
                      Kind{"tiff", 32, 2, 0}, Kind{"tiff", 32, 3, 0}, Kind{"tiff", 32, 4, 0},
                      Kind{"exr", 32, 1, 0}, Kind{"exr", 32, 3, 0}, Kind{"pfm", 32, 1, 0},
                      Kind{"pfm", 32, 3, 0}, Kind{"jpg", 8, 1, 0.02f}, Kind{"jpeg", 8, 3, 0.03f},
                      Kind{"webp", 8, 3, 0.03f}, Kind{"webp", 8, 4, 0.03f}, Kind{"hdr", 32, 3, 0.01f},
                      Kind{"exr", 32, 4, 1e-6f}));

class Formats : public ProgramTest {};

TEST_F(Formats, OpenCvReadsWhatIsWritten) {
  const Image picture = test_picture(11, 7, 3, 16);
  write_file(path("in.png"), encode(picture, Format::png, 16, 95));
  for (const std::string name : {"out.png", "out.tif"}) {
    ASSERT_EQ(run({"render", path("in.png"), "--recipe", recipe(), "-o", path(name)}).code, 0);
    const cv::Mat mat = cv::imread(path(name), cv::IMREAD_UNCHANGED);
    ASSERT_EQ(mat.type(), CV_16UC3) << name;
    for (int y = 0; y < 7; ++y)
      for (int x = 0; x < 11; ++x)
        for (int c = 0; c < 3; ++c)
          ASSERT_EQ(mat.at<cv::Vec3w>(y, x)[2 - c], std::lround(picture.at(x, y, c) * 65535)) << name;
  }
}

TEST_F(Formats, KnownRecipeGivesKnownValues) {
  Image picture(5, 1, 1);
  picture.pixels = {0.0f, 64 / 255.0f, 128 / 255.0f, 192 / 255.0f, 1.0f};
  write_file(path("in.png"), encode(picture, Format::png, 8, 95));
  ASSERT_EQ(
      run({"render", path("in.png"), "--recipe", recipe({even_curve(0.5f)}), "-o", path("out.png")}).code, 0);
  const Image result = stored(path("out.png")).image;
  for (int x = 0; x < 5; ++x) {
    const float s = picture.pixels[std::size_t(x)];
    EXPECT_NEAR(result.pixels[std::size_t(x)] * 255, (s + 0.5f * s * (1 - s)) * 255, 0.51f); // ALL-E eq. 7
  }
}

TEST_F(Formats, FloatsAreLinearAndKeepWhatLiesOutsideOfTheRange) {
  Image picture(4, 1, 1);
  picture.pixels = {0.2f, 7.5f, -0.1f, NAN};
  write_file(path("in.tif"), encode(picture, Format::tiff, 32, 95));
  ASSERT_EQ(
      run({"render", path("in.tif"), "--recipe", recipe({even_curve(1.0f)}), "-o", path("out.tif")}).code, 0);
  const Image result = stored(path("out.tif")).image;
  const float s = linear_to_srgb(0.2f), t = linear_to_srgb(0.1f);
  EXPECT_NEAR(result.pixels[0], srgb_to_linear(s + s * (1 - s)), 1e-5f);
  EXPECT_NEAR(result.pixels[1], 7.5f, 1e-4f);
  EXPECT_NEAR(result.pixels[2], -srgb_to_linear(t + t * (1 - t)), 1e-5f);
  EXPECT_TRUE(std::isnan(result.pixels[3]));
}

TEST_F(Formats, LessDepthIsSaid) {
  write_file(path("in.png"), encode(test_picture(16, 16, 3, 16), Format::png, 16, 95));
  const Outcome outcome = run({"render", path("in.png"), "--recipe", recipe(), "-o", path("out.jpg")});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "penumbra: note: JPEG holds 8 bits a channel; the input has 16\n");
  EXPECT_EQ(stored(path("out.jpg")).bits, 8);
  EXPECT_EQ(run({"render", "-q", path("in.png"), "--recipe", recipe(), "-o", path("out.jpg")}).err, "");
}

TEST_F(Formats, LinearFloatsAreEncodedForIntegers) {
  Image picture(3, 1, 1);
  picture.pixels = {0.5f, 2.0f, -1.0f};
  write_file(path("in.pfm"), encode(picture, Format::pfm, 32, 95));
  ASSERT_EQ(run({"render", path("in.pfm"), "--recipe", recipe(), "-o", path("out.png")}).code, 0);
  const Decoded result = stored(path("out.png"));
  EXPECT_EQ(result.bits, 16);
  EXPECT_NEAR(result.image.pixels[0], 0.735357f, 1e-5f); // sRGB of half the light
  EXPECT_EQ(result.image.pixels[1], 1.0f);
  EXPECT_EQ(result.image.pixels[2], 0.0f);
}

TEST_F(Formats, IntegersAreLinearisedForLinearFormats) {
  Image picture(2, 1, 3);
  picture.pixels = {188 / 255.0f, 0, 1, 1, 0, 0};
  write_file(path("in.png"), encode(picture, Format::png, 8, 95));
  ASSERT_EQ(run({"render", path("in.png"), "--recipe", recipe(), "-o", path("out.exr")}).code, 0);
  const Image result = stored(path("out.exr")).image;
  EXPECT_NEAR(result.pixels[0], srgb_to_linear(188 / 255.0f), 1e-6f);
  EXPECT_NEAR(result.pixels[2], 1.0f, 1e-6f);
}

TEST_F(Formats, TransparencyIsKeptOrItsLossSaid) {
  Image picture = test_picture(9, 9, 2, 8);
  write_file(path("in.png"), encode(picture, Format::png, 8, 95));
  const std::string steps = recipe({even_curve(0.7f)});
  ASSERT_EQ(run({"render", path("in.png"), "--recipe", steps, "-o", path("out.webp")}).code, 0);
  const Image kept = stored(path("out.webp")).image;
  ASSERT_EQ(kept.channels, 4) << "WebP has no grey";
  for (int i = 0; i < 81; ++i)
    EXPECT_NEAR(kept.pixels[std::size_t(i) * 4 + 3], picture.pixels[std::size_t(i) * 2 + 1], 1e-6f);
  const Outcome outcome = run({"render", path("in.png"), "--recipe", steps, "-o", path("out.jpg")});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "penumbra: note: JPEG holds no transparency; the picture was put on white\n");
  EXPECT_EQ(stored(path("out.jpg")).image.channels, 1);
}

TEST_F(Formats, JpegHasFullColourResolution) {
  Image picture(16, 16, 3); // thin red and blue lines, which 4:2:0 would blend
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x) picture.at(x, y, x % 2 ? 0 : 2) = 1;
  write_file(path("in.png"), encode(picture, Format::png, 8, 95));
  ASSERT_EQ(run({"render", path("in.png"), "--recipe", recipe(), "-o", path("out.jpg")}).code, 0);
  EXPECT_LT(difference(stored(path("out.jpg")).image, picture), 0.1f);
}

TEST_F(Formats, QualityIsObeyed) {
  write_file(path("in.png"), encode(test_picture(64, 64, 3, 8), Format::png, 8, 95));
  for (const std::string quality : {"30", "100"})
    ASSERT_EQ(run({"render", path("in.png"), "--recipe", recipe(), "-o", path(quality + ".jpg"), "--quality",
                   quality})
                  .code,
              0);
  EXPECT_LT(std::filesystem::file_size(path("30.jpg")) * 2, std::filesystem::file_size(path("100.jpg")));
}

TEST_F(Formats, AFileMayBeReplacedByItsResult) {
  const Image picture = test_picture(20, 10, 3, 8);
  write_file(path("photo.png"), encode(picture, Format::png, 8, 95));
  ASSERT_EQ(
      run({"render", path("photo.png"), "--recipe", recipe({even_curve(-1)}), "-o", path("photo.png")}).code,
      0);
  EXPECT_GT(difference(stored(path("photo.png")).image, picture), 0.1f);
  EXPECT_EQ(files(), (std::vector<std::string>{"photo.png", "recipe.json"}));
}

} // namespace
} // namespace penumbra::cli
