// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"

#include <jxl/decode.h>
#include <jxl/encode.h>
#include <jxl/thread_parallel_runner.h>
#include <memory>
#include <thread>

namespace penumbra::cli {
namespace {

struct Free {
  void operator()(JxlDecoder* p) const { JxlDecoderDestroy(p); }
  void operator()(JxlEncoder* p) const { JxlEncoderDestroy(p); }
  void operator()(void* p) const { JxlThreadParallelRunnerDestroy(p); }
};
using Decoder = std::unique_ptr<JxlDecoder, Free>;
using Encoder = std::unique_ptr<JxlEncoder, Free>;
using Runner = std::unique_ptr<void, Free>;

Runner make_runner() {
  return Runner(JxlThreadParallelRunnerCreate(nullptr, std::max(1u, std::thread::hardware_concurrency())));
}

void read_colours(const JxlDecoder* decoder, const JxlPixelFormat& format, Decoded& decoded,
                  const std::string& path) {
  JxlColorEncoding encoding{};
  constexpr auto target = JXL_COLOR_PROFILE_TARGET_DATA;
  if (JxlDecoderGetColorAsEncodedProfile(decoder, &format, target, &encoding) == JXL_DEC_SUCCESS &&
      (encoding.color_space == JXL_COLOR_SPACE_RGB || encoding.color_space == JXL_COLOR_SPACE_GRAY)) {
    ColourSpace space;
    const auto xy = [](const double* v) { return std::array<double, 2>{v[0], v[1]}; };
    space.primaries.white = xy(encoding.white_point_xy);
    if (encoding.color_space == JXL_COLOR_SPACE_RGB) {
      space.primaries.red = xy(encoding.primaries_red_xy);
      space.primaries.green = xy(encoding.primaries_green_xy);
      space.primaries.blue = xy(encoding.primaries_blue_xy);
    }
    if (encoding.transfer_function == JXL_TRANSFER_FUNCTION_GAMMA)
      space.transfer = ColourSpace::Transfer::gamma, space.gamma = 1 / encoding.gamma;
    else if (encoding.transfer_function == JXL_TRANSFER_FUNCTION_DCI)
      space.transfer = ColourSpace::Transfer::gamma, space.gamma = 2.6;
    else
      try {
        space.transfer = colour_space_of(1, int(encoding.transfer_function)).transfer; // numbers of H.273
      } catch (const Error& problem) {
        unreadable(path, problem.what());
      }
    decoded.colours = space;
    return;
  }
  std::size_t size = 0;
  if (JxlDecoderGetICCProfileSize(decoder, &format, target, &size) != JXL_DEC_SUCCESS) return;
  decoded.icc.resize(size);
  if (JxlDecoderGetColorAsICCProfile(decoder, &format, target,
                                     reinterpret_cast<std::uint8_t*>(decoded.icc.data()),
                                     size) != JXL_DEC_SUCCESS)
    decoded.icc.clear();
}

/// A box of tags is read piece by piece, since its size is not known where it is compressed.
struct Box {
  std::string* to = nullptr;
  std::string bytes;
  void begin(JxlDecoder* decoder) {
    bytes.assign(1 << 16, '\0');
    JxlDecoderSetBoxBuffer(decoder, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  }
  void grow(JxlDecoder* decoder) {
    const std::size_t filled = bytes.size() - JxlDecoderReleaseBoxBuffer(decoder);
    bytes.resize(bytes.size() * 2);
    JxlDecoderSetBoxBuffer(decoder, reinterpret_cast<std::uint8_t*>(bytes.data()) + filled,
                           bytes.size() - filled);
  }
  void end(JxlDecoder* decoder) {
    if (!to) return;
    bytes.resize(bytes.size() - JxlDecoderReleaseBoxBuffer(decoder));
    *to = std::move(bytes);
    to = nullptr;
  }
};

constexpr std::size_t max_tags = 64 << 20;

[[noreturn]] void fail() {
  throw Error("The JPEG XL cannot be made.");
}

void made(JxlEncoderStatus status) {
  if (status != JXL_ENC_SUCCESS) fail();
}

} // namespace

Decoded decode_jxl(const std::string& bytes, const std::string& path) {
  const Decoder owned(JxlDecoderCreate(nullptr));
  JxlDecoder* const decoder = owned.get();
  const Runner runner = make_runner();
  JxlDecoderSetParallelRunner(decoder, JxlThreadParallelRunner, runner.get());
  JxlDecoderSubscribeEvents(decoder,
                            JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE | JXL_DEC_BOX);
  JxlDecoderSetDecompressBoxes(decoder, JXL_TRUE);
  JxlDecoderSetInput(decoder, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  JxlDecoderCloseInput(decoder);

  Decoded decoded;
  decoded.format = "JPEG XL";
  decoded.orientation = 1; // the library turns pictures
  JxlBasicInfo info{};
  JxlPixelFormat format{3, JXL_TYPE_FLOAT, JXL_NATIVE_ENDIAN, 0};
  Box box;
  bool complete = false;
  for (;;) {
    const JxlDecoderStatus status = JxlDecoderProcessInput(decoder);
    if (status == JXL_DEC_BASIC_INFO) {
      if (JxlDecoderGetBasicInfo(decoder, &info) != JXL_DEC_SUCCESS) damaged(path);
      if (info.num_color_channels != 1 && info.num_color_channels != 3)
        unreadable(path, "it has " + std::to_string(info.num_color_channels) + " colour channels");
      format.num_channels = info.num_color_channels + (info.alpha_bits ? 1 : 0);
      check_size({info.xsize, info.ysize, int(format.num_channels), int(info.bits_per_sample)}, bytes.size(),
                 path);
      decoded.bits = info.exponent_bits_per_sample ? 32 : info.bits_per_sample > 8 ? 16 : 8;
      if (info.have_animation) decoded.notes.push_back("the file is an animation; its first frame is read");
      if (const int more = int(info.num_extra_channels) - (info.alpha_bits ? 1 : 0); more > 0)
        decoded.notes.push_back("the file has " + std::to_string(more) + " further channels, left out");
    } else if (status == JXL_DEC_COLOR_ENCODING) {
      read_colours(decoder, format, decoded, path);
    } else if (status == JXL_DEC_NEED_IMAGE_OUT_BUFFER) {
      decoded.image = Image(int(info.xsize), int(info.ysize), int(format.num_channels));
      if (JxlDecoderSetImageOutBuffer(decoder, &format, decoded.image.pixels.data(),
                                      decoded.image.pixels.size() * sizeof(float)) != JXL_DEC_SUCCESS)
        damaged(path);
    } else if (status == JXL_DEC_FULL_IMAGE) {
      complete = true;
      if (info.have_animation) break;
    } else if (status == JXL_DEC_BOX) {
      box.end(decoder);
      JxlBoxType type{};
      JxlDecoderGetBoxType(decoder, type, JXL_TRUE);
      const std::string name(type, 4);
      box.to = name == "Exif" ? &decoded.exif : name == "xml " ? &decoded.xmp : nullptr;
      if (box.to) box.begin(decoder);
    } else if (status == JXL_DEC_BOX_NEED_MORE_OUTPUT && box.bytes.size() < max_tags) {
      box.grow(decoder);
    } else if (status == JXL_DEC_SUCCESS) {
      box.end(decoder);
      break;
    } else {
      if (complete) break; // what comes behind the picture
      damaged(path);
    }
  }
  if (!complete) damaged(path);
  if (decoded.exif.size() > 4) decoded.exif.erase(0, 4); // where the TIFF header begins: at once
  if (info.alpha_bits && info.alpha_premultiplied) unpremultiply(decoded.image);
  return decoded;
}

std::string encode_jxl(const Image& image, int bits, int quality, const Attached& attached) {
  const Encoder owned(JxlEncoderCreate(nullptr));
  JxlEncoder* const encoder = owned.get();
  const Runner runner = make_runner();
  JxlEncoderSetParallelRunner(encoder, JxlThreadParallelRunner, runner.get());
  const bool lossless = quality > 100, grey = image.colour_channels() == 1;
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = std::uint32_t(image.width), info.ysize = std::uint32_t(image.height);
  info.bits_per_sample = std::uint32_t(bits);
  info.exponent_bits_per_sample = bits == 32 ? 8 : 0;
  info.num_color_channels = grey ? 1 : 3;
  if (image.has_alpha()) {
    info.num_extra_channels = 1;
    info.alpha_bits = std::uint32_t(bits);
    info.alpha_exponent_bits = info.exponent_bits_per_sample;
  }
  info.uses_original_profile = lossless ? JXL_TRUE : JXL_FALSE;
  const bool tags = !attached.exif.empty() || !attached.xmp.empty();
  if (tags) made(JxlEncoderUseBoxes(encoder));
  made(JxlEncoderSetCodestreamLevel(encoder, bits > 12 && lossless ? 10 : -1));
  made(JxlEncoderSetBasicInfo(encoder, &info));
  if (!attached.icc.empty()) {
    made(JxlEncoderSetICCProfile(encoder, reinterpret_cast<const std::uint8_t*>(attached.icc.data()),
                                 attached.icc.size()));
  } else {
    JxlColorEncoding encoding{};
    (bits == 32 ? JxlColorEncodingSetToLinearSRGB : JxlColorEncodingSetToSRGB)(&encoding, grey);
    made(JxlEncoderSetColorEncoding(encoder, &encoding));
  }
  JxlEncoderFrameSettings* const frame = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  JxlEncoderFrameSettingsSetOption(frame, JXL_ENC_FRAME_SETTING_EFFORT, 4);
  if (lossless)
    made(JxlEncoderSetFrameLossless(frame, JXL_TRUE));
  else // the scale of libjxl's own cjxl
    made(JxlEncoderSetFrameDistance(frame, quality >= 30 ? 0.1f + float(100 - std::min(quality, 100)) * 0.09f
                                                         : 6.4f + float(30 - quality) * 0.3f));
  const auto box = [&](const char* type, const std::string& content) {
    made(JxlEncoderAddBox(encoder, type, reinterpret_cast<const std::uint8_t*>(content.data()),
                          content.size(), JXL_FALSE));
  };
  if (!attached.exif.empty()) box("Exif", std::string(4, '\0') + attached.exif);
  if (!attached.xmp.empty()) box("xml ", attached.xmp);
  const auto add = [&](JxlDataType type, const auto& samples) {
    const JxlPixelFormat format{std::uint32_t(image.channels), type, JXL_NATIVE_ENDIAN, 0};
    made(JxlEncoderAddImageFrame(frame, &format, samples.data(), samples.size() * sizeof(samples[0])));
  };
  if (bits == 32)
    add(JXL_TYPE_FLOAT, image.pixels);
  else if (bits == 16)
    add(JXL_TYPE_UINT16, quantised<std::uint16_t>(image));
  else
    add(JXL_TYPE_UINT8, quantised<std::uint8_t>(image));
  JxlEncoderCloseInput(encoder);

  std::string out(1 << 16, '\0');
  std::size_t filled = 0;
  for (;;) {
    auto* next = reinterpret_cast<std::uint8_t*>(out.data()) + filled;
    std::size_t left = out.size() - filled;
    const JxlEncoderStatus status = JxlEncoderProcessOutput(encoder, &next, &left);
    filled = out.size() - left;
    if (status == JXL_ENC_SUCCESS) break;
    if (status != JXL_ENC_NEED_MORE_OUTPUT) fail();
    out.resize(out.size() * 2);
  }
  out.resize(filled);
  return out;
}

} // namespace penumbra::cli
