// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"

#include <cstring>
#include <libheif/heif.h>
#include <memory>

namespace penumbra::cli {
namespace {

struct Free {
  void operator()(heif_context* p) const { heif_context_free(p); }
  void operator()(heif_image_handle* p) const { heif_image_handle_release(p); }
  void operator()(heif_image* p) const { heif_image_release(p); }
  void operator()(heif_encoder* p) const { heif_encoder_release(p); }
  void operator()(heif_color_profile_nclx* p) const { heif_nclx_color_profile_free(p); }
};
template <class T> using Owned = std::unique_ptr<T, Free>;

void check(const heif_error& problem, const std::string& path) {
  switch (problem.code) {
  case heif_error_Ok:
    return;
  case heif_error_Memory_allocation_error:
    throw std::bad_alloc();
  case heif_error_Unsupported_filetype:
  case heif_error_Unsupported_feature:
  case heif_error_Decoder_plugin_error:
    unreadable(path, std::string("HEIF: ") + problem.message);
  default:
    damaged(path);
  }
}

void read_tags(heif_image_handle* handle, Decoded& decoded) {
  std::array<heif_item_id, 16> ids{};
  const int count =
      heif_image_handle_get_list_of_metadata_block_IDs(handle, nullptr, ids.data(), int(ids.size()));
  for (int i = 0; i < count; ++i) {
    std::string block(heif_image_handle_get_metadata_size(handle, ids[std::size_t(i)]), '\0');
    if (heif_image_handle_get_metadata(handle, ids[std::size_t(i)], block.data()).code != heif_error_Ok)
      continue;
    const std::string type = heif_image_handle_get_metadata_type(handle, ids[std::size_t(i)]);
    const std::string content = heif_image_handle_get_metadata_content_type(handle, ids[std::size_t(i)]);
    if (type == "Exif" && block.size() > 4) { // 4 bytes say where the TIFF header begins behind them
      std::size_t skip = 0;
      for (int k = 0; k < 4; ++k) skip = skip << 8 | static_cast<unsigned char>(block[std::size_t(k)]);
      if (skip < block.size() - 4) decoded.exif = block.substr(4 + skip);
    } else if (type == "mime" && content == "application/rdf+xml") {
      decoded.xmp = block;
    }
  }
}

void read_colours(heif_image_handle* handle, Decoded& decoded, const std::string& path) {
  if (const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle)) {
    decoded.icc.resize(size);
    if (heif_image_handle_get_raw_color_profile(handle, decoded.icc.data()).code == heif_error_Ok) return;
    decoded.icc.clear();
  }
  heif_color_profile_nclx* nclx = nullptr;
  if (heif_image_handle_get_nclx_color_profile(handle, &nclx).code != heif_error_Ok || !nclx) return;
  const Owned<heif_color_profile_nclx> owned(nclx);
  try {
    decoded.colours = colour_space_of(nclx->color_primaries, nclx->transfer_characteristics);
  } catch (const Error& problem) {
    unreadable(path, problem.what());
  }
}

/// Pictures that belong to the main one; its transparency is read with it.
void read_companions(heif_image_handle* handle, Decoded& decoded) {
  constexpr int filter = LIBHEIF_AUX_IMAGE_FILTER_OMIT_ALPHA | LIBHEIF_AUX_IMAGE_FILTER_OMIT_DEPTH;
  std::array<heif_item_id, 16> ids{};
  const int count =
      heif_image_handle_get_list_of_auxiliary_image_IDs(handle, filter, ids.data(), int(ids.size()));
  std::string kinds = heif_image_handle_has_depth_image(handle) ? "depth map" : "";
  for (int i = 0; i < count; ++i) {
    heif_image_handle* raw = nullptr;
    if (heif_image_handle_get_auxiliary_image_handle(handle, ids[std::size_t(i)], &raw).code != heif_error_Ok)
      continue;
    const Owned<heif_image_handle> auxiliary(raw);
    const char* type = nullptr;
    if (heif_image_handle_get_auxiliary_type(raw, &type).code != heif_error_Ok || !type) continue;
    const std::string name = type; // "urn:com:apple:photo:2020:aux:hdrgainmap"
    heif_image_handle_free_auxiliary_types(raw, &type);
    const std::string last = name.substr(name.rfind(':') + 1);
    kinds += (kinds.empty() ? "" : ", ") + (last == "hdrgainmap" ? "gain map (HDR)" : last);
  }
  if (!kinds.empty()) decoded.behind = "what belongs to the picture (" + kinds + ") is left out";
}

void copy_pixels(const heif_image* from, int bits, Image& to) {
  int stride = 0;
  const std::uint8_t* plane = heif_image_get_plane_readonly(from, heif_channel_interleaved, &stride);
  const std::size_t count = std::size_t(to.width) * std::size_t(to.channels);
  const float top = float((1 << bits) - 1);
  for (int y = 0; y < to.height; ++y) {
    const std::uint8_t* row = plane + std::size_t(y) * std::size_t(stride);
    float* out = to.row(y);
    for (std::size_t i = 0; i < count; ++i)
      out[i] = bits > 8 ? float(row[2 * i] | row[2 * i + 1] << 8) / top : float(row[i]) / top;
  }
}

/// x265 and aom hold 12 bits at most; 10 are what everybody reads.
constexpr int deep_bits = 10;

heif_error append(heif_context*, const void* data, size_t size, void* to) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(data), size);
  return {heif_error_Ok, heif_suberror_Unspecified, ""};
}

void made(const heif_error& problem) {
  if (problem.code == heif_error_Memory_allocation_error) throw std::bad_alloc();
  if (problem.code != heif_error_Ok)
    throw Error(std::string("The HEIC or AVIF cannot be made: ") + problem.message + ".");
}

Owned<heif_image> filled(const Image& image, int bits) {
  const bool alpha = image.has_alpha();
  const heif_chroma chroma = bits == 8 ? alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB
                             : alpha   ? heif_chroma_interleaved_RRGGBBAA_LE
                                       : heif_chroma_interleaved_RRGGBB_LE;
  heif_image* raw = nullptr;
  made(heif_image_create(image.width, image.height, heif_colorspace_RGB, chroma, &raw));
  Owned<heif_image> out(raw);
  made(heif_image_add_plane(raw, heif_channel_interleaved, image.width, image.height, bits));
  int stride = 0;
  std::uint8_t* plane = heif_image_get_plane(raw, heif_channel_interleaved, &stride);
  const std::size_t count = std::size_t(image.width) * std::size_t(image.channels);
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* row = plane + std::size_t(y) * std::size_t(stride);
    if (bits == 8)
      quantise(image.row(y), count, row);
    else
      quantise(image.row(y), count, reinterpret_cast<std::uint16_t*>(row), float((1 << bits) - 1));
  }
  return out;
}

} // namespace

Decoded decode_heif(const std::string& bytes, const std::string& path) {
  const Owned<heif_context> context(heif_context_alloc());
  check(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr), path);
  heif_image_handle* raw_handle = nullptr;
  check(heif_context_get_primary_image_handle(context.get(), &raw_handle), path);
  const Owned<heif_image_handle> handle(raw_handle);

  Decoded decoded;
  decoded.format = bytes.compare(8, 3, "avi") == 0 ? "AVIF" : "HEIC";
  decoded.orientation = 1; // the library turns pictures as their properties ask for
  const int bits = heif_image_handle_get_luma_bits_per_pixel(raw_handle);
  if (bits < 1 || bits > 16) damaged(path);
  decoded.bits = bits > 8 ? 16 : 8;
  const bool alpha = heif_image_handle_has_alpha_channel(raw_handle);
  check_size({std::uint64_t(heif_image_handle_get_width(raw_handle)),
              std::uint64_t(heif_image_handle_get_height(raw_handle)), alpha ? 4 : 3, bits},
             bytes.size(), path);
  if (const int count = heif_context_get_number_of_top_level_images(context.get()); count > 1)
    decoded.notes.push_back("the file has " + std::to_string(count) + " pictures; the main one is read");
  read_colours(raw_handle, decoded, path);
  read_tags(raw_handle, decoded);
  read_companions(raw_handle, decoded);

  heif_image* raw = nullptr;
  const heif_chroma chroma =
      bits > 8 ? alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE
      : alpha  ? heif_chroma_interleaved_RGBA
               : heif_chroma_interleaved_RGB;
  check(heif_decode_image(raw_handle, &raw, heif_colorspace_RGB, chroma, nullptr), path);
  const Owned<heif_image> pixels(raw);
  const int width = heif_image_get_width(raw, heif_channel_interleaved),
            height = heif_image_get_height(raw, heif_channel_interleaved);
  if (width < 1 || height < 1) damaged(path);
  decoded.image = Image(width, height, alpha ? 4 : 3);
  copy_pixels(raw, bits > 8 ? heif_image_get_bits_per_pixel_range(raw, heif_channel_interleaved) : 8,
              decoded.image);
  if (alpha && heif_image_handle_is_premultiplied_alpha(raw_handle)) unpremultiply(decoded.image);
  return decoded;
}

std::string encode_heif(const Image& image, Format format, int bits, int quality, const Attached& attached) {
  const Owned<heif_context> context(heif_context_alloc());
  heif_encoder* raw_encoder = nullptr;
  made(heif_context_get_encoder_for_format(
      context.get(), format == Format::avif ? heif_compression_AV1 : heif_compression_HEVC, &raw_encoder));
  const Owned<heif_encoder> encoder(raw_encoder);
  made(heif_encoder_set_lossy_quality(raw_encoder, std::min(quality, 100)));
  heif_encoder_set_parameter_string(raw_encoder, "chroma", "444");
  if (format == Format::avif) heif_encoder_set_parameter_integer(raw_encoder, "speed", 7);

  const Owned<heif_image> pixels = filled(image, bits == 8 ? 8 : deep_bits);
  if (attached.icc.empty()) {
    const Owned<heif_color_profile_nclx> nclx(heif_nclx_color_profile_alloc());
    nclx->color_primaries = heif_color_primaries_ITU_R_BT_709_5;
    nclx->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
    nclx->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
    nclx->full_range_flag = 1;
    made(heif_image_set_nclx_color_profile(pixels.get(), nclx.get()));
  } else {
    made(heif_image_set_raw_color_profile(pixels.get(), "prof", attached.icc.data(), attached.icc.size()));
  }
  heif_image_handle* raw_handle = nullptr;
  made(heif_context_encode_image(context.get(), pixels.get(), raw_encoder, nullptr, &raw_handle));
  const Owned<heif_image_handle> handle(raw_handle);
  if (!attached.exif.empty())
    made(heif_context_add_exif_metadata(context.get(), raw_handle, attached.exif.data(),
                                        int(attached.exif.size())));
  if (!attached.xmp.empty())
    made(heif_context_add_XMP_metadata(context.get(), raw_handle, attached.xmp.data(),
                                       int(attached.xmp.size())));
  std::string out;
  heif_writer writer{1, append};
  made(heif_context_write(context.get(), &writer, &out));
  return out;
}

} // namespace penumbra::cli
