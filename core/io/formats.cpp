// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <sstream>

namespace penumbra::cli {
namespace {

// format, name, extensions, 8 bits, 16 bits, floats, alpha, grey, grey with alpha, linear, metadata, deep bits
const std::array<FormatTraits, 10> all_formats{{
    {Format::jpeg, "JPEG", "jpg jpeg jpe", true, false, false, false, true, false, false, true, 8},
    {Format::png, "PNG", "png", true, true, false, true, true, true, false, true, 16},
    {Format::tiff, "TIFF", "tif tiff", true, true, true, true, true, true, false, true, 16},
    {Format::webp, "WebP", "webp", true, false, false, true, false, false, false, true, 8},
    {Format::exr, "OpenEXR", "exr", false, false, true, true, true, true, true, false, 32},
    {Format::hdr, "Radiance HDR", "hdr pic", false, false, true, false, false, false, true, false, 32},
    {Format::pfm, "PFM", "pfm", false, false, true, false, true, false, true, false, 32},
    {Format::heic, "HEIC", "heic heif", true, true, false, true, false, false, false, true, 10},
    {Format::avif, "AVIF", "avif", true, true, false, true, false, false, false, true, 10},
    {Format::jxl, "JPEG XL", "jxl", true, true, true, true, true, true, false, true, 16},
}};

} // namespace

const FormatTraits& traits_of(Format format) {
  return *std::find_if(all_formats.begin(), all_formats.end(),
                       [&](const FormatTraits& traits) { return traits.format == format; });
}

std::string lower_extension(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return extension;
}

const FormatTraits& format_for(const std::string& path) {
  const std::string extension = lower_extension(path);
  std::string known;
  for (const FormatTraits& traits : all_formats) {
    std::istringstream words(traits.extensions);
    for (std::string word; words >> word; known += (known.empty() ? "" : ", ") + word)
      if (word == extension) return traits;
  }
  throw Error("The name \"" + path + "\" does not say which format to write; end it in one of: " + known +
              ".");
}

} // namespace penumbra::cli
