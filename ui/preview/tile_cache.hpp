// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/preview/renderer.hpp"

#include <QImage>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace penumbra::ui {

/// Rendered tiles, each state with the generation of the plan that it came from. An older picture never
/// replaces a newer one; the least recently shown tiles go first when the memory is used up.
class PENUMBRA_API TileCache {
 public:
  explicit TileCache(std::int64_t limit_bytes) : limit_(limit_bytes) {}

  /// Returns whether any picture changed.
  bool put(const TileResult& result);
  /// The newest picture of a state, null where there is none yet.
  const QImage* find(const TileKey& key, int step);
  /// Whether the state is there and came from `generation` (state 0, the photo, never ages).
  bool fresh(const TileKey& key, int step, int generation) const;
  /// Forgets tiles, except `needed`, until the limit is kept.
  void trim(const std::set<TileKey>& needed);
  std::int64_t bytes() const { return bytes_; }

 private:
  struct State {
    QImage image;
    int generation = -1;
  };
  struct Tile {
    std::vector<State> states;
    std::uint64_t used = 0;
  };
  std::map<TileKey, Tile> tiles_;
  std::int64_t bytes_ = 0;
  const std::int64_t limit_;
  std::uint64_t clock_ = 0;
};

} // namespace penumbra::ui
