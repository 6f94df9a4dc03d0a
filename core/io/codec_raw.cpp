// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"

#include <libraw/libraw.h>
#include <memory>

namespace penumbra::cli {
namespace {

void check(int status, const std::string& path) {
  switch (status) {
  case LIBRAW_SUCCESS:
    return;
  case LIBRAW_UNSUFFICIENT_MEMORY:
  case LIBRAW_TOO_BIG:
    throw std::bad_alloc();
  case LIBRAW_FILE_UNSUPPORTED:
    unreadable(path, "it is camera raw of a kind that is not supported; develop it first");
  default:
    damaged(path);
  }
}

/// Linear light of Rec. 2020, in full depth, nothing clipped but what the sensor clipped.
void ask_for_linear(libraw_output_params_t& params) {
  params.output_bps = 16;
  params.output_color = 8; // Rec. 2020
  params.gamm[0] = params.gamm[1] = 1;
  params.use_camera_wb = 1;
  params.no_auto_bright = 1;
  params.highlight = 1;          // unclipped: channels end where each saturates
  params.adjust_maximum_thr = 0; // the camera's white level, whatever the picture shows
}

bool tells_its_colours(const libraw_colordata_t& colour) {
  for (int c = 0; c < 3; ++c)
    if (!(colour.cam_mul[c] > 0)) return false;
  float sum = 0;
  for (const auto& row : colour.cam_xyz)
    for (const float v : row) sum += std::fabs(v);
  for (const auto& row : colour.cmatrix)
    for (const float v : row) sum += std::fabs(v);
  return sum > 0;
}

struct Release {
  void operator()(libraw_processed_image_t* p) const { LibRaw::dcraw_clear_mem(p); }
};

} // namespace

bool is_raw(const std::string& bytes) {
  const auto raw = std::make_unique<LibRaw>();
  return raw->open_buffer(const_cast<char*>(bytes.data()), bytes.size()) == LIBRAW_SUCCESS;
}

Decoded decode_raw(const std::string& bytes, const std::string& path) {
  const auto raw = std::make_unique<LibRaw>(); // half a megabyte: not for the stack
  ask_for_linear(raw->imgdata.params);
  check(raw->open_buffer(const_cast<char*>(bytes.data()), bytes.size()), path);
  const libraw_image_sizes_t& sizes = raw->imgdata.sizes;
  check_size({sizes.raw_width, sizes.raw_height, 6}, bytes.size(), path);
  if (raw->imgdata.idata.colors >= 3 && !tells_its_colours(raw->imgdata.color))
    unreadable(path,
               "it is camera raw that tells neither its white balance nor its colours; develop it first");
  check(raw->unpack(), path);
  check(raw->dcraw_process(), path);
  int status = 0;
  const std::unique_ptr<libraw_processed_image_t, Release> made(raw->dcraw_make_mem_image(&status));
  check(status, path);
  if (!made || made->type != LIBRAW_IMAGE_BITMAP || made->bits != 16 ||
      (made->colors != 3 && made->colors != 1))
    unreadable(path, "it is camera raw of a kind that is not supported; develop it first");

  // Unclipped data is scaled so that the strongest channel's end fits; white belongs where all channels are
  // still whole.
  const float* gains = raw->imgdata.color.pre_mul;
  float min = gains[0], max = gains[0];
  for (int c = 1; c < made->colors; ++c) min = std::min(min, gains[c]), max = std::max(max, gains[c]);
  const float scale = made->colors == 3 && min > 0 ? max / min / 65535.0f : 1 / 65535.0f;

  Decoded decoded;
  decoded.format = "camera raw";
  decoded.camera_raw = true;
  decoded.bits = 16;
  decoded.orientation = 1; // LibRaw turns pictures
  if (made->colors == 3)
    decoded.colours = ColourSpace{ColourSpace::Transfer::linear, 1, colour_space_of(9, 8).primaries};
  else
    decoded.colours = ColourSpace{ColourSpace::Transfer::linear, 1, {}};
  decoded.image = Image(made->width, made->height, made->colors);
  const auto* samples = reinterpret_cast<const std::uint16_t*>(made->data);
  for (std::size_t i = 0; i < decoded.image.pixels.size(); ++i)
    decoded.image.pixels[i] = float(samples[i]) * scale;
  return decoded;
}

} // namespace penumbra::cli
