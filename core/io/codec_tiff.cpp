#include "core/image/half.hpp"
#include "core/io/codec_parts.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <tiffio.h>

namespace penumbra::cli {
namespace {

/// A file in memory, as libtiff wants to see one.
struct Memory {
  std::string* writable;
  const std::string* bytes;
  std::uint64_t at = 0;
};

Memory& memory(thandle_t handle) {
  return *static_cast<Memory*>(handle);
}

tmsize_t read_some(thandle_t handle, void* to, tmsize_t count) {
  Memory& file = memory(handle);
  if (file.at >= file.bytes->size()) return 0;
  const auto there = std::min<std::uint64_t>(std::uint64_t(count), file.bytes->size() - file.at);
  std::memcpy(to, file.bytes->data() + file.at, there);
  file.at += there;
  return tmsize_t(there);
}

tmsize_t write_some(thandle_t handle, void* from, tmsize_t count) {
  Memory& file = memory(handle);
  if (!file.writable) return 0;
  const std::uint64_t end = file.at + std::uint64_t(count);
  if (end > file.writable->size()) file.writable->resize(end);
  std::memcpy(file.writable->data() + file.at, from, std::size_t(count));
  file.at = end;
  return count;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Memory& file = memory(handle);
  const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at : file.bytes->size();
  return file.at = base + offset;
}

int close_nothing(thandle_t) {
  return 0;
}

toff_t size_of(thandle_t handle) {
  return memory(handle).bytes->size();
}

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Tiff open(Memory& file, const char* mode) {
  TIFFSetWarningHandler(nullptr);
  TIFFSetErrorHandler(nullptr);
  return {TIFFClientOpen("memory", mode, &file, read_some, write_some, seek, close_nothing, size_of, nullptr,
                         nullptr),
          TIFFClose};
}

template <class T> T field(TIFF* tiff, std::uint32_t tag) {
  T value{};
  TIFFGetFieldDefaulted(tiff, tag, &value);
  return value;
}

/// One sample of `bits` as a float: integers scaled to [0,1].
float sample(const unsigned char* at, int bits, bool floating) {
  if (bits == 8) return float(*at) / 255.0f;
  if (bits == 16) {
    std::uint16_t value;
    std::memcpy(&value, at, sizeof value);
    return floating ? from_half(value) : float(value) / 65535.0f;
  }
  if (floating) {
    float value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  std::uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return float(double(value) / 4294967295.0);
}

bool is_plain(TIFF* tiff, int bits, bool floating, int samples, int colours) {
  const auto format = field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT);
  const bool known = floating ? bits == 16 || bits == 32 : bits == 8 || bits == 16 || bits == 32;
  return known && (floating || format == SAMPLEFORMAT_UINT) && !TIFFIsTiled(tiff) &&
         field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_CONTIG &&
         (samples == colours || samples == colours + 1);
}

bool premultiplied(TIFF* tiff) {
  std::uint16_t count = 0, *kinds = nullptr;
  return TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) && count &&
         kinds[0] == EXTRASAMPLE_ASSOCALPHA;
}

} // namespace

std::optional<Decoded> decode_plain_tiff(const std::string& bytes, const std::string& path) {
  Memory file{nullptr, &bytes};
  const Tiff tiff = open(file, "rm");
  if (!tiff) damaged(path);
  const auto photometric = field<std::uint16_t>(tiff.get(), TIFFTAG_PHOTOMETRIC);
  if (photometric == PHOTOMETRIC_SEPARATED || photometric == PHOTOMETRIC_CIELAB ||
      photometric == PHOTOMETRIC_ICCLAB || photometric == PHOTOMETRIC_ITULAB)
    unreadable(path, "its colours are CMYK or Lab; convert it to RGB first");
  if (photometric != PHOTOMETRIC_RGB && photometric != PHOTOMETRIC_MINISBLACK) return std::nullopt;
  const int colours = photometric == PHOTOMETRIC_RGB ? 3 : 1;
  const int samples = field<std::uint16_t>(tiff.get(), TIFFTAG_SAMPLESPERPIXEL);
  const int bits = field<std::uint16_t>(tiff.get(), TIFFTAG_BITSPERSAMPLE);
  const bool floating = field<std::uint16_t>(tiff.get(), TIFFTAG_SAMPLEFORMAT) == SAMPLEFORMAT_IEEEFP;
  if (samples == 2 && !is_plain(tiff.get(), bits, floating, samples, colours))
    unreadable(path, "this layout of grey with transparency is not supported; save it in strips of "
                     "interleaved samples, or as PNG");
  if (!is_plain(tiff.get(), bits, floating, samples, colours)) return std::nullopt;
  std::uint32_t width = 0, height = 0;
  if (!TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width) ||
      !TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height) || !width || !height)
    damaged(path);
  const std::uint64_t row_bytes = std::uint64_t(width) * std::uint64_t(samples) * std::uint64_t(bits / 8);
  if (width > 1u << 20 || height > 1u << 20 || std::uint64_t(width) * height > 1ull << 30 ||
      std::uint64_t(TIFFScanlineSize64(tiff.get())) != row_bytes)
    damaged(path);

  Decoded decoded;
  decoded.format = "TIFF";
  decoded.bits = floating ? 32 : std::min(bits, 16);
  decoded.image = Image(int(width), int(height), samples);
  std::vector<unsigned char> row(row_bytes);
  for (std::uint32_t y = 0; y < height; ++y) {
    if (TIFFReadScanline(tiff.get(), row.data(), y) != 1) damaged(path);
    float* to = decoded.image.row(int(y));
    for (std::size_t i = 0; i < std::size_t(width) * std::size_t(samples); ++i)
      to[i] = sample(row.data() + i * std::size_t(bits / 8), bits, floating);
  }
  if (decoded.image.has_alpha() && premultiplied(tiff.get())) unpremultiply(decoded.image);
  return decoded;
}

std::string encode_tiff(const Image& image, int bits) {
  std::string bytes;
  Memory file{&bytes, &bytes};
  const std::uint64_t size = image.pixels.size() * std::uint64_t(bits / 8);
  {
    const Tiff tiff = open(file, size > 3'900'000'000u ? "w8m" : "wm"); // plain TIFF ends at 4 GB
    const auto fail = [] { throw Error("The TIFF cannot be made."); };
    if (!tiff) fail();
    const auto set = [&](std::uint32_t tag, auto... values) { TIFFSetField(tiff.get(), tag, values...); };
    set(TIFFTAG_IMAGEWIDTH, std::uint32_t(image.width));
    set(TIFFTAG_IMAGELENGTH, std::uint32_t(image.height));
    set(TIFFTAG_SAMPLESPERPIXEL, image.channels);
    set(TIFFTAG_BITSPERSAMPLE, bits);
    set(TIFFTAG_SAMPLEFORMAT, bits == 32 ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
    set(TIFFTAG_PHOTOMETRIC, image.colour_channels() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
    set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    set(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    set(TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    set(TIFFTAG_PREDICTOR, bits == 32 ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
    if (image.has_alpha()) {
      const std::uint16_t straight = EXTRASAMPLE_UNASSALPHA;
      set(TIFFTAG_EXTRASAMPLES, 1, &straight);
    }
    const std::size_t row_samples = std::size_t(image.width) * std::size_t(image.channels);
    const std::uint64_t row_bytes = row_samples * std::uint64_t(bits / 8);
    set(TIFFTAG_ROWSPERSTRIP,
        std::uint32_t(std::clamp<std::uint64_t>((1u << 18) / row_bytes, 1, std::uint64_t(image.height))));

    std::vector<unsigned char> row(row_bytes);
    Image line(image.width, 1, image.channels);
    for (int y = 0; y < image.height; ++y) {
      std::copy_n(image.row(y), row_samples, line.pixels.begin());
      const auto copy = [&](const auto& samples) { std::memcpy(row.data(), samples.data(), row_bytes); };
      if (bits == 32)
        copy(line.pixels);
      else if (bits == 16)
        copy(quantised<std::uint16_t>(line));
      else
        copy(quantised<std::uint8_t>(line));
      if (TIFFWriteScanline(tiff.get(), row.data(), std::uint32_t(y)) != 1) fail();
    }
    if (!TIFFFlush(tiff.get())) fail();
  }
  return bytes;
}

} // namespace penumbra::cli
