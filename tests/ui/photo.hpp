// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"
#include "tests/ui/fake_agent.hpp"

#include <QImage>
#include <QString>

namespace penumbra::test {

/// A file as an RGB image, sRGB-encoded; the sample photo where there is no file. `size` other than 0x0:
/// enlarged or reduced to it.
inline Image load_photo(const QString& file, QSize size) {
  QImage picture(file);
  if (picture.isNull())
    return size.isEmpty() ? sample_photo(1500, 1000) : sample_photo(size.width(), size.height());
  if (!size.isEmpty()) picture = picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  picture.convertTo(QImage::Format_RGB888);
  Image photo(picture.width(), picture.height(), 3);
  for (int y = 0; y < photo.height; ++y) {
    const uchar* from = picture.constScanLine(y);
    float* to = photo.row(y);
    for (int i = 0; i < photo.width * 3; ++i) to[i] = float(from[i]) / 255.0f;
  }
  return photo;
}

} // namespace penumbra::test
