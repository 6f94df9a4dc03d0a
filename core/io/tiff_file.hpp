// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <tiffio.h>

namespace penumbra::cli {

/// A file in memory, as libtiff wants to see one.
struct TiffMemory {
  std::string* writable;
  const std::string* bytes;
  std::uint64_t at = 0;
};

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// Opens it as TIFFOpen() does in `mode`; null where libtiff cannot. What it complains about is not printed.
Tiff open_tiff(TiffMemory& file, const char* mode);

/// The first complaint of libtiff since the last file was opened, or empty.
const std::string& tiff_complaint();

} // namespace penumbra::cli
