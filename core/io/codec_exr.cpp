// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"

#include <ImfArray.h>
#include <ImfChannelList.h>
#include <ImfChromaticitiesAttribute.h>
#include <ImfFrameBuffer.h>
#include <ImfHeader.h>
#include <ImfIO.h>
#include <ImfInputPart.h>
#include <ImfMultiPartInputFile.h>
#include <ImfOutputFile.h>
#include <ImfPartType.h>
#include <ImfRgbaFile.h>
#include <ImfStandardAttributes.h>
#include <ImfThreading.h>
#include <cstring>
#include <set>
#include <thread>

namespace penumbra::cli {
namespace {

namespace exr = OPENEXR_IMF_NAMESPACE;
using Imath::Box2i;

class Source : public exr::IStream {
 public:
  explicit Source(const std::string& bytes) : IStream("memory"), bytes_(bytes) {}
  bool read(char to[], int count) override {
    if (count < 0 || std::uint64_t(count) > bytes_.size() - at_)
      throw std::runtime_error("the file ends too early");
    std::memcpy(to, bytes_.data() + at_, std::size_t(count));
    at_ += std::uint64_t(count);
    return at_ < bytes_.size();
  }
  std::uint64_t tellg() override { return at_; }
  void seekg(std::uint64_t at) override {
    if (at > bytes_.size()) throw std::runtime_error("the file ends too early");
    at_ = at;
  }

 private:
  const std::string& bytes_;
  std::uint64_t at_ = 0;
};

class Sink : public exr::OStream {
 public:
  Sink() : OStream("memory") {}
  void write(const char from[], int count) override {
    if (at_ + std::uint64_t(count) > bytes.size()) bytes.resize(at_ + std::uint64_t(count));
    std::memcpy(bytes.data() + at_, from, std::size_t(count));
    at_ += std::uint64_t(count);
  }
  std::uint64_t tellp() override { return at_; }
  void seekp(std::uint64_t at) override { at_ = at; }
  std::string bytes;

 private:
  std::uint64_t at_ = 0;
};

/// The channels of a part that make a picture.
struct Layer {
  int part = -1;
  std::string prefix; ///< "", or "beauty."
  std::vector<std::string> channels;
  bool alpha = false;
  bool luma_chroma = false;
};

/// The picture in the channels of `prefix`, if there is one.
bool has_picture(const exr::ChannelList& list, const std::string& prefix, Layer& layer) {
  const auto has = [&](const char* name) { return list.findChannel(prefix + name) != nullptr; };
  layer.prefix = prefix;
  layer.channels.clear();
  layer.luma_chroma = false;
  if (has("R") && has("G") && has("B"))
    layer.channels = {prefix + "R", prefix + "G", prefix + "B"};
  else if (has("Y"))
    layer.channels = {prefix + "Y"}, layer.luma_chroma = has("RY") && has("BY");
  else
    return false;
  if ((layer.alpha = has("A"))) layer.channels.push_back(prefix + "A");
  return true;
}

Layer choose_layer(const exr::MultiPartInputFile& file, Notes& notes, const std::string& path) {
  Layer chosen;
  int others = 0;
  for (int pass = 0; pass < 2; ++pass) // pictures without a layer's name first
    for (int part = 0; part < file.parts(); ++part) {
      const exr::Header& header = file.header(part);
      if (header.hasType() && exr::isDeepData(header.type())) continue;
      std::set<std::string> prefixes;
      if (pass == 0) {
        prefixes = {""};
      } else {
        std::set<std::string> layers;
        header.channels().layers(layers);
        for (const std::string& name : layers) prefixes.insert(name + ".");
      }
      for (const std::string& prefix : prefixes) {
        Layer found;
        if (!has_picture(header.channels(), prefix, found)) continue;
        found.part = part;
        chosen.part < 0 ? void(chosen = found) : void(++others);
      }
    }
  if (chosen.part < 0) {
    for (int part = 0; part < file.parts(); ++part)
      if (file.header(part).hasType() && exr::isDeepData(file.header(part).type()))
        unreadable(path, "it holds deep data only; flatten it first");
    unreadable(path, "it has neither red, green and blue nor luminance");
  }
  if (others || file.parts() > 1) {
    std::string name = chosen.prefix.empty() ? "" : chosen.prefix.substr(0, chosen.prefix.size() - 1);
    const exr::Header& header = file.header(chosen.part);
    if (name.empty() && file.parts() > 1 && header.hasName()) name = header.name();
    notes.push_back("the file has several parts or layers; " +
                    (name.empty() ? std::string("the picture among them") : "\"" + name + "\"") + " is read");
  }
  return chosen;
}

/// Attributes that are neither about the storage nor read, by name; empty where there is none.
std::string further_attributes(const exr::Header& header) {
  static const std::set<std::string> read{"channels",
                                          "compression",
                                          "dataWindow",
                                          "displayWindow",
                                          "lineOrder",
                                          "pixelAspectRatio",
                                          "preview",
                                          "screenWindowCenter",
                                          "screenWindowWidth",
                                          "tiles",
                                          "name",
                                          "type",
                                          "version",
                                          "chunkCount",
                                          "chromaticities",
                                          "xDensity",
                                          "view",
                                          "multiView",
                                          "adoptedNeutral",
                                          "dwaCompressionLevel",
                                          "maxSamplesPerPixel"};
  constexpr std::size_t max = 120; // letters of a note
  std::string names;
  for (auto it = header.begin(); it != header.end(); ++it) {
    if (read.count(it.name())) continue;
    if (names.size() > max) return names + ", …";
    names += (names.empty() ? "" : ", ") + std::string(it.name());
  }
  return names;
}

double best_ratio(exr::Compression compression) {
  return compression == exr::NO_COMPRESSION ? 1 : compression == exr::RLE_COMPRESSION ? 128 : 8000;
}

/// Reads channels as floats into `image`, whose pixels are those of the data window.
void read_channels(exr::MultiPartInputFile& file, const Layer& layer, const Box2i& data, Image& image) {
  exr::InputPart part(file, layer.part);
  const std::size_t pixel = sizeof(float) * std::size_t(image.channels),
                    row = pixel * std::size_t(image.width);
  exr::FrameBuffer buffer;
  char* const base = reinterpret_cast<char*>(image.pixels.data()) -
                     std::ptrdiff_t(data.min.x) * std::ptrdiff_t(pixel) -
                     std::ptrdiff_t(data.min.y) * std::ptrdiff_t(row);
  for (std::size_t c = 0; c < layer.channels.size(); ++c)
    buffer.insert(layer.channels[c], exr::Slice(exr::FLOAT, base + c * sizeof(float), pixel, row));
  part.setFrameBuffer(buffer);
  part.readPixels(data.min.y, data.max.y);
}

/// Luminance with chroma at half the resolution, which the library turns into RGB (half floats, as such
/// files are).
void read_luma_chroma(const std::string& bytes, const Layer& layer, const Box2i& data, Image& image) {
  Source source(bytes);
  const std::string name = layer.prefix.empty() ? "" : layer.prefix.substr(0, layer.prefix.size() - 1);
  exr::RgbaInputFile file(source, name);
  std::vector<exr::Rgba> line(std::size_t(image.width));
  for (int y = data.min.y; y <= data.max.y; ++y) {
    file.setFrameBuffer(line.data() - data.min.x - std::ptrdiff_t(y) * image.width, 1,
                        std::size_t(image.width));
    file.readPixels(y);
    float* to = image.row(y - data.min.y);
    for (const exr::Rgba& p : line) {
      *to++ = p.r, *to++ = p.g, *to++ = p.b;
      if (image.channels == 4) *to++ = p.a;
    }
  }
}

/// The display window's view of a data window: what lies outside of the data is black and transparent.
Image windowed(Image data_pixels, const Box2i& data, const Box2i& display) {
  if (data == display) return data_pixels;
  Image out(display.max.x - display.min.x + 1, display.max.y - display.min.y + 1, data_pixels.channels,
            data_pixels.encoding);
  const int x0 = std::max(data.min.x, display.min.x), x1 = std::min(data.max.x, display.max.x);
  for (int y = std::max(data.min.y, display.min.y); y <= std::min(data.max.y, display.max.y) && x0 <= x1; ++y)
    std::copy_n(data_pixels.row(y - data.min.y) + std::size_t(x0 - data.min.x) * data_pixels.channels,
                std::size_t(x1 - x0 + 1) * data_pixels.channels,
                out.row(y - display.min.y) + std::size_t(x0 - display.min.x) * out.channels);
  return out;
}

void use_all_cores() {
  static const bool once = [] {
    exr::setGlobalThreadCount(int(std::max(1u, std::thread::hardware_concurrency())));
    return true;
  }();
  (void)once;
}

bool finite_window(const Box2i& box) {
  constexpr int max = 1 << 24;
  return box.min.x > -max && box.min.y > -max && box.max.x < max && box.max.y < max &&
         box.min.x <= box.max.x && box.min.y <= box.max.y;
}

} // namespace

Decoded decode_exr(const std::string& bytes, const std::string& path) {
  use_all_cores();
  Decoded decoded;
  decoded.format = "OpenEXR";
  decoded.bits = 32;
  decoded.linear_light = true;
  decoded.orientation = 1;
  try {
    Source source(bytes);
    exr::MultiPartInputFile file(source, exr::globalThreadCount(), false);
    const Layer layer = choose_layer(file, decoded.notes, path);
    const exr::Header& header = file.header(layer.part);
    const Box2i data = header.dataWindow(), display = header.displayWindow();
    if (!finite_window(data) || !finite_window(display)) damaged(path);
    if (layer.luma_chroma && layer.part > 0)
      unreadable(path, "its luminance and chroma stand in a part that is not the first");
    const int channels = layer.luma_chroma ? 3 + layer.alpha : int(layer.channels.size());
    const auto check = [&](const Box2i& box, double ratio) {
      check_size({std::uint64_t(box.size().x) + 1, std::uint64_t(box.size().y) + 1, channels, 16, ratio},
                 bytes.size(), path);
    };
    check(data, best_ratio(header.compression()));
    check(display, 0);
    Image image(data.size().x + 1, data.size().y + 1, channels, Encoding::linear);
    if (layer.luma_chroma)
      read_luma_chroma(bytes, layer, data, image);
    else
      read_channels(file, layer, data, image);
    decoded.image = windowed(std::move(image), data, display);
    if (layer.alpha) unpremultiply(decoded.image);
    if (exr::hasChromaticities(header)) {
      const exr::Chromaticities& c = exr::chromaticities(header);
      const auto xy = [](const Imath::V2f& v) { return std::array<double, 2>{v.x, v.y}; };
      decoded.colours =
          ColourSpace{ColourSpace::Transfer::linear, 1, {xy(c.red), xy(c.green), xy(c.blue), xy(c.white)}};
    }
    if (const std::string names = further_attributes(header); !names.empty())
      decoded.behind = "the attributes of the OpenEXR (" + names + ") are left out";
    if (exr::hasXDensity(header)) {
      decoded.resolution.x = exr::xDensity(header);
      decoded.resolution.y = exr::xDensity(header) * header.pixelAspectRatio();
    }
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    damaged(path);
  }
  return decoded;
}

std::string encode_exr(const Image& image, const Attached& attached) {
  use_all_cores();
  Image copy;
  const Image* from = &image;
  if (image.has_alpha()) {
    copy = image;
    premultiply(copy);
    from = &copy;
  }
  static const char* const names[][4]{{"Y"}, {"Y", "A"}, {"R", "G", "B"}, {"R", "G", "B", "A"}};
  exr::Header header(image.width, image.height);
  header.compression() = exr::ZIP_COMPRESSION;
  exr::addChromaticities(header, exr::Chromaticities()); // those of Rec. 709
  if (attached.resolution.x > 0) exr::addXDensity(header, float(attached.resolution.x));
  exr::FrameBuffer buffer;
  const std::size_t pixel = sizeof(float) * std::size_t(image.channels);
  for (int c = 0; c < image.channels; ++c) {
    const char* const name = names[image.channels - 1][c];
    header.channels().insert(name, exr::Channel(exr::FLOAT));
    char* const base = reinterpret_cast<char*>(const_cast<float*>(from->pixels.data() + c));
    buffer.insert(name, exr::Slice(exr::FLOAT, base, pixel, pixel * std::size_t(image.width)));
  }
  try {
    Sink sink;
    {
      exr::OutputFile file(sink, header, exr::globalThreadCount());
      file.setFrameBuffer(buffer);
      file.writePixels(image.height);
    }
    return std::move(sink.bytes);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& problem) {
    throw Error(std::string("The OpenEXR cannot be made: ") + problem.what() + ".");
  }
}

} // namespace penumbra::cli
