#include "core/io/codec.hpp"

#include "core/io/bytes.hpp"
#include "core/io/codec_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace penumbra::cli {
namespace {

// format, name, extensions, 8 bits, 16 bits, floats, alpha, grey, grey with alpha, linear
const std::array<FormatTraits, 7> all_formats{{
    {Format::jpeg, "JPEG", "jpg jpeg jpe", true, false, false, false, true, false, false},
    {Format::png, "PNG", "png", true, true, false, true, true, true, false},
    {Format::tiff, "TIFF", "tif tiff", true, true, true, true, true, true, false},
    {Format::webp, "WebP", "webp", true, false, false, true, false, false, false},
    {Format::exr, "OpenEXR", "exr", false, false, true, true, true, false, true},
    {Format::hdr, "Radiance HDR", "hdr pic", false, false, true, false, false, false, true},
    {Format::pfm, "PFM", "pfm", false, false, true, false, true, false, true},
}};

bool starts_with(const std::string& bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() && bytes.compare(at, magic.size(), magic) == 0;
}

/// The format that the first bytes of a file show; nullptr for others.
const FormatTraits* sniff(const std::string& bytes) {
  using namespace std::string_view_literals;
  if (starts_with(bytes, "\xff\xd8"sv)) return &traits_of(Format::jpeg);
  if (starts_with(bytes, "\x89PNG\r\n\x1a\n"sv)) return &traits_of(Format::png);
  for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
    if (starts_with(bytes, magic)) return &traits_of(Format::tiff);
  if (starts_with(bytes, "RIFF"sv) && starts_with(bytes, "WEBP"sv, 8)) return &traits_of(Format::webp);
  if (starts_with(bytes, "v/1\x01"sv)) return &traits_of(Format::exr);
  if (starts_with(bytes, "#?R"sv)) return &traits_of(Format::hdr);
  for (const auto magic : {"PF\n"sv, "Pf\n"sv, "PF\r"sv, "Pf\r"sv, "PF "sv, "Pf "sv})
    if (starts_with(bytes, magic)) return &traits_of(Format::pfm);
  return nullptr;
}

/// libjpeg fills what is missing of a truncated file with grey and only warns. A whole file has an end marker
/// after the start of its last scan. Four components are CMYK, which is refused.
void check_jpeg(const std::string& bytes, const std::string& path) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && byte(at) == 0xff) {
    const unsigned marker = byte(at + 1);
    if (marker == 0xff) { // fill byte
      ++at;
      continue;
    }
    const std::size_t length = std::size_t(byte(at + 2)) << 8 | byte(at + 3);
    const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame && at + 10 <= bytes.size() && byte(at + 9) == 4)
      unreadable(path, "its colours are CMYK; convert it to RGB first");
    at += 2 + length;
    if (marker == 0xda) {
      if (at < bytes.size() && bytes.find("\xff\xd9", at) != std::string::npos) return;
      break;
    }
  }
  damaged(path);
}

Image from_mat(const cv::Mat& mat, int& bits, const std::string& path) {
  const int channels = mat.channels();
  if (channels != 1 && channels != 3 && channels != 4)
    unreadable(path, "it has " + std::to_string(channels) + " channels; grey, RGB and RGBA are known");
  double scale = 1;
  switch (mat.depth()) {
  case CV_8U:
    bits = 8, scale = 1 / 255.0;
    break;
  case CV_16U:
    bits = 16, scale = 1 / 65535.0;
    break;
  case CV_32F:
  case CV_64F:
    bits = 32;
    break;
  default:
    unreadable(path, "its kind of samples is not supported");
  }
  Image image(mat.cols, mat.rows, channels);
  cv::Mat to(mat.rows, mat.cols, CV_32FC(channels), image.pixels.data());
  mat.convertTo(to, CV_32F, scale);
  if (channels >= 3)
    for (std::size_t i = 0; i < image.pixels.size(); i += std::size_t(channels))
      std::swap(image.pixels[i], image.pixels[i + 2]);
  return image;
}

/// OpenCV reports some damage on std::cerr by itself; one message is enough.
struct Silence {
  std::streambuf* before = std::cerr.rdbuf(nullptr);
  ~Silence() {
    std::cerr.rdbuf(before);
    std::cerr.clear();
  }
};

void prepare_opencv() {
  setenv("OPENCV_IO_ENABLE_OPENEXR", "1", 0); // off by default in 4.6
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
}

/// imdecode writes bytes that it cannot decode in memory to a file, and forgets it where they are damaged.
struct TemporaryFile {
  std::string name = (std::filesystem::temp_directory_path() / "penumbra-XXXXXX").string();
  explicit TemporaryFile(const std::string& bytes) {
    const int file = mkstemp(name.data());
    if (file < 0) throw Error("No file can be made in the folder for temporary files.");
    close(file);
    write_file(name, bytes);
  }
  ~TemporaryFile() { unlink(name.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
};

cv::Mat decode_by_opencv(const std::string& bytes, const FormatTraits* format, const std::string& path) {
  prepare_opencv();
  const bool in_memory = format && (format->format == Format::jpeg || format->format == Format::tiff ||
                                    format->format == Format::webp);
  try {
    const Silence silence;
    constexpr int as_it_is = cv::IMREAD_UNCHANGED; // which also leaves the orientation alone
    if (!in_memory) return cv::imread(TemporaryFile(bytes).name, as_it_is);
    if (bytes.size() > INT_MAX) unreadable(path, "files of more than 2 GB are not supported in this format");
    return cv::imdecode(cv::Mat(1, int(bytes.size()), CV_8U, const_cast<char*>(bytes.data())), as_it_is);
  } catch (const cv::Exception& problem) {
    unreadable(path, problem.err);
  }
}

std::string encode_by_opencv(const Image& image, Format format, int quality) {
  prepare_opencv();
  std::vector<std::uint8_t> samples;
  Image floats;
  cv::Mat mat;
  std::vector<int> settings;
  const auto extension = "." + std::string(traits_of(format).extensions).substr(0, 4);
  if (format == Format::webp) {
    settings = {cv::IMWRITE_WEBP_QUALITY, quality};
    samples = quantised<std::uint8_t>(image, true);
    mat = cv::Mat(image.height, image.width, CV_8UC(image.channels), samples.data());
  } else {
    floats = image;
    if (format == Format::exr && image.has_alpha()) premultiply(floats);
    for (std::size_t i = 0; image.channels >= 3 && i < floats.pixels.size(); i += std::size_t(image.channels))
      std::swap(floats.pixels[i], floats.pixels[i + 2]);
    mat = cv::Mat(image.height, image.width, CV_32FC(image.channels), floats.pixels.data());
  }
  std::vector<unsigned char> out;
  bool done = false;
  try {
    done = cv::imencode(extension.substr(0, extension.find(' ')), mat, out, settings);
  } catch (const cv::Exception& problem) {
    throw Error(std::string("The ") + traits_of(format).name + " cannot be made: " + problem.err + ".");
  }
  if (!done) throw Error(std::string("The ") + traits_of(format).name + " cannot be made.");
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

template <class Scale> void scale_colours(Image& image, Scale&& scale) {
  const int channels = image.channels, colours = image.colour_channels();
  for (std::size_t i = 0; i < image.pixels.size(); i += std::size_t(channels)) {
    const float factor = scale(image.pixels[i + std::size_t(colours)]);
    for (int c = 0; c < colours; ++c) image.pixels[i + std::size_t(c)] *= factor;
  }
}

} // namespace

void unpremultiply(Image& image) {
  scale_colours(image, [](float alpha) { return alpha > 0 ? 1 / alpha : 1.0f; });
}

void premultiply(Image& image) {
  scale_colours(image, [](float alpha) { return alpha; });
}

const FormatTraits& traits_of(Format format) {
  return *std::find_if(all_formats.begin(), all_formats.end(),
                       [&](const FormatTraits& traits) { return traits.format == format; });
}

const FormatTraits& format_for(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  std::string known;
  for (const FormatTraits& traits : all_formats) {
    std::istringstream words(traits.extensions);
    for (std::string word; words >> word; known += (known.empty() ? "" : ", ") + word)
      if (word == extension) return traits;
  }
  throw Error("The name \"" + path + "\" does not say which format to write; end it in one of: " + known +
              ".");
}

Decoded decode(const std::string& bytes, const std::string& path) {
  if (bytes.empty()) throw Error("The file \"" + path + "\" is empty.");
  const FormatTraits* format = sniff(bytes);
  if (format && format->format == Format::jpeg) check_jpeg(bytes, path);
  if (format && format->format == Format::png) return decode_png(bytes, path);
  if (format && format->format == Format::tiff)
    if (auto decoded = decode_plain_tiff(bytes, path)) return *std::move(decoded);

  const cv::Mat mat = decode_by_opencv(bytes, format, path);
  if (mat.empty()) {
    if (format) damaged(path);
    unreadable(
        path,
        "it is not in a picture format that is known here (camera raw files need to be developed first)");
  }
  Decoded decoded;
  decoded.image = from_mat(mat, decoded.bits, path);
  decoded.format = format ? format->name : "picture";
  decoded.upright = format && format->format == Format::tiff; // OpenCV follows the tag there
  decoded.linear_light = format && format->linear;
  if (format && format->format == Format::exr && decoded.image.has_alpha()) unpremultiply(decoded.image);
  return decoded;
}

std::string encode(const Image& image, Format format, int bits, int quality) {
  switch (format) {
  case Format::jpeg:
    return encode_jpeg(image, quality);
  case Format::tiff:
    return encode_tiff(image, bits);
  case Format::png:
    return encode_png(image, bits);
  default:
    return encode_by_opencv(image, format, quality);
  }
}

} // namespace penumbra::cli
