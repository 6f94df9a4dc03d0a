// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <libgimp/gimp.h>
#include <memory>

namespace penumbra::gimp2 {

/// How the pixels of one drawable become an Image (sRGB primaries, see core/image/image.hpp) and come back.
///
/// - A drawable in the space of sRGB is read as it is stored, sRGB-encoded or linear after the image's
///   precision: values go through unchanged.
/// - A drawable with another profile is read as linear light with the primaries of sRGB. Colours outside of
///   sRGB have components below 0 or above 1; nothing is clipped but by the drawable's own precision on the
///   way back.
/// - A profile that is no matrix with curves (a table, as printers and scanners have) goes through Little CMS
///   with the relative colorimetric intent.
class PixelFormat {
 public:
  /// Throws Error where the profile of the image cannot be used. `drawable` must be RGB or grey.
  explicit PixelFormat(gint32 drawable);
  ~PixelFormat();
  PixelFormat(PixelFormat&&) noexcept;
  PixelFormat& operator=(PixelFormat&&) noexcept;

  /// Whether the drawable still stores its pixels as it did, in the same space.
  bool fits(gint32 drawable) const;

  /// Part `rect` (in pixels of the drawable) of a buffer of the drawable.
  Image read(GeglBuffer* buffer, const GeglRectangle& rect) const;
  void write(GeglBuffer* buffer, const GeglRectangle& rect, const Image& image) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

} // namespace penumbra::gimp2
