// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// A part of a picture by its edges, as shares of the width and the height, so that it is the same place in
/// the picture and in its reduced copies.
struct Part {
  double left = 0, top = 0, right = 1, bottom = 1;
  bool whole() const { return left == 0 && top == 0 && right == 1 && bottom == 1; }
  bool operator==(const Part&) const = default;
};

/// Pixels as a part of a picture of `size`, and back: rounded to whole pixels, never empty. rect_of(part_of(r,
/// s), s) is r.
PENUMBRA_API Part part_of(const Rect& rect, Size size);
PENUMBRA_API Rect rect_of(const Part& part, Size size);

/// The pixels of `place`, which must lie in the picture.
PENUMBRA_API Image crop(const Image& photo, const Rect& place);
/// Writes `tile` into `photo` at (x, y), where it must fit; same channels.
PENUMBRA_API void paste(const Image& tile, Image& photo, int x, int y);

/// Any step may have the parameter "within": [left, top, right, bottom], each 0…1. It then edits that part of
/// the picture as if the part were all of it (maps, stages and their proxies see nothing else), and no bit
/// outside. All of the picture where it is absent. Throws Error where it is none.
PENUMBRA_API Part part_of(const EditStep& step);
/// The same steps within `part`; those of a whole picture have no such parameter.
PENUMBRA_API std::vector<EditStep> within(std::vector<EditStep> steps, const Part& part);
/// The part that all steps share; the whole picture where there are none or they differ.
PENUMBRA_API Part common_part(const std::vector<EditStep>& steps);

/// `stage`, prepared for `part` alone, as a stage of the whole picture.
std::unique_ptr<Stage> stage_within(std::unique_ptr<Stage> stage, const Part& part);

} // namespace penumbra
