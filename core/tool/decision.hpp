// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/tool.hpp"

namespace penumbra::host {

/// What every host does to decide and to apply, with windows and without: only the parts that are picture
/// (picture_part()) are looked at and edited, of the photo and of the reference. Bars, frames and transparent
/// borders stay as they are to the bit, and the photo in them is edited as it would be without them.

/// decide() of the tool on that part. The edits say which part it was ("within"); the episode's observation
/// and states are of the part. Throws Error; Cancelled.
Episode decide(const Tool& tool, const Input& input, const Values& decision, Deciding& deciding,
               Progress& progress);

/// apply() of the tool, with edits of the same part. Throws Error.
Episode apply(const Tool& tool, const Episode& decided, const Values& values);

} // namespace penumbra::host
