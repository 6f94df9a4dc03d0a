// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

#include <deque>
#include <map>
#include <memory>
#include <mutex>

namespace penumbra::ui {

/// Reduced copies of a photo, each made when it is first asked for. May be asked from any thread.
class PENUMBRA_API Pyramid {
 public:
  explicit Pyramid(std::shared_ptr<const Image> photo);

  Size full() const { return {photo_->width, photo_->height}; }
  /// Size of the photo halved `halvings` times, rounded down, never below 1.
  Size halved(int halvings) const;
  /// The photo, area-averaged to `size`. Halvings are kept; of other sizes the last few are.
  std::shared_ptr<const Image> level(Size size);

 private:
  std::shared_ptr<const Image> half(int halvings);

  const std::shared_ptr<const Image> photo_;
  std::mutex guard_;
  std::map<int, std::shared_ptr<const Image>> halves_;
  std::deque<std::shared_ptr<const Image>> others_;
};

} // namespace penumbra::ui
