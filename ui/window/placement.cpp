// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/placement.hpp"

#include <algorithm>

namespace penumbra::ui {

QRect placed_inside(const QRect& frame, const QRect& room) {
  const QSize size = frame.size().boundedTo(room.size());
  const auto place = [](int wanted, int length, int from, int space) {
    return std::clamp(wanted, from, from + space - length);
  };
  return {QPoint(place(frame.x(), size.width(), room.x(), room.width()),
                 place(frame.y(), size.height(), room.y(), room.height())),
          size};
}

} // namespace penumbra::ui
