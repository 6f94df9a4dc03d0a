#include "ui/theme.hpp"

#include <QApplication>
#include <QPalette>
#include <QSettings>
#include <QStandardPaths>
#include <QStyle>
#include <QStyleFactory>

namespace penumbra::ui {
namespace {

QPalette dark_palette() {
  QPalette palette;
  palette.setColor(QPalette::Window, QColor(53, 53, 53));
  palette.setColor(QPalette::WindowText, QColor(230, 230, 230));
  palette.setColor(QPalette::Base, QColor(42, 42, 42));
  palette.setColor(QPalette::AlternateBase, QColor(66, 66, 66));
  palette.setColor(QPalette::ToolTipBase, QColor(72, 66, 48));
  palette.setColor(QPalette::ToolTipText, QColor(240, 240, 230));
  palette.setColor(QPalette::Text, QColor(230, 230, 230));
  palette.setColor(QPalette::Button, QColor(66, 66, 66));
  palette.setColor(QPalette::ButtonText, QColor(230, 230, 230));
  palette.setColor(QPalette::BrightText, Qt::white);
  palette.setColor(QPalette::Light, QColor(90, 90, 90));
  palette.setColor(QPalette::Midlight, QColor(75, 75, 75));
  palette.setColor(QPalette::Mid, QColor(40, 40, 40));
  palette.setColor(QPalette::Dark, QColor(30, 30, 30));
  palette.setColor(QPalette::Shadow, QColor(15, 15, 15));
  palette.setColor(QPalette::Highlight, QColor(61, 132, 210));
  palette.setColor(QPalette::HighlightedText, Qt::white);
  palette.setColor(QPalette::Link, QColor(100, 170, 240));
  palette.setColor(QPalette::LinkVisited, QColor(170, 140, 230));
  palette.setColor(QPalette::PlaceholderText, QColor(150, 150, 150));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, QColor(128, 128, 128));
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
