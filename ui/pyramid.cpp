#include "ui/pyramid.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cstring>

namespace penumbra::ui {
namespace {

constexpr std::size_t kept_sizes = 4;
constexpr int strip_rows = 64; // of the reduced picture

/// Reduction by 2^halvings in strips, so that cleaning a big photo (NaN, alpha) needs no copy of all of it.
Image reduce(const Image& image, int halvings, Size size) {
  Image out(size.width, size.height, image.channels, image.encoding);
  const int factor = 1 << halvings;
  const int columns = std::min(image.width, size.width * factor);
  for (int y = 0; y < size.height; y += strip_rows) {
    const int rows = std::min(strip_rows, size.height - y);
    Image strip(columns, std::min(rows * factor, image.height - y * factor), image.channels, image.encoding);
    for (int line = 0; line < strip.height; ++line)
      std::memcpy(strip.row(line), image.row(y * factor + line),
                  sizeof(float) * std::size_t(columns) * image.channels);
    const Image small = resize(strip, {size.width, rows});
    std::memcpy(out.row(y), small.pixels.data(), sizeof(float) * small.pixels.size());
  }
  return out;
}

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
  const int from = above == halves_.begin() ? 0 : std::prev(above)->first;
  const Image& source = from ? *halves_[from] : *photo_;
  auto made = std::make_shared<Image>(reduce(source, halvings - from, halved(halvings)));
  return halves_[halvings] = std::move(made);
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
