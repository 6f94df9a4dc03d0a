// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/match_look/recent.hpp"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace penumbra::ui {
namespace {

constexpr int thumbnail_side = 96;
const QString key = QStringLiteral("match-look/recent");

QSettings memory() {
  return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("penumbra"),
                   QStringLiteral("dialog"));
}

QString thumbnail_file(const QString& file) {
  const QByteArray name = QCryptographicHash::hash(file.toUtf8(), QCryptographicHash::Sha1).toHex();
  return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
         QLatin1String("/penumbra/references/") + QString::fromLatin1(name) + QLatin1String(".png");
}

} // namespace

QStringList RecentReferences::files() const {
  QStringList there;
  for (const QString& file : memory().value(key).toStringList())
    if (QFileInfo::exists(file)) there << file;
  return there;
}

QImage RecentReferences::thumbnail(const QString& file) const {
  return QImage(thumbnail_file(file));
}

void RecentReferences::add(const QString& file, const QImage& picture) {
  QStringList all = memory().value(key).toStringList();
  all.removeAll(file);
  all.prepend(file);
  while (all.size() > max) QFile::remove(thumbnail_file(all.takeLast()));
  memory().setValue(key, all);
  const QString to = thumbnail_file(file);
  QDir().mkpath(QFileInfo(to).path());
  // Where the cache cannot be written there is no picture in the menu, and nothing else is lost.
  picture.scaled(thumbnail_side, thumbnail_side, Qt::KeepAspectRatio, Qt::SmoothTransformation).save(to);
}

} // namespace penumbra::ui
