// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/pixels.hpp"

#include "core/image/colour.hpp"
#include "core/image/simd.hpp"

#include <QColorSpace>
#include <QRgba64>
#include <algorithm>
#include <cstring>

namespace penumbra::ui {
namespace {

inline unsigned byte_of(float v) {
  // Written so that NaN, for which every comparison is false, becomes 0.
  return v > 0.0f ? unsigned(std::min(v, 1.0f) * 255.0f + 0.5f) : 0u;
}

/// Pixels of three channels.
PENUMBRA_CLONES void bytes_of(const float* p, QRgb* to, int count) {
#pragma GCC ivdep
  for (int x = 0; x < count; ++x) {
    const float* const v = p + 3 * x;
    const float r = v[0] > 0.0f ? v[0] : 0.0f, g = v[1] > 0.0f ? v[1] : 0.0f, b = v[2] > 0.0f ? v[2] : 0.0f;
    const int red = int((r < 1.0f ? r : 1.0f) * 255.0f + 0.5f);
    const int green = int((g < 1.0f ? g : 1.0f) * 255.0f + 0.5f);
    const int blue = int((b < 1.0f ? b : 1.0f) * 255.0f + 0.5f);
    to[x] = 0xff000000u | unsigned(red << 16 | green << 8 | blue);
  }
}

} // namespace

Image cut(const Image& image, const Rect& rect) {
  Image out(rect.width, rect.height, image.channels, image.encoding);
  for (int y = 0; y < rect.height; ++y)
    std::memcpy(out.row(y), image.row(rect.y + y) + std::size_t(rect.x) * image.channels,
                sizeof(float) * std::size_t(rect.width) * image.channels);
  return out;
}

Image from_qimage(const QImage& picture) {
  QImage source = picture;
  if (source.colorSpace().isValid() && source.colorSpace() != QColorSpace(QColorSpace::SRgb))
    source.convertToColorSpace(QColorSpace(QColorSpace::SRgb));
  const bool alpha = source.hasAlphaChannel();
  source.convertTo(alpha ? QImage::Format_RGBA64 : QImage::Format_RGBX64);
  Image out(source.width(), source.height(), alpha ? 4 : 3);
  for (int y = 0; y < out.height; ++y) {
    const auto* from = reinterpret_cast<const QRgba64*>(source.constScanLine(y));
    float* to = out.row(y);
    for (int x = 0; x < out.width; ++x, to += out.channels) {
      const quint16 values[] = {from[x].red(), from[x].green(), from[x].blue(), from[x].alpha()};
      for (int c = 0; c < out.channels; ++c) to[c] = float(values[c]) / 65535.0f;
    }
  }
  return out;
}

QImage to_qimage(const Image& image) {
  if (image.encoding == Encoding::linear) return to_qimage(convert(image, Encoding::srgb));
  const bool colour = image.colour_channels() == 3, alpha = image.has_alpha();
  QImage out(image.width, image.height, alpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
  for (int y = 0; y < image.height; ++y) {
    const float* p = image.row(y);
    auto* to = reinterpret_cast<QRgb*>(out.scanLine(y));
    if (image.channels == 3) {
      bytes_of(p, to, image.width);
      continue;
    }
    for (int x = 0; x < image.width; ++x, p += image.channels) {
      const unsigned r = byte_of(p[0]), g = colour ? byte_of(p[1]) : r, b = colour ? byte_of(p[2]) : r;
      to[x] = alpha ? qPremultiply(qRgba(int(r), int(g), int(b), int(byte_of(p[image.channels - 1]))))
                    : qRgb(int(r), int(g), int(b));
    }
  }
  return out;
}

Image blend_by(const Image& coverage, const Image& original, Image edited, Encoding blend) {
  const int colours = edited.colour_channels();
  const std::size_t count = std::size_t(edited.width) * edited.height;
  for (std::size_t i = 0; i < count; ++i) {
    const float m = coverage.pixels[i];
    if (m >= 1.0f) continue;
    float* e = edited.pixels.data() + i * edited.channels;
    const float* o = original.pixels.data() + i * edited.channels;
    for (int c = 0; c < colours; ++c) {
      if (!(m > 0.0f)) {
        e[c] = o[c];
      } else if (blend == Encoding::srgb) {
        e[c] = o[c] + m * (e[c] - o[c]);
      } else {
        const float from = srgb_to_linear(o[c]), to = srgb_to_linear(e[c]);
        e[c] = linear_to_srgb(from + m * (to - from));
      }
    }
  }
  return edited;
}

} // namespace penumbra::ui
