// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/presets.hpp"

#include "core/error.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace penumbra::ui {

using nlohmann::json;

PresetStore::PresetStore(QString file) : file_(std::move(file)) {
  if (file_.isEmpty())
    file_ = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
            QLatin1String("/penumbra/presets.json");
}

json PresetStore::read() const {
  QFile file(file_);
  if (!file.open(QIODevice::ReadOnly)) return json::object();
  const json all = json::parse(file.readAll().toStdString(), nullptr, false);
  return all.is_object() ? all : json(json::value_t::discarded);
}

json PresetStore::read_to_change() const {
  json all = read();
  if (all.is_discarded())
    throw Error(QCoreApplication::translate("penumbra::ui::PresetStore",
                                            "The presets in %1 are damaged. Mend that file, or move it away.")
                    .arg(file_)
                    .toStdString());
  return all;
}

void PresetStore::write(const json& all) const {
  QDir().mkpath(QFileInfo(file_).path());
  QSaveFile file(file_);
  const std::string text = all.dump(2) + '\n';
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) < 0 || !file.commit())
    throw Error(
        QCoreApplication::translate("penumbra::ui::PresetStore", "The presets cannot be written to %1: %2.")
            .arg(file_, file.errorString())
            .toStdString());
}

QStringList PresetStore::names(const QString& tool) const {
  QStringList out;
  const json all = read();
  if (const auto found = all.find(tool.toStdString()); found != all.end() && found->is_object())
    for (const auto& item : found->items()) out << QString::fromStdString(item.key());
  out.sort(Qt::CaseInsensitive);
  return out;
}

json PresetStore::values(const QString& tool, const QString& name) const {
  const json all = read();
  const auto group = all.find(tool.toStdString());
  if (group == all.end() || !group->is_object()) return nullptr;
  const auto found = group->find(name.toStdString());
  return found == group->end() ? json(nullptr) : *found;
}

void PresetStore::save(const QString& tool, const QString& name, const json& values) {
  json all = read_to_change();
  json& group = all[tool.toStdString()];
  if (!group.is_object()) group = json::object();
  group[name.toStdString()] = values;
  write(all);
}

void PresetStore::remove(const QString& tool, const QString& name) {
  json all = read_to_change();
  const auto group = all.find(tool.toStdString());
  if (group == all.end() || !group->is_object()) return;
  group->erase(name.toStdString());
  write(all);
}

} // namespace penumbra::ui
