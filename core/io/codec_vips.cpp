// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"
#include "core/io/jpeg_file.hpp"
#include "core/io/netpbm.hpp"
#include "core/io/png_file.hpp"
#include "core/io/radiance_file.hpp"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <vips/vips.h>

namespace penumbra::cli {
namespace {

struct Unref {
  void operator()(void* p) const { g_object_unref(p); }
};
using Vips = std::unique_ptr<VipsImage, Unref>;
using Region = std::unique_ptr<VipsRegion, Unref>;

void prepare() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Its modules (ImageMagick, poppler, openslide …) are for formats that are not read by it here, and take
    // as long to load as all the rest: let it look for them where there are none.
    const char* const home = std::getenv("VIPSHOME");
    setenv("VIPSHOME", "/nonexistent", 1);
    if (VIPS_INIT("penumbra") != 0)
      throw Error("libvips cannot be started: " + std::string(vips_error_buffer()));
    home ? setenv("VIPSHOME", home, 1) : unsetenv("VIPSHOME");
    vips_cache_set_max(0); // every picture is read once
    g_log_set_handler(
        "VIPS", G_LOG_LEVEL_MASK, [](const char*, GLogLevelFlags, const char*, void*) {}, nullptr);
  });
}

/// The last complaint of libvips, forgotten; empty where there is none.
std::string complaint() {
  std::string text = vips_error_buffer();
  vips_error_clear();
  return text;
}

/// "damaged", unless libvips says that it does not know something.
[[noreturn]] void fail(const std::string& path) {
  const std::string text = complaint();
  if (text.find("out of memory") != std::string::npos) throw std::bad_alloc();
  for (const char* word : {"nsupported", "not supported", "unable to handle", "not implemented"})
    if (text.find(word) != std::string::npos) {
      std::string line = text.substr(0, text.find('\n'));
      unreadable(path, line);
    }
  damaged(path);
}

Vips load(const std::string& bytes, const std::string& format, VipsFailOn strictness) {
  VipsImage* out = nullptr;
  void* const data = const_cast<char*>(bytes.data());
  const std::size_t size = bytes.size();
  constexpr auto access = VIPS_ACCESS_SEQUENTIAL;
  int failed = 1;
  const auto with = [&](auto* loader) {
    failed = loader(data, size, &out, "access", access, "fail_on", strictness, nullptr);
  };
  if (format == "JPEG") with(vips_jpegload_buffer);
  if (format == "PNG") with(vips_pngload_buffer);
  if (format == "WebP") with(vips_webpload_buffer);
  if (format == "GIF") with(vips_gifload_buffer);
  if (format == "JPEG 2000") with(vips_jp2kload_buffer);
  if (format == "Radiance HDR") with(vips_radload_buffer);
  if (format == "PNM" || format == "PFM") {
    VipsSource* source = vips_source_new_from_memory(data, size);
    failed = vips_ppmload_source(source, &out, "access", access, "fail_on", strictness, nullptr);
    g_object_unref(source);
  }
  return Vips(failed ? nullptr : out);
}

std::string blob(VipsImage* image, const char* name) {
  const void* data = nullptr;
  std::size_t size = 0;
  if (!vips_image_get_typeof(image, name) || vips_image_get_blob(image, name, &data, &size) != 0) {
    vips_error_clear();
    return {};
  }
  return {static_cast<const char*>(data), size};
}

int number(VipsImage* image, const char* name, int otherwise) {
  int value = otherwise;
  if (!vips_image_get_typeof(image, name) || vips_image_get_int(image, name, &value) != 0) {
    vips_error_clear();
    return otherwise;
  }
  return value;
}

/// A step that makes one image of another.
template <class F> Vips step(Vips in, const std::string& path, F&& operation) {
  VipsImage* out = nullptr;
  if (operation(in.get(), &out) != 0) fail(path);
  return Vips(out);
}

/// Pixels as floats, strip by strip, so that no second copy of the picture is in memory. Integers are
/// divided by `top`.
void copy_pixels(VipsImage* from, Image& to, float top, const std::string& path) {
  const Region region(vips_region_new(from));
  constexpr int rows = 16; // a JPEG's blocks
  const std::size_t count = std::size_t(to.width) * std::size_t(to.channels);
  for (int y = 0; y < to.height; y += rows) {
    const VipsRect area{0, y, to.width, std::min(rows, to.height - y)};
    if (vips_region_prepare(region.get(), &area) != 0) fail(path);
    for (int v = y; v < y + area.height; ++v) {
      const auto* row = VIPS_REGION_ADDR(region.get(), 0, v);
      float* out = to.row(v);
      switch (from->BandFmt) {
      case VIPS_FORMAT_UCHAR:
        for (std::size_t i = 0; i < count; ++i) out[i] = float(row[i]) / top;
        break;
      case VIPS_FORMAT_USHORT:
        for (std::size_t i = 0; i < count; ++i)
          out[i] = float(reinterpret_cast<const std::uint16_t*>(row)[i]) / top;
        break;
      default:
        std::memcpy(out, row, count * sizeof(float));
      }
    }
  }
}

double best_ratio(const std::string& format) {
  if (format == "PNG") return 1040;  // deflate
  if (format == "JPEG") return 4000; // blocks of one colour, progressive
  if (format == "PNM" || format == "PFM") return 8;
  if (format == "Radiance HDR") return 256;
  return 0;
}

/// In the header of a Radiance picture, by libvips' names.
constexpr std::pair<const char*, double> srgb_primaries[]{
    {"rad-prims-rx", 0.64}, {"rad-prims-ry", 0.33}, {"rad-prims-gx", 0.30},   {"rad-prims-gy", 0.60},
    {"rad-prims-bx", 0.15}, {"rad-prims-by", 0.06}, {"rad-prims-wx", 0.3127}, {"rad-prims-wy", 0.3290}};

/// A file, and what its header tells that libvips does not.
struct Source {
  const std::string& file;
  const std::string& format;
  const std::string& path;
  std::string changed; ///< the file, where libvips needs it otherwise
  RadianceHeader radiance;
  PnmHeader pnm;
  JpegFile jpeg;
  VipsFailOn strictness;

  const std::string& bytes() const { return changed.empty() ? file : changed; }
};

void prepare_source(Source& source, Decoded& decoded) {
  const std::string &file = source.file, &path = source.path, &format = source.format;
  if (format == "JPEG") {
    source.strictness = VIPS_FAIL_ON_TRUNCATED;
    source.jpeg = look_at_jpeg(file, path);
    if (!source.jpeg.ended) {
      source.changed = file + "\xff\xd9";
      if (!has_all_data(source.changed)) damaged(path);
      decoded.notes.push_back("the file has no end marker");
    } else {
      decoded.behind = behind_jpeg(file, source.jpeg);
    }
    decoded.resolution = source.jpeg.resolution;
    if (!source.jpeg.comment.empty()) decoded.texts.push_back({"Comment", source.jpeg.comment});
    decoded.signed_history = source.jpeg.signed_history;
  } else if (format == "Radiance HDR") {
    source.changed = file;
    source.radiance = take_radiance_header(source.changed, path);
    if (source.radiance.xyz)
      unreadable(path, "its colours are CIE XYZ; convert it to RGB first (ra_xyze -r of Radiance)");
    decoded.orientation = source.radiance.orientation();
  } else if (format == "PNM" || format == "PFM") {
    source.pnm = pnm_header(file, path);
    if (source.pnm.more) decoded.notes.push_back("the file has several pictures; the first is read");
    if (file[1] == '1') source.changed = packed_pbm(file, path);
  }
}

/// The largest sample of integers, 1 for floats; fills `decoded.bits`. Throws Error for kinds of samples and
/// channels that are not read.
float top_sample(VipsImage* pixels, const Source& source, Decoded& decoded) {
  const std::string& path = source.path;
  if (pixels->Type == VIPS_INTERPRETATION_CMYK)
    unreadable(path, "its colours are CMYK; convert it to RGB first");
  if (pixels->Bands < 1 || pixels->Bands > 4)
    unreadable(path, "it has " + std::to_string(pixels->Bands) + " channels; grey, RGB and RGBA are known");
  float top = 1;
  switch (pixels->BandFmt) {
  case VIPS_FORMAT_UCHAR:
    decoded.bits = 8, top = 255;
    break;
  case VIPS_FORMAT_USHORT:
    decoded.bits = 16, top = 65535;
    break;
  case VIPS_FORMAT_FLOAT:
    decoded.bits = 32;
    break;
  default:
    unreadable(path, "its kind of samples is not supported");
  }
  if (source.format == "PNM") decoded.bits = source.pnm.bits, top = source.pnm.top;
  // libvips spreads the 9 to 15 bits of a JPEG 2000 over 16, and leaves fewer than 8 as they are.
  if (const int bits = number(pixels, "bits-per-sample", 8); source.format == "JPEG 2000" && bits < 8)
    top = float((1 << std::max(bits, 1)) - 1);
  return top;
}

/// PNG's texts, by key; not those in which programs put Exif, IPTC and XMP.
void read_texts(VipsImage* image, std::vector<Text>& texts) {
  gchar** const fields = vips_image_get_fields(image);
  for (gchar** field = fields; *field; ++field) {
    const std::string name = *field;
    const std::size_t key = name.find('-', std::strlen("png-comment-"));
    const char* text = nullptr;
    if (name.rfind("png-comment-", 0) != 0 || key == std::string::npos ||
        vips_image_get_string(image, *field, &text) != 0)
      continue;
    const std::string title = name.substr(key + 1);
    if (title.rfind("XML:", 0) != 0 && title.rfind("Raw profile type", 0) != 0)
      texts.push_back({title, text});
  }
  g_strfreev(fields);
  vips_error_clear();
}

void apply_png(const std::string& file, Decoded& decoded, const std::string& path) {
  PngFile png;
  try {
    png = look_at_png(file);
  } catch (const Error& problem) {
    if (decoded.icc.empty()) unreadable(path, problem.what());
  }
  decoded.resolution = png.resolution;
  decoded.signed_history = png.signed_history;
  if (png.frames > 1)
    decoded.notes.push_back("the file is an animation of " + std::to_string(png.frames) +
                            " frames; the picture that stands for it is read");
  if (png.coded) decoded.icc.clear();
  if (decoded.icc.empty()) decoded.colours = png.colours;
  if (png.narrow_range) { // 16 to 235 of 8 bits (BT.2100, table 9)
    const float steps = decoded.bits == 16 ? 65535.0f / 256 : 255.0f;
    const int channels = decoded.image.channels, colours = decoded.image.colour_channels();
    for (std::size_t i = 0; i < decoded.image.pixels.size(); ++i)
      if (int(i % std::size_t(channels)) < colours)
        decoded.image.pixels[i] = (decoded.image.pixels[i] * steps - 16) / 219;
  }
}

/// From the bottom up, and scaled.
void apply_pfm(const PnmHeader& header, Decoded& decoded) {
  Image& image = decoded.image;
  decoded.linear_light = true;
  const std::size_t row = std::size_t(image.width) * std::size_t(image.channels);
  for (int y = 0; y < image.height / 2; ++y)
    std::swap_ranges(image.row(y), image.row(y) + row, image.row(image.height - 1 - y));
  if (header.top != 1)
    for (float& v : image.pixels) v *= header.top;
}

void apply_radiance(const RadianceHeader& header, Decoded& decoded) {
  Image& image = decoded.image;
  decoded.linear_light = true;
  if (header.primaries) decoded.colours = ColourSpace{ColourSpace::Transfer::linear, 1, *header.primaries};
  if (header.gain == std::array<double, 3>{1, 1, 1}) return;
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] /= float(header.gain[i % std::size_t(image.channels) % 3]);
}

std::string comment_of(const std::vector<Text>& texts) {
  for (const Text& each : texts)
    if (each.key == "Comment") return each.text;
  return {};
}

} // namespace

Decoded decode_by_vips(const std::string& file, const std::string& format, const std::string& path) {
  prepare();
  Decoded decoded;
  decoded.format = format;
  Source source{file, format, path, {}, {}, {}, {}, VIPS_FAIL_ON_ERROR};
  prepare_source(source, decoded);
  Vips image = load(source.bytes(), format, source.strictness);
  if (!image) fail(path);
  if (format == "Radiance HDR")
    image = step(std::move(image), path,
                 [](VipsImage* in, VipsImage** out) { return vips_rad2float(in, out, nullptr); });
  VipsImage* const pixels = image.get();
  const float top = top_sample(pixels, source, decoded);
  check_size({std::uint64_t(pixels->Xsize), std::uint64_t(pixels->Ysize), pixels->Bands,
              format == "Radiance HDR" ? 8 : std::min(8, decoded.bits), best_ratio(format)},
             file.size(), path);
  if (const int pages = number(pixels, VIPS_META_N_PAGES, 1);
      pages > 1 && (format == "GIF" || format == "WebP"))
    decoded.notes.push_back("the file is an animation of " + std::to_string(pages) +
                            " frames; the first one is read");
  decoded.icc = blob(pixels, VIPS_META_ICC_NAME);
  if (format == "PNG") read_texts(pixels, decoded.texts);

  decoded.image = Image(pixels->Xsize, pixels->Ysize, pixels->Bands);
  copy_pixels(pixels, decoded.image, top, path);
  if (format == "PNG") apply_png(file, decoded, path);
  if (format == "PFM") apply_pfm(source.pnm, decoded);
  if (format == "Radiance HDR") apply_radiance(source.radiance, decoded);
  return decoded;
}

std::string encode_by_vips(const Image& image, Format format, int bits, int quality,
                           const Attached& attached) {
  if (format == Format::pfm) return encode_pfm(image);
  prepare();
  const FormatTraits& traits = traits_of(format);
  if (format == Format::jpeg && std::max(image.width, image.height) > 65500)
    throw Error("A JPEG has at most 65500 pixels a side. Choose PNG or TIFF.");
  if (format == Format::webp && std::max(image.width, image.height) > 16383)
    throw Error("A WebP has at most 16383 pixels a side. Choose PNG or TIFF.");
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint16_t> words;
  const void* data = image.pixels.data();
  VipsBandFormat kind = VIPS_FORMAT_FLOAT;
  if (bits == 8) {
    bytes = quantised<std::uint8_t>(image);
    data = bytes.data(), kind = VIPS_FORMAT_UCHAR;
  } else if (bits == 16) {
    words = quantised<std::uint16_t>(image);
    data = words.data(), kind = VIPS_FORMAT_USHORT;
  }
  const auto failed = [&]() -> Error {
    return Error(std::string("The ") + traits.name + " cannot be made: " + complaint() + ".");
  };
  const std::size_t sample = bits == 32 ? sizeof(float) : std::size_t(bits / 8);
  const Vips bare(vips_image_new_from_memory(data, image.pixels.size() * sample, image.width, image.height,
                                             image.channels, kind));
  if (!bare) throw failed();
  const bool grey = image.colour_channels() == 1;
  const VipsInterpretation colours = bits == 32 ? grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_scRGB
                                     : bits == 16
                                         ? grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16
                                     : grey ? VIPS_INTERPRETATION_B_W
                                            : VIPS_INTERPRETATION_sRGB;
  VipsImage* tagged = nullptr;
  const double per_mm_x = attached.resolution.x / 25.4, per_mm_y = attached.resolution.y / 25.4;
  if (vips_copy(bare.get(), &tagged, "interpretation", colours, "xres", per_mm_x > 0 ? per_mm_x : 1.0, "yres",
                per_mm_y > 0 ? per_mm_y : 1.0, nullptr) != 0)
    throw failed();
  const Vips picture(tagged);
  if (attached.resolution.x > 0) vips_image_set_string(tagged, VIPS_META_RESOLUTION_UNIT, "in");
  if (!attached.icc.empty())
    vips_image_set_blob_copy(tagged, VIPS_META_ICC_NAME, attached.icc.data(), attached.icc.size());

  if (format == Format::png)
    for (std::size_t i = 0; i < attached.texts.size(); ++i)
      vips_image_set_string(tagged,
                            ("png-comment-" + std::to_string(i) + "-" + attached.texts[i].key).c_str(),
                            attached.texts[i].text.c_str());

  void* out = nullptr;
  std::size_t size = 0;
  int status = 1;
  switch (format) {
  case Format::jpeg:
    status = vips_jpegsave_buffer(tagged, &out, &size, "Q", quality, "optimize_coding", TRUE,
                                  "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF, nullptr);
    break;
  case Format::png: // compression 4: a third of the time of the default, a few percent more bytes
    status = vips_pngsave_buffer(tagged, &out, &size, "compression", 4, "filter", VIPS_FOREIGN_PNG_FILTER_ALL,
                                 nullptr);
    break;
  case Format::webp:
    status = vips_webpsave_buffer(tagged, &out, &size, "Q", std::min(quality, 100), "lossless",
                                  gboolean(quality > 100), nullptr);
    break;
  case Format::hdr:
    for (const auto& [name, value] : srgb_primaries) vips_image_set_double(tagged, name, value);
    status = vips_radsave_buffer(tagged, &out, &size, nullptr);
    break;
  default:
    break;
  }
  if (status != 0) throw failed();
  std::string result(static_cast<const char*>(out), size);
  g_free(out);
  return format == Format::jpeg ? with_jfif(result, attached.resolution, comment_of(attached.texts)) : result;
}

} // namespace penumbra::cli
