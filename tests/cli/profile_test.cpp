// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.hpp"
#include "core/io/icc.hpp"
#include "core/io/image_file.hpp"
#include "tests/cli/program.hpp"

#include <cmath>
#include <cstdio> // jpeglib.h needs it
#include <exiv2/exiv2.hpp>
#include <lcms2.h>

#include <jpeglib.h>

namespace penumbra::cli {
namespace {

std::string bytes_of(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

std::string grey_profile(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  const std::string bytes = bytes_of(cmsCreateGrayProfile(cmsD50_xyY(), curve));
  cmsFreeToneCurve(curve);
  return bytes;
}

void embed(const std::string& path, const std::string& icc) {
  auto image = Exiv2::ImageFactory::open(path);
  image->readMetadata();
  Exiv2::DataBuf profile(reinterpret_cast<const Exiv2::byte*>(icc.data()), long(icc.size()));
  image->setIccProfile(profile);
  image->writeMetadata();
}

class ColourProfile : public ProgramTest {
 protected:
  void write(const std::string& name, const Image& image, int bits, const std::string& icc) {
    write_file(path(name), encode(image, format_for(name).format, bits, 100));
    if (!icc.empty()) embed(path(name), icc);
  }
  std::string embedded(const std::string& name) { return stored(path(name)).icc; }
  void render(const std::string& in, const std::string& out, const std::vector<EditStep>& steps = {}) {
    const Outcome outcome = run({"render", path(in), "--recipe", recipe(steps), "-o", path(out)});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
  }
};

TEST_F(ColourProfile, AdobeRgbIsConvertedWithoutClipping) {
  Image picture(3, 1, 3);
  picture.pixels = {0, 1, 0, 1, 1, 1, 0.5f, 0.5f, 0.5f};
  write("a.png", picture, 16, adobe_rgb_profile());
  Notes notes;
  const Image linear = convert(read_photo(path("a.png"), notes).image, Encoding::linear);
  EXPECT_TRUE(notes.empty());
  // The matrix from Adobe RGB (1998) to sRGB, both D65: green lies outside of sRGB.
  EXPECT_NEAR(linear.at(0, 0, 0), -0.3984f, 2e-3f);
  EXPECT_NEAR(linear.at(0, 0, 1), 1.0f, 2e-3f);
  EXPECT_NEAR(linear.at(0, 0, 2), -0.0429f, 2e-3f);
  for (int c = 0; c < 3; ++c) {
    EXPECT_NEAR(linear.at(1, 0, c), 1.0f, 1e-3f);
    EXPECT_NEAR(linear.at(2, 0, c), std::pow(32768 / 65535.0f, 563 / 256.0f), 1e-3f);
  }
}

TEST_F(ColourProfile, GoesRoundAndStaysEmbedded) {
  for (const std::string name : {"a.png", "a.tif"})
    for (const int bits : {8, 16}) {
      const Image picture = test_picture(40, 30, 4, bits);
      write(name, picture, bits, adobe_rgb_profile());
      render(name, "out" + name.substr(1));
      // The dark channel of a saturated colour is a small difference of large floats.
      EXPECT_LE(difference(stored(path("out" + name.substr(1))).image, picture),
                bits == 8 ? 0.0f : 6.5f / 65535)
          << name << ", " << bits << " bits";
      EXPECT_EQ(embedded("out" + name.substr(1)), adobe_rgb_profile());
    }
  const Image light = test_picture(40, 30, 3, 32);
  write("a.tif", light, 32, bytes_of(cmsCreate_sRGBProfile()));
  render("a.tif", "out.tif");
  EXPECT_EQ(difference(stored(path("out.tif")).image, light), 0) << "floats that are sRGB-encoded";
}

TEST_F(ColourProfile, EditsWorkOnSrgbValues) {
  Image picture(2, 1, 3);
  picture.pixels = {0.2f, 0.5f, 0.3f, 0.6f, 0.6f, 0.6f};
  write("a.tif", picture, 16, adobe_rgb_profile());
  render("a.tif", "out.tif", {even_curve(0.6f)});
  const Image result = stored(path("out.tif")).image;
  // A neutral colour by hand: light, sRGB-encoded, ALL-E eq. 7, light, Adobe's gamma.
  const float s = linear_to_srgb(std::pow(0.6f, 563 / 256.0f));
  const float expected = std::pow(srgb_to_linear(s + 0.6f * s * (1 - s)), 256 / 563.0f);
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(result.at(1, 0, c), expected, 1e-3f);
  // And not what the curve would give on the stored values.
  EXPECT_GT(std::fabs(0.2f + 0.6f * 0.2f * 0.8f - result.at(0, 0, 0)), 0.01f);
}

TEST_F(ColourProfile, SrgbIsLeftAlone) {
  const std::string srgb = bytes_of(cmsCreate_sRGBProfile());
  EXPECT_TRUE(describe_profile(srgb).srgb);
  EXPECT_FALSE(describe_profile(adobe_rgb_profile()).srgb);
  EXPECT_TRUE(describe_profile(adobe_rgb_profile()).reversible);
  const Image picture = test_picture(20, 20, 3, 16);
  write("a.png", picture, 16, srgb);
  render("a.png", "out.png");
  EXPECT_EQ(difference(stored(path("out.png")).image, picture), 0);
  EXPECT_EQ(embedded("out.png"), srgb);
}

TEST_F(ColourProfile, GreyPicturesWithEitherKind) {
  Image picture(3, 1, 1);
  picture.pixels = {0, 0.5f, 1};
  for (const std::string& icc : {grey_profile(1.8), adobe_rgb_profile()}) {
    write("a.png", picture, 16, icc);
    Notes notes;
    const Photo photo = read_photo(path("a.png"), notes);
    const float gamma = icc == adobe_rgb_profile() ? 563 / 256.0f : 1.8f;
    EXPECT_NEAR(convert(photo.image, Encoding::linear).pixels[1], std::pow(0.5f, gamma), 1e-3f);
    render("a.png", "out.png");
    if (icc == adobe_rgb_profile()) { // which PNG does not hold in a grey picture: the result is sRGB
      EXPECT_EQ(embedded("out.png"), "");
      EXPECT_NEAR(stored(path("out.png")).image.pixels[1], linear_to_srgb(std::pow(0.5f, gamma)), 1e-3f);
      continue;
    }
    EXPECT_LE(difference(stored(path("out.png")).image, picture), 2.5f / 65535);
    EXPECT_EQ(embedded("out.png"), icc);
  }
}

TEST_F(ColourProfile, ADamagedOneIsSaidAndLeftOut) {
  const Image picture = test_picture(8, 8, 3, 8);
  write("a.jpg", picture, 8, adobe_rgb_profile());
  std::string bytes = read_file(path("a.jpg"));
  const auto at = bytes.find("acsp"); // the mark of a profile
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, 4, "nope");
  write_file(path("a.jpg"), bytes);
  const Outcome outcome = run({"render", path("a.jpg"), "--recipe", recipe(), "-o", path("out.jpg")});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.err.find("penumbra: note: the embedded colour profile cannot be used"), std::string::npos)
      << outcome.err;
  EXPECT_EQ(embedded("out.jpg"), "");
}

TEST_F(ColourProfile, ADcfAdobeRgbPhotoGetsItsProfile) {
  write("a.jpg", test_picture(8, 8, 3, 8), 8, "");
  auto image = Exiv2::ImageFactory::open(path("a.jpg"));
  image->exifData()["Exif.Photo.ColorSpace"] = std::uint16_t(65535);
  image->exifData()["Exif.Iop.InteroperabilityIndex"] = "R03";
  image->writeMetadata();
  render("a.jpg", "out.png");
  EXPECT_EQ(embedded("out.png"), adobe_rgb_profile());
}

TEST_F(ColourProfile, CmykIsRefusedWithAReason) {
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = info.image_height = 8;
  info.input_components = 4;
  info.in_color_space = JCS_CMYK;
  jpeg_set_defaults(&info);
  jpeg_start_compress(&info, TRUE);
  std::vector<unsigned char> line(32, 100);
  unsigned char* row = line.data();
  for (int y = 0; y < 8; ++y) jpeg_write_scanlines(&info, &row, 1);
  jpeg_finish_compress(&info);
  write_file(path("cmyk.jpg"), {reinterpret_cast<char*>(data), size});
  jpeg_destroy_compress(&info);
  std::free(data);
  const Outcome outcome = run({"render", path("cmyk.jpg"), "--recipe", recipe(), "-o", path("out.jpg")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("CMYK; convert it to RGB first"), std::string::npos) << outcome.err;
}

} // namespace
} // namespace penumbra::cli
