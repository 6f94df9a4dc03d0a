#include "core/io/codec_parts.hpp"

#include <cstdio> // jpeglib.h needs it

#include <jpeglib.h>

namespace penumbra::cli {
namespace {

[[noreturn]] void fail(j_common_ptr info) {
  char message[JMSG_LENGTH_MAX];
  info->err->format_message(info, message);
  throw Error(std::string("The JPEG cannot be made: ") + message + ".");
}

struct Compressor {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  unsigned char* data = nullptr;
  unsigned long size = 0;

  Compressor() {
    info.err = jpeg_std_error(&errors);
    errors.error_exit = fail;
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &data, &size);
  }
  ~Compressor() {
    jpeg_destroy_compress(&info);
    std::free(data);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
};

} // namespace

std::string encode_jpeg(const Image& image, int quality) {
  if (image.width > JPEG_MAX_DIMENSION || image.height > JPEG_MAX_DIMENSION)
    throw Error("A JPEG has at most 65500 pixels a side. Choose PNG or TIFF.");
  const auto samples = quantised<std::uint8_t>(image);
  Compressor compressor;
  jpeg_compress_struct& info = compressor.info;
  info.image_width = JDIMENSION(image.width);
  info.image_height = JDIMENSION(image.height);
  info.input_components = image.channels;
  info.in_color_space = image.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  for (int c = 0; c < info.num_components; ++c)
    info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
  info.optimize_coding = TRUE;
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(samples.data()) +
                std::size_t(info.next_scanline) * std::size_t(image.width) * std::size_t(image.channels);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return {reinterpret_cast<const char*>(compressor.data), compressor.size};
}

} // namespace penumbra::cli
