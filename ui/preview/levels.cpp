// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/levels.hpp"

namespace penumbra::ui {
namespace {

bool is_white(QRgb pixel) {
  return qRed(pixel) == 255 || qGreen(pixel) == 255 || qBlue(pixel) == 255;
}

bool is_black(QRgb pixel) {
  return (pixel & 0xffffffu) == 0;
}

/// Calls `act` with each pixel that is not wholly transparent, and its place.
template <class Act> void for_each_pixel(const QImage& picture, Act act) {
  const bool alpha = picture.hasAlphaChannel();
  for (int y = 0; y < picture.height(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
    for (int x = 0; x < picture.width(); ++x) {
      if (alpha && qAlpha(line[x]) == 0) continue;
      act(alpha ? qUnpremultiply(line[x]) : line[x], x, y);
    }
  }
}

} // namespace

void count_levels(const QImage& picture, Levels& to) {
  for_each_pixel(picture, [&](QRgb pixel, int, int) {
    ++to.counts[0][std::size_t(qRed(pixel))];
    ++to.counts[1][std::size_t(qGreen(pixel))];
    ++to.counts[2][std::size_t(qBlue(pixel))];
    ++to.pixels;
    to.white += is_white(pixel);
    to.black += is_black(pixel);
  });
}

QImage clipping_of(const QImage& picture) {
  QImage out(picture.size(), QImage::Format_ARGB32_Premultiplied);
  out.fill(0);
  for_each_pixel(picture, [&](QRgb pixel, int x, int y) {
    auto* line = reinterpret_cast<QRgb*>(out.scanLine(y));
    if (is_white(pixel))
      line[x] = 0xffff2020u;
    else if (is_black(pixel))
      line[x] = 0xff2060ffu;
  });
  return out;
}

} // namespace penumbra::ui
