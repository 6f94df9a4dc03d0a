// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/tile_cache.hpp"

namespace penumbra::ui {

bool TileCache::put(const TileResult& result) {
  if (result.images.empty()) return false;
  Tile& tile = tiles_[result.job.key];
  tile.used = ++clock_;
  if (int(tile.states.size()) <= result.job.last) tile.states.resize(std::size_t(result.job.last) + 1);
  bool changed = false;
  for (std::size_t i = 0; i < result.images.size(); ++i) {
    State& state = tile.states[std::size_t(result.job.first) + i];
    if (state.generation >= result.generation) continue;
    bytes_ += result.images[i].sizeInBytes() - state.image.sizeInBytes();
    state = {result.images[i], result.generation};
    changed = true;
  }
  return changed;
}

const QImage* TileCache::find(const TileKey& key, int step) {
  const auto found = tiles_.find(key);
  if (found == tiles_.end()) return nullptr;
  found->second.used = ++clock_;
  if (step >= int(found->second.states.size())) return nullptr;
  const QImage& image = found->second.states[std::size_t(step)].image;
  return image.isNull() ? nullptr : &image;
}

bool TileCache::fresh(const TileKey& key, int step, int generation) const {
  const auto found = tiles_.find(key);
  if (found == tiles_.end() || step >= int(found->second.states.size())) return false;
  const State& state = found->second.states[std::size_t(step)];
  return step == 0 ? !state.image.isNull() : state.generation >= generation;
}

void TileCache::trim(const std::set<TileKey>& needed) {
  while (bytes_ > limit_) {
    auto oldest = tiles_.end();
    for (auto it = tiles_.begin(); it != tiles_.end(); ++it)
      if (!needed.contains(it->first) && (oldest == tiles_.end() || it->second.used < oldest->second.used))
        oldest = it;
    if (oldest == tiles_.end()) return;
    for (const State& state : oldest->second.states) bytes_ -= state.image.sizeInBytes();
    tiles_.erase(oldest);
  }
}

} // namespace penumbra::ui
