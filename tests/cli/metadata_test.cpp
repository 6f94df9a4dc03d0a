// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.hpp"

#include <exiv2/exiv2.hpp>
#include <tiffio.h>

namespace penumbra::cli {
namespace {

/// Adds tags to a picture file.
void tag(const std::string& path, const std::function<void(Exiv2::Image&)>& change) {
  auto image = Exiv2::ImageFactory::open(path);
  image->readMetadata();
  change(*image);
  image->writeMetadata();
}

std::string exif(const std::string& path, const std::string& key) {
  auto image = Exiv2::ImageFactory::open(path);
  image->readMetadata();
  const auto found = image->exifData().findKey(Exiv2::ExifKey(key));
  return found == image->exifData().end() ? "none" : found->toString();
}

class Metadata : public ProgramTest {
 protected:
  Image picture = test_picture(24, 16, 3, 8);

  Outcome render(const std::string& in, const std::string& out) {
    const Outcome outcome = run({"render", path(in), "--recipe", recipe(), "-o", path(out)});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome;
  }
  void write(const std::string& name, const Image& image, int bits = 8) {
    write_file(path(name), encode(image, format_for(name).format, bits, 100));
  }
};

/// What stands at (x, y) of the upright picture, for stored pixels and an Exif orientation: the table of the
/// Exif standard (2.32, 4.6.4 A), row and column of the stored picture.
std::pair<int, int> stored_place(int orientation, int x, int y, int width, int height) {
  switch (orientation) {
  case 2:
    return {width - 1 - x, y}; // 0th column is the right-hand side
  case 3:
    return {width - 1 - x, height - 1 - y};
  case 4:
    return {x, height - 1 - y}; // 0th row is the bottom
  case 5:
    return {y, x}; // 0th row is the left-hand side, 0th column the top
  case 6:
    return {y, height - 1 - x}; // 0th row is the right-hand side
  case 7:
    return {width - 1 - y, height - 1 - x};
  case 8:
    return {width - 1 - y, x}; // 0th column is the bottom
  default:
    return {x, y};
  }
}

class Orientation : public Metadata, public ::testing::WithParamInterface<int> {
 protected:
  void expect_upright(const std::string& name) {
    const int orientation = GetParam();
    const Decoded result = stored(path(name));
    const bool turned = orientation >= 5;
    ASSERT_EQ(result.image.width, turned ? 16 : 24) << name;
    ASSERT_EQ(result.image.height, turned ? 24 : 16) << name;
    for (int y = 0; y < result.image.height; ++y)
      for (int x = 0; x < result.image.width; ++x) {
        const auto [u, v] = stored_place(orientation, x, y, 24, 16);
        for (int c = 0; c < 3; ++c)
          ASSERT_NEAR(result.image.at(x, y, c), picture.at(u, v, c), 1e-6f)
              << name << " at " << x << ", " << y;
      }
    const std::string tag = exif(path(name), "Exif.Image.Orientation");
    EXPECT_TRUE(tag == "1" || tag == "none") << name << ": " << tag;
  }
};

TEST_P(Orientation, PixelsAreTurnedUprightAndTheTagReset) {
  const auto orientation = std::uint16_t(GetParam());
  for (const std::string name : {"a.png", "a.tif"}) {
    write(name, picture);
    tag(path(name), [&](Exiv2::Image& image) {
      image.exifData()["Exif.Image.Orientation"] = orientation;
      image.exifData()["Exif.Photo.PixelXDimension"] = std::uint32_t(24);
      image.xmpData()["Xmp.tiff.Orientation"] = std::to_string(orientation);
    });
    ASSERT_EQ(exif(path(name), "Exif.Image.Orientation"), std::to_string(orientation));
    for (const std::string out : {"out.png", "out.tif"}) {
      render(name, out);
      expect_upright(out);
      EXPECT_EQ(exif(path(out), "Exif.Photo.PixelXDimension"), orientation >= 5 ? "16" : "24");
      auto image = Exiv2::ImageFactory::open(path(out));
      image->readMetadata();
      EXPECT_EQ(image->xmpData()["Xmp.tiff.Orientation"].toString(), "1");
    }
  }
}

TEST_P(Orientation, OfATiffInPlanesToo) { // a layout that is left to OpenCV
  TIFF* tiff = TIFFOpen(path("planes.tif").c_str(), "w");
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 24);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 16);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_SEPARATE);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, GetParam());
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 16; ++y) {
      std::vector<unsigned char> row(24);
      for (int x = 0; x < 24; ++x) row[std::size_t(x)] = std::uint8_t(std::lround(picture.at(x, y, c) * 255));
      ASSERT_EQ(TIFFWriteScanline(tiff, row.data(), std::uint32_t(y), std::uint16_t(c)), 1);
    }
  TIFFClose(tiff);
  render("planes.tif", "out.png");
  expect_upright("out.png");
}

INSTANTIATE_TEST_SUITE_P(Exif, Orientation, ::testing::Range(1, 9));

TEST_F(Metadata, IsKeptFromFormatToFormat) {
  write("a.jpg", picture);
  tag(path("a.jpg"), [](Exiv2::Image& image) {
    image.exifData()["Exif.Image.Artist"] = "A. Photographer";
    image.exifData()["Exif.Photo.ExposureTime"] = Exiv2::Rational(1, 30);
    image.exifData()["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    image.iptcData()["Iptc.Application2.City"] = "Gernika";
    image.xmpData()["Xmp.dc.subject"] = "mountain";
    Exiv2::ExifThumb(image.exifData())
        .setJpegThumbnail(reinterpret_cast<const Exiv2::byte*>("\xff\xd8\xff\xd9"), 4);
  });
  for (const std::string out : {"out.jpg", "out.png", "out.tif", "out.webp"}) {
    EXPECT_EQ(render("a.jpg", out).err, "");
    EXPECT_EQ(exif(path(out), "Exif.Image.Artist"), "A. Photographer") << out;
    EXPECT_EQ(exif(path(out), "Exif.Photo.ExposureTime"), "1/30") << out;
    EXPECT_EQ(exif(path(out), "Exif.GPSInfo.GPSLatitudeRef"), "N") << out;
    auto image = Exiv2::ImageFactory::open(path(out));
    image->readMetadata();
    EXPECT_EQ(image->xmpData()["Xmp.dc.subject"].toString(), "mountain") << out;
    if (out != "out.webp") { // which holds no IPTC
      EXPECT_EQ(image->iptcData()["Iptc.Application2.City"].toString(), "Gernika") << out;
    }
    EXPECT_EQ(Exiv2::ExifThumbC(image->exifData()).copy().size_, 0) << "it shows the picture before the edit";
  }
  EXPECT_EQ(render("a.jpg", "out.pfm").err,
            "penumbra: note: the metadata of the input could not be kept in this PFM file\n");
}

TEST_F(Metadata, HowATiffIsStoredIsNotPassedOn) {
  write("a.tif", test_picture(24, 16, 4, 16), 16);
  tag(path("a.tif"), [](Exiv2::Image& image) { image.exifData()["Exif.Image.Artist"] = "A. Photographer"; });
  render("a.tif", "out.png");
  EXPECT_EQ(exif(path("out.png"), "Exif.Image.Artist"), "A. Photographer");
  for (const char* key : {"Exif.Image.StripOffsets", "Exif.Image.BitsPerSample", "Exif.Image.Compression",
                          "Exif.Image.SamplesPerPixel", "Exif.Image.ImageWidth"})
    EXPECT_EQ(exif(path("out.png"), key), "none");
  render("a.tif", "out.tif"); // where the new file's own values stand
  EXPECT_EQ(exif(path("out.tif"), "Exif.Image.BitsPerSample"), "16 16 16 16");
  EXPECT_EQ(exif(path("out.tif"), "Exif.Image.ExtraSamples"), "2") << "straight alpha";
}

TEST_F(Metadata, InfoTellsAboutAPicture) {
  write("a.tif", test_picture(24, 16, 2, 16), 16);
  tag(path("a.tif"),
      [](Exiv2::Image& image) { image.exifData()["Exif.Image.Orientation"] = std::uint16_t(6); });
  const Outcome outcome = run({"info", path("a.tif")});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "Picture:     TIFF, 16 x 24, grey with transparency, 16 bits\n"
                         "Profile:     none (taken as sRGB)\n"
                         "Orientation: 6 (turned upright when read)\n"
                         "Metadata:    yes\n");
}

} // namespace
} // namespace penumbra::cli
