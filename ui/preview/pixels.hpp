// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/export.hpp"
#include "core/image/image.hpp"

#include <QImage>

namespace penumbra::ui {

/// The pixels of `rect`, which lies inside `image`, in the same encoding.
PENUMBRA_API Image cut(const Image& image, const Rect& rect);

/// 8-bit sRGB for the screen: clipped to [0,1], NaN black, rounded to the nearest; RGB32, or
/// ARGB32_Premultiplied where there is alpha.
PENUMBRA_API QImage to_qimage(const Image& image);

/// A picture of Qt's: RGB, or RGB with alpha, sRGB-encoded; converted from its colour space where it names
/// one.
PENUMBRA_API Image from_qimage(const QImage& picture);

/// `edited` faded into `original` by `coverage` (same size, one channel), in the encoding `blend`. The images
/// are sRGB-encoded; alpha is left alone.
PENUMBRA_API Image blend_by(const Image& coverage, const Image& original, Image edited, Encoding blend);

} // namespace penumbra::ui
