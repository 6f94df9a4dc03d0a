// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/half.hpp"
#include "core/io/codec_parts.hpp"
#include "core/io/tiff_file.hpp"

#include <cstring>

namespace penumbra::cli {
namespace {

template <class T> T field(TIFF* tiff, std::uint32_t tag) {
  T value{};
  TIFFGetFieldDefaulted(tiff, tag, &value);
  return value;
}

std::string block(TIFF* tiff, std::uint32_t tag) {
  std::uint32_t size = 0;
  void* data = nullptr;
  if (!TIFFGetField(tiff, tag, &size, &data) || !data) return {};
  return {static_cast<const char*>(data), size};
}

constexpr std::uint16_t photometric_cfa = 32803, photometric_linear_raw = 34892;

/// One directory of the file as one picture.
struct Page {
  std::uint32_t width = 0, height = 0;
  int samples = 0, bits = 0, colours = 0;
  std::uint16_t photometric = 0, compression = 0, kind = SAMPLEFORMAT_UINT;
  bool planes = false, tiled = false;
  int alpha = -1; ///< the sample that is transparency
  bool premultiplied = false;
  int left_out = 0; ///< further channels

  bool floating() const { return kind == SAMPLEFORMAT_IEEEFP; }
  int channels() const { return colours + (alpha >= 0); }
};

bool is_reduced(TIFF* tiff) {
  std::uint32_t type = 0;
  if (TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &type)) return type & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK);
  std::uint16_t old = 0;
  return TIFFGetField(tiff, TIFFTAG_OSUBFILETYPE, &old) && old == OFILETYPE_REDUCEDIMAGE;
}

constexpr int max_pages = 4096;

/// Stands at the first picture at full size, be it in the chain or below the first directory; tells how many
/// there are in the chain.
int choose_page(TIFF* tiff) {
  int chosen = -1, pages = 0;
  for (int i = 0; i < max_pages; ++i) {
    if (!is_reduced(tiff)) {
      if (chosen < 0) chosen = i;
      ++pages;
    }
    if (!TIFFReadDirectory(tiff)) break;
  }
  if (chosen >= 0) {
    TIFFSetDirectory(tiff, tdir_t(chosen));
    return pages;
  }
  TIFFSetDirectory(tiff, 0);
  std::uint16_t count = 0;
  toff_t* offsets = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_SUBIFD, &count, &offsets)) {
    const std::vector<toff_t> below(offsets, offsets + count);
    for (const toff_t offset : below)
      if (TIFFSetSubDirectory(tiff, offset) && !is_reduced(tiff)) return 1;
    TIFFSetDirectory(tiff, 0);
  }
  return 1; // nothing but a reduced picture: then it is the picture
}

double best_ratio(std::uint16_t compression) {
  switch (compression) {
  case COMPRESSION_NONE:
    return 1;
  case COMPRESSION_PACKBITS:
    return 64;
  case COMPRESSION_ADOBE_DEFLATE:
  case COMPRESSION_DEFLATE:
    return 1040;
  case COMPRESSION_LZW:
    return 3000;
  case COMPRESSION_JPEG:
  case COMPRESSION_OJPEG:
    return 4000;
  default:
    return 0;
  }
}

void read_kind(TIFF* tiff, Page& page, const std::string& path) {
  page.photometric = field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC);
  page.compression = field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION);
  page.samples = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL);
  page.bits = field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE);
  page.kind = field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT);
  if (page.kind == SAMPLEFORMAT_VOID) page.kind = SAMPLEFORMAT_UINT;
  page.planes = field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE && page.samples > 1;
  page.tiled = TIFFIsTiled(tiff);
  if (!TIFFIsCODECConfigured(page.compression))
    unreadable(path, "its compression (number " + std::to_string(page.compression) + ") is not supported");
  switch (page.photometric) {
  case PHOTOMETRIC_MINISBLACK:
  case PHOTOMETRIC_MINISWHITE:
  case PHOTOMETRIC_PALETTE:
    page.colours = 1;
    break;
  case PHOTOMETRIC_RGB:
  case PHOTOMETRIC_YCBCR:
    page.colours = 3;
    break;
  case PHOTOMETRIC_LOGL:
  case PHOTOMETRIC_LOGLUV:
    page.colours = page.photometric == PHOTOMETRIC_LOGL ? 1 : 3;
    TIFFSetField(tiff, TIFFTAG_SGILOGDATAFMT, SGILOGDATAFMT_FLOAT);
    page.kind = SAMPLEFORMAT_IEEEFP;
    page.bits = 32;
    page.samples = page.colours;
    break;
  case PHOTOMETRIC_SEPARATED:
  case PHOTOMETRIC_CIELAB:
  case PHOTOMETRIC_ICCLAB:
  case PHOTOMETRIC_ITULAB:
    unreadable(path, "its colours are CMYK or Lab; convert it to RGB first");
  case photometric_cfa:
  case photometric_linear_raw:
    unreadable(path, "it is camera raw of a kind that is not supported; develop it first");
  default:
    unreadable(path,
               "its kind of colours (number " + std::to_string(page.photometric) + ") is not supported");
  }
  if (page.samples < page.colours) damaged(path);
  if (page.kind != SAMPLEFORMAT_UINT && page.kind != SAMPLEFORMAT_IEEEFP)
    unreadable(path, page.kind == SAMPLEFORMAT_INT ? "its samples are signed integers"
                                                   : "its samples are complex numbers");
  const bool known = page.floating()
                         ? page.bits == 16 || page.bits == 24 || page.bits == 32 || page.bits == 64
                         : page.bits >= 1 && page.bits <= 64;
  if (page.compression == COMPRESSION_JPEG && page.bits != 8)
    unreadable(path, "JPEG of " + std::to_string(page.bits) + " bits a sample is not supported");
  if (!known) unreadable(path, "samples of " + std::to_string(page.bits) + " bits are not supported");

  std::uint16_t extras = 0, *kinds = nullptr;
  TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds);
  for (int i = 0; i < extras && page.colours + i < page.samples && page.alpha < 0; ++i)
    if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
      page.alpha = page.colours + i;
      page.premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
    }
  page.left_out = page.samples - page.channels();
}

/// Samples of any width, most significant bit first (whole bytes are in the machine's order), to floats.
class Unpacker {
 public:
  Unpacker(const Page& page) : bits_(page.bits), floating_(page.floating()) {}

  void operator()(const unsigned char* from, std::size_t count, float* to) const {
    if (floating_) return floats(from, count, to);
    switch (bits_) {
    case 8:
      for (std::size_t i = 0; i < count; ++i) to[i] = float(from[i]) / 255.0f;
      return;
    case 16:
      return each<std::uint16_t>(from, count, to, [](std::uint16_t v) { return float(v) / 65535.0f; });
    case 32:
      return each<std::uint32_t>(from, count, to,
                                 [](std::uint32_t v) { return float(double(v) / 4294967295.0); });
    case 64:
      return each<std::uint64_t>(from, count, to, [](std::uint64_t v) { return float(double(v) * 0x1p-64); });
    default:
      odd(from, count, to);
    }
  }

 private:
  template <class T, class F>
  static void each(const unsigned char* from, std::size_t count, float* to, F&& value) {
    for (std::size_t i = 0; i < count; ++i) {
      T v;
      std::memcpy(&v, from + i * sizeof(T), sizeof v);
      to[i] = value(v);
    }
  }

  void floats(const unsigned char* from, std::size_t count, float* to) const {
    if (bits_ == 16)
      return each<std::uint16_t>(from, count, to, [](std::uint16_t v) { return from_half(v); });
    if (bits_ == 32) return each<float>(from, count, to, [](float v) { return v; });
    if (bits_ == 64) return each<double>(from, count, to, [](double v) { return float(v); });
    for (std::size_t i = 0; i < count;
         ++i) { // 1 sign, 7 exponent and 16 mantissa bits (TIFF Technical Note 3)
      std::uint32_t v = 0;
      std::memcpy(&v, from + i * 3, 3);
      const int exponent = int(v >> 16 & 0x7f);
      const float mantissa = float(v & 0xffff) * 0x1p-16f;
      const float size = exponent == 0     ? std::ldexp(mantissa, -62)
                         : exponent == 127 ? (mantissa == 0 ? INFINITY : NAN)
                                           : std::ldexp(1 + mantissa, exponent - 63);
      to[i] = v >> 23 ? -size : size;
    }
  }

  void odd(const unsigned char* from, std::size_t count, float* to) const {
    const double top = double(bits_ == 64 ? ~0ull : (1ull << bits_) - 1);
    if (bits_ % 8 == 0 && bits_ <= 32) { // 24 bits: libtiff swaps them to the machine's order
      for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t v = 0;
        std::memcpy(&v, from + i * std::size_t(bits_ / 8), std::size_t(bits_ / 8));
        to[i] = float(v / top);
      }
      return;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t v = 0;
      for (int left = bits_; left > 0;) {
        const int offset = int(at % 8), take = std::min(left, 8 - offset);
        v = v << take | (std::uint64_t(from[at / 8]) >> (8 - offset - take) & ((1u << take) - 1));
        at += std::size_t(take), left -= take;
      }
      to[i] = float(double(v) / top);
    }
  }

  int bits_;
  bool floating_;
};

/// Puts rows of samples, interleaved or of one plane, where they belong.
class Placer {
 public:
  Placer(const Page& page, Image& image) : page_(page), image_(image), unpack_(page) {}

  void operator()(const unsigned char* row, int plane, std::uint32_t x, std::uint32_t y,
                  std::uint32_t count) {
    const int channels = image_.channels;
    float* to = image_.row(int(y)) + std::size_t(x) * std::size_t(channels);
    if (page_.planes) {
      const int channel = channel_of(plane);
      if (channel < 0) return;
      line_.resize(count);
      unpack_(row, count, line_.data());
      for (std::uint32_t i = 0; i < count; ++i) to[std::size_t(i) * channels + channel] = line_[i];
      return;
    }
    if (page_.samples == channels) return unpack_(row, std::size_t(count) * channels, to);
    line_.resize(std::size_t(count) * page_.samples);
    unpack_(row, line_.size(), line_.data());
    for (int s = 0; s < page_.samples; ++s)
      if (const int channel = channel_of(s); channel >= 0)
        for (std::uint32_t i = 0; i < count; ++i)
          to[std::size_t(i) * channels + channel] = line_[std::size_t(i) * page_.samples + s];
  }

 private:
  int channel_of(int sample) const {
    return sample < page_.colours ? sample : sample == page_.alpha ? page_.colours : -1;
  }
  const Page& page_;
  Image& image_;
  Unpacker unpack_;
  std::vector<float> line_;
};

void read_strips(TIFF* tiff, const Page& page, Placer& place, const std::string& path) {
  const std::uint64_t expected =
      (std::uint64_t(page.width) * (page.planes ? 1 : page.samples) * page.bits + 7) / 8;
  if (std::uint64_t(TIFFScanlineSize64(tiff)) < expected) damaged(path);
  std::vector<unsigned char> row(std::size_t(TIFFScanlineSize64(tiff)));
  for (int plane = 0; plane < (page.planes ? page.samples : 1); ++plane)
    for (std::uint32_t y = 0; y < page.height; ++y) {
      if (TIFFReadScanline(tiff, row.data(), y, std::uint16_t(plane)) != 1) damaged(path);
      place(row.data(), plane, 0, y, page.width);
    }
}

void read_tiles(TIFF* tiff, const Page& page, Placer& place, const std::string& path) {
  const auto width = field<std::uint32_t>(tiff, TIFFTAG_TILEWIDTH);
  const auto height = field<std::uint32_t>(tiff, TIFFTAG_TILELENGTH);
  const std::uint64_t row = TIFFTileRowSize64(tiff), size = TIFFTileSize64(tiff);
  const std::uint64_t expected =
      (std::uint64_t(width) * (page.planes ? 1 : page.samples) * page.bits + 7) / 8;
  if (!width || !height || row < expected || size < row * height || size > 1ull << 31) damaged(path);
  std::vector<unsigned char> tile(size);
  for (int plane = 0; plane < (page.planes ? page.samples : 1); ++plane)
    for (std::uint32_t y = 0; y < page.height; y += height)
      for (std::uint32_t x = 0; x < page.width; x += width) {
        if (TIFFReadTile(tiff, tile.data(), x, y, 0, std::uint16_t(plane)) < 0) damaged(path);
        for (std::uint32_t v = 0; v < std::min(height, page.height - y); ++v)
          place(tile.data() + v * row, plane, x, y + v, std::min(width, page.width - x));
      }
}

/// Pictures of luma and chroma: libtiff makes RGB of them.
void read_as_rgb(TIFF* tiff, const Page& page, Image& image, const std::string& path) {
  std::vector<std::uint32_t> samples(std::size_t(page.width) * page.height);
  if (!TIFFReadRGBAImageOriented(tiff, page.width, page.height, samples.data(),
                                 field<std::uint16_t>(tiff, TIFFTAG_ORIENTATION), 1))
    damaged(path);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::uint32_t v = samples[i];
    const std::uint32_t parts[]{TIFFGetR(v), TIFFGetG(v), TIFFGetB(v), TIFFGetA(v)};
    for (int c = 0; c < image.channels; ++c)
      image.pixels[i * std::size_t(image.channels) + c] = float(parts[c]) / 255.0f;
  }
}

/// Numbers of a palette become its colours.
Image looked_up(TIFF* tiff, const Page& page, const Image& numbers, int& bits, const std::string& path) {
  std::uint16_t* map[3]{};
  if (page.bits > 16 || !TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2])) damaged(path);
  const std::size_t places = std::size_t(1) << page.bits;
  bool small = true,
       bytes = true; // maps written with bytes where 16 bits belong; maps that are bytes times 257
  for (const auto* part : map)
    for (std::size_t i = 0; i < places; ++i) small &= part[i] < 256, bytes &= part[i] % 257 == 0;
  bits = small || bytes ? 8 : 16;
  Image out(numbers.width, numbers.height, numbers.has_alpha() ? 4 : 3);
  const std::size_t count = std::size_t(out.width) * std::size_t(out.height);
  for (std::size_t i = 0; i < count; ++i) {
    const float* from = &numbers.pixels[i * std::size_t(numbers.channels)];
    float* to = &out.pixels[i * std::size_t(out.channels)];
    const auto number = std::size_t(std::lround(double(from[0]) * double(places - 1)));
    for (int c = 0; c < 3; ++c) to[c] = float(map[c][number]) / (small ? 255.0f : 65535.0f);
    if (out.has_alpha()) to[3] = from[1];
  }
  return out;
}

Resolution resolution_of(TIFF* tiff) {
  float x = 0, y = 0;
  if (!TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) || !TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y)) return {};
  const auto unit = field<std::uint16_t>(tiff, TIFFTAG_RESOLUTIONUNIT);
  if (unit == RESUNIT_NONE || !(x > 0 && y > 0 && std::isfinite(x) && std::isfinite(y))) return {};
  const double scale = unit == RESUNIT_CENTIMETER ? 2.54 : 1;
  return {x * scale, y * scale};
}

} // namespace

bool is_raw_tiff(const std::string& bytes) {
  TiffMemory file{nullptr, &bytes};
  const Tiff tiff = open_tiff(file, "rm");
  if (!tiff) return false;
  const auto raw = [&] {
    std::uint16_t photometric = 0, compression = 0;
    TIFFGetField(tiff.get(), TIFFTAG_PHOTOMETRIC, &photometric);
    TIFFGetField(tiff.get(), TIFFTAG_COMPRESSION, &compression);
    return photometric == photometric_cfa || photometric == photometric_linear_raw || compression == 34713 ||
           compression == 32767 || compression == 65535 || compression == 32769 || compression == 32770;
  };
  std::vector<toff_t> below;
  for (int i = 0; i < 64; ++i) {
    void* version = nullptr;
    std::uint16_t count = 0;
    toff_t* offsets = nullptr;
    if (raw() || TIFFGetField(tiff.get(), TIFFTAG_DNGVERSION, &version)) return true;
    if (TIFFGetField(tiff.get(), TIFFTAG_SUBIFD, &count, &offsets))
      below.insert(below.end(), offsets, offsets + count);
    if (!TIFFReadDirectory(tiff.get())) break;
  }
  for (const toff_t offset : below)
    if (TIFFSetSubDirectory(tiff.get(), offset) && raw()) return true;
  return false;
}

Decoded decode_tiff(const std::string& bytes, const std::string& path) {
  TiffMemory file{nullptr, &bytes};
  const Tiff opened = open_tiff(file, "rm");
  TIFF* const tiff = opened.get();
  if (!tiff) {
    if (tiff_complaint().find("per-sample") != std::string::npos)
      unreadable(path, "its channels have different numbers of bits");
    damaged(path);
  }
  Decoded decoded;
  decoded.format = "TIFF";
  const int pages = choose_page(tiff);
  if (pages > 1)
    decoded.notes.push_back("the file has " + std::to_string(pages) + " pages; the first is read");
  Page page;
  if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width) ||
      !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height) || !page.width || !page.height)
    damaged(path);
  read_kind(tiff, page, path);
  check_size({page.width, page.height, page.samples, page.bits, best_ratio(page.compression)}, bytes.size(),
             path);
  if (page.left_out > 0)
    decoded.notes.push_back("the file has " + std::to_string(page.left_out) + " further channel" +
                            (page.left_out > 1 ? "s" : "") + " (saved selections or the like), left out");
  decoded.bits = page.floating() ? 32 : page.bits <= 8 ? 8 : 16;
  if (!page.floating() && page.bits > 16)
    decoded.notes.push_back("integers of " + std::to_string(page.bits) + " bits are taken as 16 bits");
  decoded.orientation = std::clamp(int(field<std::uint16_t>(tiff, TIFFTAG_ORIENTATION)), 1, 8);
  decoded.icc = block(tiff, TIFFTAG_ICCPROFILE);
  decoded.resolution = resolution_of(tiff);
  decoded.xmp = block(tiff, TIFFTAG_XMLPACKET);

  decoded.image = Image(int(page.width), int(page.height), page.channels());
  if (page.photometric == PHOTOMETRIC_YCBCR &&
      (page.compression != COMPRESSION_JPEG ||
       !TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB) || page.planes)) {
    read_as_rgb(tiff, page, decoded.image, path);
  } else {
    Placer place(page, decoded.image);
    (page.tiled ? read_tiles : read_strips)(tiff, page, place, path);
  }
  if (page.photometric == PHOTOMETRIC_MINISWHITE)
    for (std::size_t i = 0; i < decoded.image.pixels.size(); i += std::size_t(decoded.image.channels))
      decoded.image.pixels[i] = 1 - decoded.image.pixels[i];
  if (page.photometric == PHOTOMETRIC_PALETTE)
    decoded.image = looked_up(tiff, page, decoded.image, decoded.bits, path);
  decoded.linear_light = page.photometric == PHOTOMETRIC_LOGL || page.photometric == PHOTOMETRIC_LOGLUV;
  if (page.photometric == PHOTOMETRIC_LOGLUV) // libtiff gives CIE XYZ
    for (std::size_t i = 0; i < decoded.image.pixels.size(); i += std::size_t(decoded.image.channels)) {
      float* p = &decoded.image.pixels[i];
      const float x = p[0], y = p[1], z = p[2];
      p[0] = 3.2404542f * x - 1.5371385f * y - 0.4985314f * z;
      p[1] = -0.9692660f * x + 1.8760108f * y + 0.0415560f * z;
      p[2] = 0.0556434f * x - 0.2040259f * y + 1.0572252f * z;
    }
  if (page.premultiplied) unpremultiply(decoded.image);
  return decoded;
}

} // namespace penumbra::cli
