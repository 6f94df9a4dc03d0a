// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.hpp"

#include <QApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <thread>

namespace penumbra::test {

/// One QApplication without a screen for all tests of a program, with a configuration folder of its own.
class UiTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (QCoreApplication::instance()) return;
    static QTemporaryDir home;
    // A screen as small as those that the dialog must fit.
    QFile screens(home.filePath("screens.json"));
    ASSERT_TRUE(screens.open(QIODevice::WriteOnly));
    screens.write(R"({"screens": [{"name": "small", "x": 0, "y": 0, "width": 1024, "height": 768}]})");
    screens.close();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + screens.fileName().toUtf8());
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    static int count = 1;
    static char name[] = "penumbra_ui_tests";
    static char* arguments[] = {name, nullptr};
    new QApplication(count, arguments);
  }

  /// Lets events run until `done`. The deadline only ends a test that would otherwise never end.
  template <class Condition> static bool wait(Condition done) {
    const QDeadlineTimer deadline(60000);
    while (!done()) {
      if (deadline.hasExpired()) return false;
      QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
  }
  static void run_events() {
    for (int i = 0; i < 10; ++i) QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
  }
  /// The picture of the state that a session shows, from its tiles.
  static QImage picture_of(ui::Session& session) {
    const Size full = session.photo_size();
    session.show(full, QRect(0, 0, full.width, full.height), full);
    const ui::TileKey key{full.width, full.height, 0, 0};
    wait([&] { return session.fresh(key, session.step()); });
    return *session.tile(key, session.step());
  }
};

} // namespace penumbra::test
