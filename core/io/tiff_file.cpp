// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tiff_file.hpp"

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace penumbra::cli {
namespace {

TiffMemory& memory(thandle_t handle) {
  return *static_cast<TiffMemory*>(handle);
}

tmsize_t read_some(thandle_t handle, void* to, tmsize_t count) {
  TiffMemory& file = memory(handle);
  if (file.at >= file.bytes->size()) return 0;
  const auto there = std::min<std::uint64_t>(std::uint64_t(count), file.bytes->size() - file.at);
  std::memcpy(to, file.bytes->data() + file.at, there);
  file.at += there;
  return tmsize_t(there);
}

tmsize_t write_some(thandle_t handle, void* from, tmsize_t count) {
  TiffMemory& file = memory(handle);
  if (!file.writable) return 0;
  const std::uint64_t end = file.at + std::uint64_t(count);
  if (end > file.writable->size()) file.writable->resize(end);
  std::memcpy(file.writable->data() + file.at, from, std::size_t(count));
  file.at = end;
  return count;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  TiffMemory& file = memory(handle);
  const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at : file.bytes->size();
  return file.at = base + offset;
}

int close_nothing(thandle_t) {
  return 0;
}

toff_t size_of(thandle_t handle) {
  return memory(handle).bytes->size();
}

std::string first_complaint; // of libtiff, while a file is open

void complain(const char*, const char* format, va_list arguments) {
  char text[256];
  std::vsnprintf(text, sizeof text, format, arguments);
  if (first_complaint.empty()) first_complaint = text;
}

} // namespace

Tiff open_tiff(TiffMemory& file, const char* mode) {
  first_complaint.clear();
  TIFFSetWarningHandler(nullptr);
  TIFFSetErrorHandler(complain);
  return {TIFFClientOpen("memory", mode, &file, read_some, write_some, seek, close_nothing, size_of, nullptr,
                         nullptr),
          TIFFClose};
}

const std::string& tiff_complaint() {
  return first_complaint;
}

} // namespace penumbra::cli
