#include "core/edit/edit.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>

namespace penumbra {
namespace {

constexpr int tile_side = 256;
constexpr int default_proxy_side = 256; // where no step has maps

Size proxy_size(const std::vector<EditStep>& steps, const Image& photo) {
  Size size{0, 0};
  for (const EditStep& step : steps)
    for (const Map& map : step.maps)
      if (map.width > size.width) size = {map.width, map.height};
  return size.width ? size : fit_long_side(photo.width, photo.height, default_proxy_side);
}

/// Colour, finite, sRGB-encoded, in the range that edits are defined on; what the stages see of the whole
/// picture.
Image make_proxy(const std::vector<EditStep>& steps, const Image& photo) {
  const Size size = proxy_size(steps, photo);
  Image proxy = observe(photo, std::max(size.width, size.height));
  return resize(proxy, size);
}

/// Copies the pixels of `rect` out of `from`.
Image cut(const Image& from, const Rect& rect) {
  Image out(rect.width, rect.height, from.channels, from.encoding);
  for (int y = 0; y < rect.height; ++y)
    std::memcpy(out.row(y), from.row(rect.y + y) + std::size_t(rect.x) * from.channels,
                sizeof(float) * std::size_t(rect.width) * from.channels);
  return out;
}

} // namespace

PreparedRecipe::PreparedRecipe(const std::vector<EditStep>& steps, const Image& photo, Size full)
    : full_(full) {
  if (photo.empty() || full.width < 1 || full.height < 1) throw Error("The picture has no pixels.");
  if (steps.empty()) return;
  for (const EditStep& step : steps) operation_of(step);
  Image proxy = make_proxy(steps, photo);
  const Size small{proxy.width, proxy.height};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Operation& operation = operation_of(steps[i]);
    stages_.push_back(operation.prepare(steps[i], proxy, full));
    margin_ += stages_.back()->margin();
    if (i + 1 < steps.size()) operation.prepare(steps[i], proxy, small)->apply(proxy, 0, 0, small);
  }
}

PreparedRecipe::~PreparedRecipe() = default;
PreparedRecipe::PreparedRecipe(PreparedRecipe&&) noexcept = default;
PreparedRecipe& PreparedRecipe::operator=(PreparedRecipe&&) noexcept = default;

int PreparedRecipe::margin() const {
  return margin_;
}

void PreparedRecipe::apply(Image& tile, int x, int y) const {
  if (stages_.empty()) return;
  const bool linear = tile.encoding == Encoding::linear;
  const std::size_t count = std::size_t(tile.width) * tile.height;
  if (linear) linear_to_srgb_row(tile.pixels.data(), count, tile.channels, tile.colour_channels());
  for (const auto& stage : stages_) stage->apply(tile, x, y, full_);
  if (linear) srgb_to_linear_row(tile.pixels.data(), count, tile.channels, tile.colour_channels());
}

Image render(const std::vector<EditStep>& steps, const Image& photo, Progress& progress,
             const RenderOptions& options) {
  if (steps.empty()) return photo;
  const PreparedRecipe prepared(steps, photo, {photo.width, photo.height});
  const int margin = prepared.margin();
  const int columns = (photo.width + tile_side - 1) / tile_side;
  const int rows = (photo.height + tile_side - 1) / tile_side;
  const int total = columns * rows;
  Image result(photo.width, photo.height, photo.channels, photo.encoding);

  std::atomic<int> next{0}, done{0};
  std::atomic<bool> stop{false};
  std::exception_ptr problem;
  std::mutex guard;
  const auto work = [&] {
    try {
      for (int i; !stop && (i = next++) < total; ++done) {
        const int x = i % columns * tile_side, y = i / columns * tile_side;
        const int x1 = std::min(x + tile_side, photo.width), y1 = std::min(y + tile_side, photo.height);
        const int left = std::max(0, x - margin), top = std::max(0, y - margin);
        const int right = std::min(photo.width, x1 + margin), bottom = std::min(photo.height, y1 + margin);
        Image tile = cut(photo, {left, top, right - left, bottom - top});
        prepared.apply(tile, left, top);
        for (int line = y; line < y1; ++line)
          std::memcpy(result.row(line) + std::size_t(x) * photo.channels,
                      tile.row(line - top) + std::size_t(x - left) * photo.channels,
                      sizeof(float) * std::size_t(x1 - x) * photo.channels);
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      if (!problem) problem = std::current_exception();
      stop = true;
    }
  };

  const int cores = std::max(1u, std::thread::hardware_concurrency());
  const int wanted = std::clamp(options.threads > 0 ? options.threads : cores, 1, total);
  std::vector<std::thread> threads;
  for (int i = 0; i < wanted; ++i) threads.emplace_back(work);
  // Progress is called from this thread alone, while the others work.
  bool cancelled = false;
  while (done < total && !stop) {
    std::this_thread::sleep_for(std::chrono::milliseconds(total > 16 ? 5 : 1));
    progress.report(double(done) / total, "Rendering");
    if (progress.cancelled()) cancelled = stop = true;
  }
  for (std::thread& thread : threads) thread.join();
  if (problem) std::rethrow_exception(problem);
  if (cancelled) throw Cancelled();
  progress.report(1.0, "Rendering");
  return result;
}

Image render(const std::vector<EditStep>& steps, const Image& photo) {
  Progress silent;
  return render(steps, photo, silent);
}

} // namespace penumbra
