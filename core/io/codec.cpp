// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec.hpp"

#include "core/io/codec_parts.hpp"
#include "core/io/formats.hpp"
#include "core/io/netpbm.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string_view>
#include <sys/resource.h>

namespace penumbra::cli {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::size_t at;
  const char* name;
};

// What is decoded …
constexpr Magic known[]{
    {"\xff\xd8"sv, 0, "JPEG"},
    {"\x89PNG\r\n\x1a\n"sv, 0, "PNG"},
    {"II*\0\x10\0\0\0CR"sv, 0, "raw"},
    {"II*\0"sv, 0, "TIFF"},
    {"MM\0*"sv, 0, "TIFF"},
    {"II+\0"sv, 0, "TIFF"},
    {"MM\0+"sv, 0, "TIFF"},
    {"WEBP"sv, 8, "WebP"},
    {"v/1\x01"sv, 0, "OpenEXR"},
    {"#?R"sv, 0, "Radiance HDR"},
    {"PF\n"sv, 0, "PFM"},
    {"Pf\n"sv, 0, "PFM"},
    {"PF\r"sv, 0, "PFM"},
    {"Pf\r"sv, 0, "PFM"},
    {"PF "sv, 0, "PFM"},
    {"Pf "sv, 0, "PFM"},
    {"P7\n"sv, 0, "PAM"},
    {"GIF8"sv, 0, "GIF"},
    {"\xff\x0a"sv, 0, "JPEG XL"},
    {"\0\0\0\x0cJXL \r\n\x87\n"sv, 0, "JPEG XL"},
    {"\0\0\0\x0cjP  \r\n\x87\n"sv, 0, "JPEG 2000"},
    {"\xff\x4f\xff\x51"sv, 0, "JPEG 2000"},
    {"ftypheic"sv, 4, "HEIF"},
    {"ftypheix"sv, 4, "HEIF"},
    {"ftypheim"sv, 4, "HEIF"},
    {"ftypheis"sv, 4, "HEIF"},
    {"ftypmif1"sv, 4, "HEIF"},
    {"ftypmiaf"sv, 4, "HEIF"},
    {"ftypavif"sv, 4, "HEIF"},
    {"ftypavis"sv, 4, "HEIF"},
    {"ftypcrx "sv, 4, "raw"},
    {"IIRO"sv, 0, "raw"},
    {"IIRS"sv, 0, "raw"},
    {"MMOR"sv, 0, "raw"},
    {"IIU\0"sv, 0, "raw"},
    {"FUJIFILMCCD-RAW"sv, 0, "raw"},
    {"FOVb"sv, 0, "raw"},
    {"\0MRM"sv, 0, "raw"},
};

// … and what is named, so that people know what they have.
constexpr Magic refused[]{
    {"8BPS"sv, 0, "a Photoshop document (PSD)"},
    {"gimp xcf"sv, 0, "a GIMP image (XCF)"},
    {"BM"sv, 0, "a Windows bitmap (BMP)"},
    {"%PDF"sv, 0, "a PDF"},
    {"%!PS"sv, 0, "PostScript"},
    {"<svg"sv, 0, "a drawing (SVG)"},
    {"<?xml"sv, 0, "XML, perhaps a drawing (SVG)"},
    {"\0\0\1\0"sv, 0, "an icon (ICO)"},
    {"DDS "sv, 0, "a DirectDraw surface (DDS)"},
    {"SDPX"sv, 0, "DPX"},
    {"XPDS"sv, 0, "DPX"},
    {"SIMPLE  ="sv, 0, "FITS"},
    {"qoif"sv, 0, "QOI"},
    {"FLIF"sv, 0, "FLIF"},
    {"II\xbc"sv, 0, "JPEG XR"},
    {"PK\3\4"sv, 0, "an archive (ZIP; OpenRaster and Krita files are such)"},
    {"AT&TFORM"sv, 0, "DjVu"},
    {"<!DOCTYPE html"sv, 0, "a web page, not the picture on it"},
    {"<!doctype html"sv, 0, "a web page, not the picture on it"},
    {"<html"sv, 0, "a web page, not the picture on it"},
    {"AVI "sv, 8, "a film (AVI)"},
    {"\x1a\x45\xdf\xa3"sv, 0, "a film (Matroska, WebM)"},
    {"\xc5\xd0\xd3\xc6"sv, 0, "PostScript (EPS)"},
    {"icns"sv, 0, "an icon (ICNS)"},
    {"\xd7\xcd\xc6\x9a"sv, 0, "a drawing (WMF)"},
    {"\x59\xa6\x6a\x95"sv, 0, "a Sun raster picture"},
    {"\x01\xda\0"sv, 0, "an SGI picture"},
    {"\x01\xda\1"sv, 0, "an SGI picture"},
    {"/* XPM */"sv, 0, "an X pixmap (XPM)"},
    {"DICM"sv, 128, "a medical picture (DICOM)"},
    {"BPG\xfb"sv, 0, "BPG"},
    {"\x8aMNG"sv, 0, "an animation (MNG)"},
    {"\x8bJNG"sv, 0, "JNG"},
    {"\xabKTX"sv, 0, "a texture (KTX)"},
    {"CSFCHUNK"sv, 0, "a Clip Studio document"},
    {"\x1f\x8b"sv, 0, "an archive (gzip)"},
    {"Rar!"sv, 0, "an archive (RAR)"},
    {"7z\xbc\xaf"sv, 0, "an archive (7z)"},
    {"PF4\n"sv, 0, "a float map with transparency (PF4)"},
    {"ftyphevc"sv, 4, "a sequence of pictures (HEIF)"},
    {"ftypmsf1"sv, 4, "a sequence of pictures (HEIF)"},
    {"ftyp"sv, 4, "a film"},
};

bool starts_with(const std::string& bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() && bytes.compare(at, magic.size(), magic) == 0;
}

template <class List> std::string name_in(const List& list, const std::string& bytes) {
  for (const Magic& magic : list)
    if (starts_with(bytes, magic.bytes, magic.at)) return magic.name;
  return {};
}

/// The kind of file that its first bytes show; "" for none that is known.
std::string sniff(const std::string& bytes, const std::string& path) {
  std::string kind = name_in(known, bytes);
  if (kind.empty() && bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
      (std::isspace(static_cast<unsigned char>(bytes[2])) || bytes[2] == '#'))
    kind = "PNM";
  if (kind == "TIFF") { // most cameras' raw files are TIFFs whose first picture is a preview
    constexpr std::string_view raw =
        " 3fr arw cr2 dcr dng erf fff iiq k25 kdc mef mos nef nrw pef ptx rwl srf sr2 srw ";
    if (raw.find(" " + lower_extension(path) + " ") != std::string_view::npos || is_raw_tiff(bytes))
      kind = "raw";
  }
  return kind;
}

template <class F> void scale_colours(Image& image, F&& scale) {
  const int channels = image.channels, colours = image.colour_channels();
  for (std::size_t i = 0; i < image.pixels.size(); i += std::size_t(channels)) {
    const float factor = scale(image.pixels[i + std::size_t(colours)]);
    for (int c = 0; c < colours; ++c) image.pixels[i + std::size_t(c)] *= factor;
  }
}

/// A number after "key:" in a file of /proc, in bytes; nothing where there is none.
std::optional<double> kilobytes(const char* file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.rfind(key + ":", 0) == 0) return std::strtod(line.c_str() + key.size() + 1, nullptr) * 1024;
  return std::nullopt;
}

std::optional<double> number_in(const std::string& file) {
  std::ifstream in(file);
  double value = 0;
  return in >> value ? std::optional<double>(value) : std::nullopt;
}

constexpr double default_megapixels = 1000;

double max_megapixels() {
  const char* const text = std::getenv("PENUMBRA_MAX_MEGAPIXELS");
  const double wanted = text ? std::strtod(text, nullptr) : 0;
  return wanted > 0 ? wanted : default_megapixels;
}

} // namespace

void check_memory(double bytes) {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      bytes > double(limit.rlim_cur) - kilobytes("/proc/self/status", "VmSize").value_or(0))
    throw std::bad_alloc();
  if (const auto available = kilobytes("/proc/meminfo", "MemAvailable");
      available && bytes > *available + kilobytes("/proc/meminfo", "SwapFree").value_or(0))
    throw std::bad_alloc();
  const auto max = number_in("/sys/fs/cgroup/memory.max"), used = number_in("/sys/fs/cgroup/memory.current");
  if (max && used && bytes > *max - *used) throw std::bad_alloc();
}

void check_size(const Declared& declared, std::size_t file_bytes, const std::string& path) {
  constexpr std::uint64_t max_side = 1u << 20;
  if (!declared.width || !declared.height || declared.width > max_side || declared.height > max_side)
    unreadable(path, "a side of " + std::to_string(std::max(declared.width, declared.height)) + " pixels");
  const double pixels = double(declared.width) * double(declared.height);
  const double bytes = pixels * declared.channels * declared.bits / 8;
  if (declared.ratio > 0 && bytes > declared.ratio * double(file_bytes) + 4096)
    unreadable(path, "it is cut short or a trap: " + std::to_string(file_bytes) + " bytes cannot hold the " +
                         std::to_string(declared.width) + " x " + std::to_string(declared.height) +
                         " pixels that it declares");
  if (pixels > max_megapixels() * 1e6)
    unreadable(path, std::to_string(declared.width) + " x " + std::to_string(declared.height) +
                         " pixels are more than the limit of " + std::to_string(int(max_megapixels())) +
                         " megapixels (PENUMBRA_MAX_MEGAPIXELS sets another)");
  check_memory(pixels * declared.channels * sizeof(float) * 1.1);
}

void unpremultiply(Image& image) {
  scale_colours(image, [](float alpha) { return alpha > 0 ? 1 / alpha : 1.0f; });
}

void premultiply(Image& image) {
  scale_colours(image, [](float alpha) { return alpha; });
}

Decoded decode(const std::string& bytes, const std::string& path) {
  if (bytes.empty()) throw Error("The file \"" + path + "\" is empty.");
  const std::string kind = sniff(bytes, path);
  if (kind == "TIFF") return decode_tiff(bytes, path);
  if (kind == "OpenEXR") return decode_exr(bytes, path);
  if (kind == "HEIF") return decode_heif(bytes, path);
  if (kind == "JPEG XL") return decode_jxl(bytes, path);
  if (kind == "PAM") return decode_pam(bytes, path);
  if (kind == "raw") return decode_raw(bytes, path);
  if (!kind.empty()) return decode_by_vips(bytes, kind, path);
  if (const std::string name = name_in(refused, bytes); !name.empty())
    unreadable(path, "it is " + name + "; export the picture as TIFF or PNG first");
  if (is_raw(bytes)) return decode_raw(bytes, path);
  unreadable(path, "it is not in a picture format that is known here");
}

std::string encode(const Image& image, Format format, int bits, int quality, const Attached& attached) {
  switch (format) {
  case Format::tiff:
    return encode_tiff(image, bits, attached);
  case Format::exr:
    return encode_exr(image, attached);
  case Format::heic:
  case Format::avif:
    return encode_heif(image, format, bits, quality, attached);
  case Format::jxl:
    return encode_jxl(image, bits, quality, attached);
  default:
    return encode_by_vips(image, format, bits, quality, attached);
  }
}

} // namespace penumbra::cli
