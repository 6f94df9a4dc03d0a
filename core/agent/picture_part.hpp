// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// The part of a photo that is picture: without transparent borders and without bars and frames (letterbox,
/// mat, slide mount). A bar is a run of lines along a side that are of one colour but for JPEG's noise, and
/// that end at a straight edge, where the picture begins over the whole length of the side at once. So an
/// evenly dark or white part of a photo (a night sky, a backdrop) is picture; what is wider than a quarter of the
/// photo must be even to the level of the file, as a hazy sky above the sea is not. Each side is looked at by
/// itself, and again once the others are known, so that a frame within a frame is found. All of the photo
/// where less than a quarter of its width or height would be left. Looks at no more lines than there are in
/// bars, and a few.
PENUMBRA_API Rect picture_part(const Image& photo);

} // namespace penumbra
