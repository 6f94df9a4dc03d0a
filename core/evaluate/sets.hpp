// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace penumbra::evaluate {

/// One photo to run the methods on.
struct Item {
  std::string name;      ///< unique within its set
  std::string input;     ///< path
  std::string reference; ///< path of what the result should look like; empty: there is none
};

enum class Kind {
  brackets, ///< manifest.json: dark frames with their references
  pairs,    ///< input/NAME with expertC/NAME as its reference
  keep,     ///< good photos, which are their own references
  photos    ///< photos without references
};

struct PictureSet {
  std::string name; ///< the folder's
  Kind kind = Kind::photos;
  std::vector<Item> items;
};

struct SetOptions {
  bool keep = false;     ///< photos are their own references
  bool all_dark = false; ///< all dark frames of a bracket, not the primary one alone
  /// Over-exposed frames of brackets instead: the aligned one above mean luma 150 that is nearest to 190 and
  /// not the reference; scenes without one are passed over.
  bool bright = false;
  std::string list; ///< JSON file whose "pictures" name the photos of the folder to use; empty: all
  int limit = 0;    ///< at most so many; 0: all
};

/// Finds what a folder holds. Sorted by name; brackets in the manifest's order. Throws Error where there is
/// nothing to judge.
PictureSet find_pictures(const std::string& folder, const SetOptions& options);

} // namespace penumbra::evaluate
