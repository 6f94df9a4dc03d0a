// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <string>

namespace penumbra::evaluate {

/// Reads a photo as the protocol does: decoded to 8-bit sRGB, RGB, no colour management, orientation tags
/// ignored (references and results are compared pixel by pixel). Throws Error that names the file.
Image read_picture(const std::string& path);

/// True where the name ends like a photo that read_picture reads (.jpg .jpeg .png .bmp .webp .tif .tiff).
bool is_picture(const std::string& path);

/// The picture with a long side of at most `long_side` (0: as it is), by an antialiased Lanczos filter (3
/// lobes) with 8-bit rounding after each direction, and the size rounded to the best aspect: what the
/// protocol's published figures were measured with (Pillow's thumbnail). Values are rounded to 8 bits first.
Image reduced(const Image& image, int long_side);

/// Writes JPEG or PNG by the name's ending. Throws Error that names the file.
void write_picture(const std::string& path, const Image& image);

} // namespace penumbra::evaluate
