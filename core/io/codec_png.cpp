#include "core/io/codec_parts.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <png.h>

namespace penumbra::cli {
namespace {

[[noreturn]] void fail(png_structp, png_const_charp message) {
  throw Error(message);
}
void ignore(png_structp, png_const_charp) {}

struct Reader {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore);
  png_infop info = png_create_info_struct(png);
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

struct Writer {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore);
  png_infop info = png_create_info_struct(png);
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

struct Source {
  const std::string& bytes;
  std::size_t at = 0;
};

void read_some(png_structp png, png_bytep to, std::size_t count) {
  Source& source = *static_cast<Source*>(png_get_io_ptr(png));
  if (count > source.bytes.size() - source.at) png_error(png, "the file ends too early");
  std::memcpy(to, source.bytes.data() + source.at, count);
  source.at += count;
}

void write_some(png_structp png, png_bytep from, std::size_t count) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(from), count);
}

/// Palettes and fewer than 8 bits become 8 bits, transparent colours become alpha.
Image read(Reader& reader, int& bits) {
  png_read_info(reader.png, reader.info);
  png_set_expand(reader.png);
  if constexpr (std::endian::native == std::endian::little) png_set_swap(reader.png);
  const int passes = png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  bits = png_get_bit_depth(reader.png, reader.info);
  Image image(int(png_get_image_width(reader.png, reader.info)),
              int(png_get_image_height(reader.png, reader.info)), png_get_channels(reader.png, reader.info));
  const std::size_t stride = std::size_t(image.width) * image.channels * std::size_t(bits / 8);
  std::vector<png_byte> samples(stride * std::size_t(image.height));
  for (int pass = 0; pass < passes; ++pass)
    for (int y = 0; y < image.height; ++y)
      png_read_row(reader.png, samples.data() + std::size_t(y) * stride, nullptr);
  png_read_end(reader.png, nullptr);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    std::uint16_t wide = 0;
    if (bits == 16) std::memcpy(&wide, samples.data() + i * 2, 2);
    image.pixels[i] = bits == 16 ? float(wide) / 65535.0f : float(samples[i]) / 255.0f;
  }
  return image;
}

template <class T> void write_rows(Writer& writer, const Image& image) {
  const std::size_t stride = std::size_t(image.width) * std::size_t(image.channels);
  Image line(image.width, 1, image.channels);
  for (int y = 0; y < image.height; ++y) {
    std::copy_n(image.row(y), stride, line.pixels.begin());
    const auto samples = quantised<T>(line);
    png_write_row(writer.png, reinterpret_cast<png_const_bytep>(samples.data()));
  }
}

} // namespace

Decoded decode_png(const std::string& bytes, const std::string& path) {
  Decoded decoded;
  decoded.format = "PNG";
  Reader reader;
  Source source{bytes};
  png_set_read_fn(reader.png, &source, read_some);
  png_set_user_limits(reader.png, 1u << 20, 1u << 20);
  try {
    decoded.image = read(reader, decoded.bits);
  } catch (const Error&) {
    damaged(path);
  }
  return decoded;
}

std::string encode_png(const Image& image, int bits) {
  constexpr int kinds[]{PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                        PNG_COLOR_TYPE_RGB_ALPHA};
  std::string bytes;
  Writer writer;
  png_set_write_fn(writer.png, &bytes, write_some, nullptr);
  png_set_user_limits(writer.png, 1u << 20, 1u << 20);
  png_set_compression_level(writer.png, 4); // a third of the time of the default, a few percent more bytes
  png_set_IHDR(writer.png, writer.info, png_uint_32(image.width), png_uint_32(image.height), bits,
               kinds[image.channels - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.info);
  if constexpr (std::endian::native == std::endian::little)
    if (bits == 16) png_set_swap(writer.png);
  if (bits == 16)
    write_rows<std::uint16_t>(writer, image);
  else
    write_rows<std::uint8_t>(writer, image);
  png_write_end(writer.png, nullptr);
  return bytes;
}

} // namespace penumbra::cli
