// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QString>
#include <QStringList>
#include <nlohmann/json.hpp>

namespace penumbra::ui {

/// Named values of the tools, in one JSON file that can be copied and edited. Read anew each time, since
/// several programs may have the dialog open.
class PENUMBRA_API PresetStore {
 public:
  /// Empty: presets.json in the user's configuration folder.
  explicit PresetStore(QString file = {});

  /// Sorted; none where there is no file, or a damaged one.
  QStringList names(const QString& tool) const;
  /// Null where there is no such preset.
  nlohmann::json values(const QString& tool, const QString& name) const;
  /// Both throw Error where the file cannot be written, or is damaged; it is then as it was.
  void save(const QString& tool, const QString& name, const nlohmann::json& values);
  void remove(const QString& tool, const QString& name);

 private:
  nlohmann::json read() const; ///< an object; discarded where the file is damaged
  nlohmann::json read_to_change() const;
  void write(const nlohmann::json& all) const;

  QString file_;
};

} // namespace penumbra::ui
