// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QImage>
#include <QString>
#include <QStringList>

namespace penumbra::ui {

/// The picture files that were the reference last, newest first, at most twelve, with a small picture of
/// each. They are kept with the settings of the window, and their pictures in the user's cache folder.
class PENUMBRA_API RecentReferences {
 public:
  static constexpr int max = 12;

  /// Those that are still there.
  QStringList files() const;
  /// Null where there is none.
  QImage thumbnail(const QString& file) const;
  void add(const QString& file, const QImage& picture);
};

} // namespace penumbra::ui
