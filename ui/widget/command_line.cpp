// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/command_line.hpp"

#include <QFileInfo>
#include <QRegularExpression>

namespace penumbra::ui {
namespace {

QString quoted(QString text) {
  static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z0-9_./+=:@%-]+\\z"));
  if (plain.match(text).hasMatch()) return text;
  return '\'' + text.replace('\'', QLatin1String("'\\''")) + '\'';
}

/// Whether the command line writes pictures with this ending.
bool writable(const QString& ending) {
  static const QStringList endings{"png", "tif", "tiff", "jpg", "jpeg", "webp", "exr", "hdr", "pfm"};
  return endings.contains(ending, Qt::CaseInsensitive);
}

} // namespace

QString shell_command(const QString& command, const QString& path, const QString& suffix,
                      const QList<QPair<QString, QString>>& options) {
  const QFileInfo file(path);
  QString in = path.isEmpty() ? QStringLiteral("PHOTO") : path;
  if (in.startsWith('-')) in.prepend(QLatin1String("./")); // or it would be an option
  const QString ending = writable(file.suffix()) ? file.suffix() : QStringLiteral("png");
  const QString out = path.isEmpty() ? QStringLiteral("RESULT.png")
                                     : file.path() + '/' + file.completeBaseName() + suffix + '.' + ending;
  QString line =
      QLatin1String("penumbra ") + command + ' ' + quoted(in) + QLatin1String(" -o ") + quoted(out);
  for (const auto& [option, value] : options)
    line += ' ' + option + (value.isNull() ? QString() : ' ' + quoted(value));
  return line;
}

} // namespace penumbra::ui
