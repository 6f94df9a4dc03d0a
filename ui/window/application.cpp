// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/application.hpp"

#include "core/error.hpp"
#include "ui/window/display.hpp"
#include "ui/window/threads.hpp"

#include <QApplication>
#include <QFile>
#include <QThreadPool>
#include <QTranslator>

namespace penumbra::ui {
namespace {

QString file_of(const QString& language) {
  return QStringLiteral(":/penumbra/penumbra_%1.qm").arg(language);
}

} // namespace

QString translation_for(const QLocale& locale) {
  // In order, so that a user whose second language is German does not get German before English.
  for (const QString& name : locale.uiLanguages()) {
    const QString language = name.section('-', 0, 0).section('_', 0, 0);
    if (language == QLatin1String("en") || language == QLatin1String("C")) return {};
    if (QFile::exists(file_of(language))) return language;
  }
  return {};
}

void use_translation(const QString& language) {
  static QTranslator* current = nullptr;
  if (current) QCoreApplication::removeTranslator(current);
  delete current;
  current = nullptr;
  if (language.isEmpty()) return;
  current = new QTranslator;
  if (current->load(file_of(language))) QCoreApplication::installTranslator(current);
}

void ensure_application() {
  if (!QCoreApplication::instance()) {
    require_display();
    static int count = 1;
    static char name[] = "penumbra";
    static char* arguments[] = {name, nullptr};
    new QApplication(count, arguments); // lives as long as the process: Qt does not like to be ended twice
    QApplication::setApplicationDisplayName(QStringLiteral("Penumbra"));
    use_translation(translation_for(QLocale::system()));
  }
  if (!qobject_cast<QApplication*>(QCoreApplication::instance()))
    throw Error("This program has no windows of its own, so no dialog can be shown.");
  start_threads(*QThreadPool::globalInstance()); // large areas are painted by them
}

} // namespace penumbra::ui
