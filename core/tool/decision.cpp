// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/decision.hpp"

#include "core/agent/picture_part.hpp"
#include "core/edit/engine/within.hpp"

#include <optional>

namespace penumbra::host {
namespace {

constexpr int observed_side = 256;

/// A picture without what is not picture; nothing is copied where all of it is.
class Inner {
 public:
  explicit Inner(const Image& whole) : whole_(whole), place_(picture_part(whole)) {
    if (!(part().whole())) copy_ = crop(whole, place_);
  }
  const Image& picture() const { return copy_.empty() ? whole_ : copy_; }
  Part part() const { return part_of(place_, {whole_.width, whole_.height}); }

 private:
  const Image& whole_;
  Rect place_;
  Image copy_;
};

} // namespace

Episode decide(const Tool& tool, const Input& input, const Values& decision, Deciding& deciding,
               Progress& progress) {
  const Inner photo(input.photo);
  std::optional<Inner> reference;
  if (input.reference) reference.emplace(*input.reference);
  Episode decided = tool.decide({photo.picture(), reference ? &reference->picture() : nullptr}, decision,
                                deciding, progress);
  decided.part = photo.part();
  decided.edits = within(std::move(decided.edits), decided.part);
  if (decided.observation.empty()) // nobody was asked
    decided.observation = observe(photo.picture(), observed_side);
  return decided;
}

Episode apply(const Tool& tool, const Episode& decided, const Values& values) {
  Episode applied = tool.apply(decided, values);
  applied.part = decided.part;
  applied.edits = within(std::move(applied.edits), applied.part);
  return applied;
}

} // namespace penumbra::host
