// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/jpeg_file.hpp"

#include "core/io/codec_parts.hpp"

#include <cstdio> // jpeglib.h needs it
#include <string_view>

#include <jpeglib.h>

namespace penumbra::cli {
namespace {

using namespace std::string_view_literals;

std::size_t byte(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool has(const std::string& bytes, std::size_t at, std::string_view what) {
  return bytes.compare(std::min(at, bytes.size()), what.size(), what) == 0;
}

/// JFIF's density; `at`: behind the length of the segment.
Resolution jfif_resolution(const std::string& bytes, std::size_t at) {
  if (!has(bytes, at, "JFIF\0"sv) || at + 12 > bytes.size()) return {};
  const std::size_t unit = byte(bytes, at + 7);
  const double scale = unit == 1 ? 1 : unit == 2 ? 2.54 : 0;
  return {scale * double(byte(bytes, at + 8) << 8 | byte(bytes, at + 9)),
          scale * double(byte(bytes, at + 10) << 8 | byte(bytes, at + 11))};
}

/// The header of a frame; `at`: of its marker.
void check_frame(const std::string& bytes, std::size_t at, const std::string& path) {
  const std::size_t marker = byte(bytes, at + 1);
  if (at + 10 > bytes.size()) return;
  if (byte(bytes, at + 9) == 4) unreadable(path, "its colours are CMYK; convert it to RGB first");
  if (byte(bytes, at + 4) != 8)
    unreadable(path, "JPEG of " + std::to_string(byte(bytes, at + 4)) + " bits a sample is not supported");
  if (marker != 0xc0 && marker != 0xc1 && marker != 0xc2 && marker != 0xc9 && marker != 0xca)
    unreadable(path, "its kind of JPEG (lossless or hierarchical) is not supported");
}

void read_segment(const std::string& bytes, std::size_t at, std::size_t length, JpegFile& file) {
  const std::size_t marker = byte(bytes, at + 1), data = at + 4;
  if (marker == 0xe0 && file.resolution.x == 0) file.resolution = jfif_resolution(bytes, data);
  if (marker == 0xeb && has(bytes, data, "JP"sv))
    file.signed_history |= bytes.substr(data, length).find("c2pa") != std::string::npos;
  if (marker == 0xfe && length > 2) {
    std::string text = bytes.substr(data, length - 2);
    text.erase(std::min(text.find('\0'), text.size()));
    file.comment += (file.comment.empty() || text.empty() ? "" : "\n") + text;
  }
}

[[noreturn]] void stop(j_common_ptr) {
  throw Error("JPEG");
}

} // namespace

JpegFile look_at_jpeg(const std::string& bytes, const std::string& path) {
  constexpr int max_scans = 100; // a progressive picture of a camera or a program has about ten
  JpegFile file;
  file.size = bytes.size();
  std::size_t at = 2;
  int scans = 0;
  while (at + 4 <= bytes.size()) {
    if (byte(bytes, at) != 0xff) { // the data of a scan, or bytes between segments
      at = std::min(bytes.find('\xff', at), bytes.size());
      continue;
    }
    const std::size_t marker = byte(bytes, at + 1);
    if (marker == 0xff) { // fill byte
      ++at;
      continue;
    }
    if (marker == 0 || (marker >= 0xd0 && marker <= 0xd8) || marker == 1) {
      at += 2;
      continue;
    }
    if (marker == 0xd9) break;
    if (marker == 0xf7) unreadable(path, "it is JPEG-LS; export it as TIFF or PNG first");
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
      check_frame(bytes, at, path);
    if (marker == 0xda && ++scans > max_scans) unreadable(path, "it has more scans than any picture needs");
    const std::size_t length = byte(bytes, at + 2) << 8 | byte(bytes, at + 3);
    read_segment(bytes, at, length, file);
    at += 2 + length;
  }
  file.ended = has(bytes, at, "\xff\xd9"sv);
  if (file.ended) file.size = at + 2;
  return file;
}

std::string behind_jpeg(const std::string& bytes, const JpegFile& jpeg) {
  const std::size_t start = bytes.find_first_not_of('\0', jpeg.size);
  if (start == std::string::npos || bytes.size() - start < 64) return {};
  const std::string size = " (" + std::to_string((bytes.size() - start + 1023) / 1024) + " kB)";
  if (has(bytes, start, "\xff\xd8\xff"sv))
    return "what lies behind the picture in the file, a further picture" + size + ", is left out";
  if (bytes.find("ftyp", start) != std::string::npos)
    return "what lies behind the picture in the file, a film" + size + ", is left out";
  return "what lies behind the picture in the file" + size + " is left out";
}

// libjpeg's functions for errors must not return; ours throws, which passes through its C frames since these hold
// nothing of ours and are built with unwind tables.
bool has_all_data(const std::string& jpeg) {
  jpeg_error_mgr errors{};
  jpeg_decompress_struct info{};
  info.err = jpeg_std_error(&errors);
  errors.error_exit = stop;
  errors.output_message = [](j_common_ptr) {};
  jpeg_create_decompress(&info);
  bool whole = false;
  try {
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(jpeg.data()),
                 static_cast<unsigned long>(jpeg.size()));
    jpeg_read_header(&info, TRUE);
    check_size({info.image_width, info.image_height, info.num_components, 8, 4000}, jpeg.size(), "");
    jpeg_start_decompress(&info);
    std::vector<unsigned char> line(std::size_t(info.output_width) * std::size_t(info.output_components));
    for (unsigned char* row = line.data(); info.output_scanline < info.output_height;)
      jpeg_read_scanlines(&info, &row, 1);
    jpeg_finish_decompress(&info);
    whole = errors.num_warnings == 0;
  } catch (const Error&) {
  }
  jpeg_destroy_decompress(&info);
  return whole;
}

std::string with_jfif(const std::string& jpeg, const Resolution& resolution, const std::string& comment) {
  std::string out = jpeg.substr(0, 2) + std::string("\xff\xe0\0\x10JFIF\0\1\1", 11);
  const auto number = [&](double value) {
    const auto v = unsigned(std::lround(std::clamp(value, 1.0, 65535.0)));
    out += char(v >> 8), out += char(v & 0xff);
  };
  out += char(resolution.x > 0 ? 1 : 0); // pixels per inch, or an aspect alone
  number(resolution.x), number(resolution.y);
  out.append(2, '\0'); // no thumbnail
  std::size_t at = 2;
  while (at + 4 <= jpeg.size() && jpeg[at] == '\xff' &&
         (static_cast<unsigned char>(jpeg[at + 1]) & 0xf0) == 0xe0) {
    const std::size_t length = 2 + (std::size_t(static_cast<unsigned char>(jpeg[at + 2])) << 8 |
                                    static_cast<unsigned char>(jpeg[at + 3]));
    if (jpeg[at + 1] != '\xe0' && jpeg[at + 1] != '\xe1') out += jpeg.substr(at, length);
    at += length;
  }
  constexpr std::size_t max = 65533; // bytes of a segment
  if (const std::string text = comment.substr(0, max); !text.empty())
    out += std::string("\xff\xfe") + char((text.size() + 2) >> 8) + char((text.size() + 2) & 0xff) + text;
  return out + jpeg.substr(at);
}

} // namespace penumbra::cli
