// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/pyramid.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace penumbra::ui {
namespace {

constexpr std::size_t kept_sizes = 4;

} // namespace

Pyramid::Pyramid(std::shared_ptr<const Image> photo) : photo_(std::move(photo)) {
  if (!photo_ || photo_->empty()) throw Error("The picture has no pixels.");
}

Size Pyramid::halved(int halvings) const {
  return {std::max(1, photo_->width >> halvings), std::max(1, photo_->height >> halvings)};
}

std::shared_ptr<const Image> Pyramid::half(int halvings) {
  if (halvings == 0) return photo_;
  if (const auto found = halves_.find(halvings); found != halves_.end()) return found->second;
  // From the smallest that is there already and larger.
  const auto above = halves_.lower_bound(halvings);
  const Image& source = above == halves_.begin() ? *photo_ : *std::prev(above)->second;
  return halves_[halvings] = std::make_shared<Image>(resize(source, halved(halvings)));
}

std::shared_ptr<const Image> Pyramid::level(Size size) {
  const std::lock_guard lock(guard_);
  int below = 0; // the most halvings that leave the picture somewhat larger than asked
  for (int halvings = 0; halvings < 16; ++halvings) {
    const Size here = halved(halvings);
    if (here == size) return half(halvings);
    if (3 * here.width >= 4 * size.width && 3 * here.height >= 4 * size.height) below = halvings;
  }
  const auto found = std::find_if(others_.begin(), others_.end(), [&](const auto& image) {
    return image->width == size.width && image->height == size.height;
  });
  if (found != others_.end()) return *found;
  auto made = std::make_shared<Image>(resize(*half(below), size));
  others_.push_front(made);
  if (others_.size() > kept_sizes) others_.pop_back();
  return made;
}

} // namespace penumbra::ui
