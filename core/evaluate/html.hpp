// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluate/report.hpp"
#include "core/image/image.hpp"

#include <string>
#include <vector>

namespace penumbra::evaluate {

/// A page with the pictures side by side: index.html in a folder, and small copies of the pictures beside it.
class Page {
 public:
  /// Makes the folder. Throws Error where that fails.
  explicit Page(const std::string& folder);

  /// Keeps a copy of a picture with a long side of at most 640 pixels; `label` is "input", "reference" or a
  /// method.
  void add(const PictureSet& set, const Item& item, const std::string& label, const Image& image);

  /// Writes the page: for each set its table, then a row for each picture. Throws Error.
  void write(const std::vector<SetResult>& results) const;

 private:
  std::string folder_;
};

} // namespace penumbra::evaluate
