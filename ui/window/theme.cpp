// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/theme.hpp"

#include <QApplication>
#include <QPalette>
#include <QSettings>
#include <QStandardPaths>
#include <QStyle>
#include <QStyleFactory>
#include <utility>

namespace penumbra::ui {
namespace {

QPalette dark_palette() {
  constexpr std::pair<QPalette::ColorRole, QRgb> colours[] = {
      {QPalette::Window, 0x353535},
      {QPalette::WindowText, 0xe6e6e6},
      {QPalette::Base, 0x2a2a2a},
      {QPalette::AlternateBase, 0x424242},
      {QPalette::ToolTipBase, 0x484230},
      {QPalette::ToolTipText, 0xf0f0e6},
      {QPalette::Text, 0xe6e6e6},
      {QPalette::Button, 0x424242},
      {QPalette::ButtonText, 0xe6e6e6},
      {QPalette::BrightText, 0xffffff},
      {QPalette::Light, 0x5a5a5a},
      {QPalette::Midlight, 0x4b4b4b},
      {QPalette::Mid, 0x282828},
      {QPalette::Dark, 0x1e1e1e},
      {QPalette::Shadow, 0x0f0f0f},
      {QPalette::Highlight, 0x3d84d2},
      {QPalette::HighlightedText, 0xffffff},
      {QPalette::Link, 0x64aaf0},
      {QPalette::LinkVisited, 0xaa8ce6},
      {QPalette::PlaceholderText, 0x969696},
  };
  QPalette palette;
  for (const auto& [role, colour] : colours) palette.setColor(role, QColor(colour));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, QColor(0x808080));
  return palette;
}

} // namespace

bool desktop_is_dark(const QString& gtk_theme, const QString& config) {
  // GTK_THEME overrules the settings, as it does for GTK itself.
  if (!gtk_theme.isEmpty()) return gtk_theme.contains(QLatin1String("dark"), Qt::CaseInsensitive);
  const QSettings settings(config + QLatin1String("/gtk-3.0/settings.ini"), QSettings::IniFormat);
  const QString prefer =
      settings.value(QStringLiteral("Settings/gtk-application-prefer-dark-theme")).toString();
  return prefer == QLatin1String("1") || prefer.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0 ||
         settings.value(QStringLiteral("Settings/gtk-theme-name"))
             .toString()
             .contains(QLatin1String("dark"), Qt::CaseInsensitive);
}

void use_theme(Theme theme) {
  static const QPalette given = QApplication::palette();
  const bool known = given.window().color().lightness() < 128;
  const bool fusion =
      QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0;
  if (theme == Theme::system && !known && fusion &&
      desktop_is_dark(qEnvironmentVariable("GTK_THEME"),
                      QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)))
    theme = Theme::dark;
  if (theme == Theme::system) return QApplication::setPalette(given);
  // Only Fusion takes all its colours from the palette.
  if (!fusion) QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QApplication::setPalette(theme == Theme::dark ? dark_palette() : QApplication::style()->standardPalette());
}

} // namespace penumbra::ui
