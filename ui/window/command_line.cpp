#include "ui/window/command_line.hpp"

#include <QFileInfo>
#include <QRegularExpression>

namespace penumbra::ui {
namespace {

QString quoted(QString text) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./+=:@%-]+$"));
  if (plain.match(text).hasMatch()) return text;
  return '\'' + text.replace('\'', QLatin1String("'\\''")) + '\'';
}

} // namespace

QString shell_command(const QString& command, const QString& path, const QString& suffix,
                      const QList<QPair<QString, QString>>& options) {
  const QFileInfo file(path);
  const QString in = path.isEmpty() ? QStringLiteral("PHOTO") : path;
  const QString out = path.isEmpty() ? QStringLiteral("RESULT.png")
                                     : file.path() + '/' + file.completeBaseName() + suffix + '.' +
                                           (file.suffix().isEmpty() ? QStringLiteral("png") : file.suffix());
  QString line =
      QLatin1String("penumbra ") + command + ' ' + quoted(in) + QLatin1String(" -o ") + quoted(out);
  for (const auto& [option, value] : options)
    line += ' ' + option + (value.isNull() ? QString() : ' ' + quoted(value));
  return line;
}

} // namespace penumbra::ui
