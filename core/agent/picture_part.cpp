// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/picture_part.hpp"

#include "core/image/colour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace penumbra {
namespace {

enum class Side { top, bottom, left, right };
using Colour = std::array<float, 3>;

constexpr int max_samples = 1024; ///< of a line
constexpr int min_side = 8;       ///< of a picture in which bars are looked for
constexpr double widest_bar = 0.45;
constexpr double wide_bar = 0.25; ///< wider ones must be perfectly even, or they may be a sky
constexpr float level = 1.0f / 255;
constexpr float even = 6 * level; ///< no colour of a bar scatters more
constexpr float perfectly_even = 1.5f * level;
constexpr float finest = 0.75f * level, coarsest = 8 * level; ///< what counts as another colour
constexpr float ringing = 5 * level;                          ///< JPEG's, beside an edge
constexpr int ringing_lines = 18;                             ///< two blocks
constexpr double specks = 0.02, begun = 0.1, all_along = 0.6, at_ends = 0.25; ///< shares of a line
constexpr float sudden = 2.5f * level; ///< over a few lines: more than a gradient rises

int depth_of(const Rect& area, Side side) {
  return side == Side::top || side == Side::bottom ? area.height : area.width;
}

int length_of(const Rect& area, Side side) {
  return side == Side::top || side == Side::bottom ? area.width : area.height;
}

/// The lines of an area of a photo, counted from a side.
class Lines {
 public:
  Lines(const Image& photo, const Rect& area, Side side) : photo_(photo), area_(area), side_(side) {}

  /// sRGB-encoded, in range; what cannot be seen is left out.
  std::vector<Colour> read(int number) const {
    const int length = length_of(area_, side_), count = std::min(length, max_samples);
    std::vector<Colour> out;
    out.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i) {
      const float* pixel = at(number, int(std::int64_t(i) * length / count));
      if (!photo_.has_alpha() || pixel[photo_.channels - 1] > 0) out.push_back(seen(pixel));
    }
    return out;
  }
  bool transparent(int number) const {
    for (int i = 0; i < length_of(area_, side_); ++i)
      if (at(number, i)[photo_.channels - 1] > 0) return false;
    return true;
  }

 private:
  const float* at(int number, int along) const {
    const int last_x = area_.x + area_.width - 1, last_y = area_.y + area_.height - 1;
    const int x = side_ == Side::left    ? area_.x + number
                  : side_ == Side::right ? last_x - number
                                         : area_.x + along;
    const int y = side_ == Side::top      ? area_.y + number
                  : side_ == Side::bottom ? last_y - number
                                          : area_.y + along;
    return photo_.row(y) + std::size_t(x) * photo_.channels;
  }
  Colour seen(const float* pixel) const {
    Colour out;
    for (int c = 0; c < 3; ++c) {
      const float v = pixel[photo_.colour_channels() == 3 ? c : 0];
      const float encoded = photo_.encoding == Encoding::linear ? linear_to_srgb(v) : v;
      out[std::size_t(c)] = encoded > 0 ? std::min(encoded, 1.0f) : 0.0f; // NaN, too
    }
    return out;
  }

  const Image& photo_;
  const Rect area_;
  const Side side_;
};

/// The value that `share` of them do not exceed.
float quantile(std::vector<float> values, double share) {
  const auto place = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

Colour median(const std::vector<Colour>& line) {
  Colour out;
  for (std::size_t c = 0; c < 3; ++c) {
    std::vector<float> values;
    for (const Colour& colour : line) values.push_back(colour[c]);
    out[c] = quantile(std::move(values), 0.5);
  }
  return out;
}

/// How far each pixel is from `colour`, in its worst channel.
std::vector<float> distances(const std::vector<Colour>& line, const Colour& colour) {
  std::vector<float> out;
  for (const Colour& pixel : line) {
    float worst = 0;
    for (std::size_t c = 0; c < 3; ++c) worst = std::max(worst, std::fabs(pixel[c] - colour[c]));
    out.push_back(worst);
  }
  return out;
}

double share_beyond(const std::vector<float>& values, float limit, std::size_t first, std::size_t last) {
  if (first >= last) return 0;
  const auto begin = values.begin() + std::ptrdiff_t(first), end = values.begin() + std::ptrdiff_t(last);
  return double(std::count_if(begin, end, [&](float v) { return v > limit; })) / double(last - first);
}

double share_beyond(const std::vector<float>& values, float limit) {
  return share_beyond(values, limit, 0, values.size());
}

/// What the outermost lines of a side are like, where they can be those of a bar.
struct Bar {
  Colour colour;
  float spread, tolerance;
};

std::optional<Bar> bar_of(const Lines& lines) {
  std::vector<Colour> outermost = lines.read(0);
  const std::vector<Colour> next = lines.read(1);
  outermost.insert(outermost.end(), next.begin(), next.end());
  if (outermost.empty()) return std::nullopt;
  const Colour colour = median(outermost);
  const float spread = quantile(distances(outermost, colour), 0.95);
  if (spread > even) return std::nullopt;
  return Bar{colour, spread, std::clamp(2 * spread, finest, coarsest)};
}

/// Whether all of a line is something else than the bar, to its ends.
bool is_picture(const std::vector<float>& away, float tolerance) {
  const std::size_t count = away.size(), end = count / 6;
  return share_beyond(away, tolerance) >= all_along && share_beyond(away, tolerance, 0, end) >= at_ends &&
         share_beyond(away, tolerance, count - end, count) >= at_ends;
}

/// How many lines of a side are a bar.
int bar_width(const Image& photo, const Rect& area, Side side) {
  const int depth = depth_of(area, side), length = length_of(area, side);
  if (depth < min_side || length < min_side) return 0;
  const Lines lines(photo, area, side);
  const std::optional<Bar> bar = bar_of(lines);
  if (!bar) return 0;
  const auto away = [&](int number) { return distances(lines.read(number), bar->colour); };
  const int last = int(widest_bar * depth), slack = std::max(3, depth / 200);
  int even_lines = 0;
  while (even_lines < last && share_beyond(away(even_lines), bar->tolerance) <= specks) ++even_lines;
  if (even_lines == 0 || even_lines == last) return 0;
  const auto median_of = [&](int number) {
    const std::vector<float> values = away(number);
    return values.empty() ? 0.0f : quantile(values, 0.5);
  };
  const std::vector<Colour> innermost = lines.read(even_lines - 1);
  if (innermost.empty()) return 0;
  const float drift = quantile(distances(innermost, median(lines.read(0))), 0.5);
  // Beside the edge JPEG's ringing; the edge itself may be a little askew, or its corners round.
  int width = -1;
  for (int number = even_lines; number < std::min(depth, even_lines + ringing_lines + slack); ++number) {
    const std::vector<float> here = away(number);
    if (here.empty()) return 0;
    if (width < 0 && share_beyond(here, std::max(bar->tolerance, ringing)) > begun) width = number;
    if (!is_picture(here, bar->tolerance)) continue;
    const float before = median_of(std::max(0, number - slack));
    if (before > std::max(bar->tolerance, ringing)) return 0; // no bar any more: a gradient
    if (quantile(here, 0.5) - before < std::max(sudden, 3 * drift)) continue;
    if (width < 0) width = number;
    if (even_lines < slack) return 0; // no narrower than what a gradient's first tones could be
    return width <= wide_bar * depth || bar->spread <= perfectly_even ? width : 0;
  }
  return 0;
}

int transparent_width(const Image& photo, const Rect& area, Side side) {
  const Lines lines(photo, area, side);
  int width = 0;
  while (width < depth_of(area, side) && lines.transparent(width)) ++width;
  return width;
}

void cut(Rect& area, Side side, int lines) {
  if (side == Side::top) area.y += lines;
  if (side == Side::left) area.x += lines;
  (side == Side::top || side == Side::bottom ? area.height : area.width) -= lines;
}

constexpr Side sides[] = {Side::top, Side::bottom, Side::left, Side::right};

} // namespace

Rect picture_part(const Image& photo) {
  require_pixels(photo);
  const Rect all{0, 0, photo.width, photo.height};
  Rect visible = all;
  if (photo.has_alpha())
    for (const Side side : sides) {
      cut(visible, side, transparent_width(photo, visible, side));
      if (visible.width < 1 || visible.height < 1) return all; // nothing can be seen
    }
  Rect part = visible;
  for (int round = 0; round < 3; ++round) {
    bool found = false;
    for (const Side side : sides) {
      const int width = bar_width(photo, part, side);
      cut(part, side, width);
      found |= width > 0;
    }
    if (!found) break;
  }
  return part.width >= visible.width / 4 && part.height >= visible.height / 4 ? part : visible;
}

} // namespace penumbra
