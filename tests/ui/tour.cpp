// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the dialog and writes a picture of each station: for people to look at.
//   penumbra_ui_tour [--fake] [--dark] [--german] [--size WxH] [--match REFERENCE] FOLDER [PHOTO]
// QT_SCALE_FACTOR=1.5 gives the same on a finer screen.

#include "core/error.hpp"
#include "tests/ui/fake_tuner.hpp"
#include "tests/ui/low_light_session.hpp"
#include "tests/ui/photo.hpp"
#include "ui/preview/pixels.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/widget/preview.hpp"
#include "ui/widget/step_bar.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"
#include "ui/window/help.hpp"
#include "ui/window/theme.hpp"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTabWidget>
#include <QTemporaryDir>
#include <cstdio>
#include <functional>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

void run_for(int ms) {
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < ms) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

void run_until(const std::function<bool()>& done) {
  while (!done()) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

struct Tour {
  QDir folder;
  QSize size;
  bool fake;
  QString name, path;

  void shoot(QWidget& window, const QString& station) const {
    run_for(400);
    window.grab().save(folder.filePath(station + ".png"));
    std::printf("%s\n", qPrintable(folder.filePath(station + ".png")));
  }
};

void tour_low_light(const Tour& tour, const Image& photo) {
  test::FakeWorld world;
  DialogInput input = test::fake_input(world, photo);
  input.name = tour.name.toStdString();
  input.path = tour.path.toStdString();
  if (!tour.fake) input.make_agent = {};
  test::LowLightSession session(input);
  Dialog dialog(session, new ParameterPanel(session, input), QString::fromStdString(input.name), "");
  dialog.resize(tour.size);
  dialog.show();

  run_until(
      [&] { return session.state() == Session::State::ready || session.state() == Session::State::failed; });
  tour.shoot(dialog, "1-best");
  dialog.preview().set_mode(Preview::Mode::split);
  tour.shoot(dialog, "2-split");
  dialog.preview().set_mode(Preview::Mode::side_by_side);
  tour.shoot(dialog, "3-side-by-side");
  dialog.preview().set_mode(Preview::Mode::single);
  dialog.preview().zoom_to(1.0);
  session.set("strength", 0.8);
  tour.shoot(dialog, "4-full-size");
  dialog.preview().fit();
  session.set("steps", 12);
  run_until([&] { return session.state() != Session::State::deciding; });
  tour.shoot(dialog, "5-twelve-steps");
  session.set_step(0);
  tour.shoot(dialog, "6-original");

  HelpWindow help("Auto Enhance Low Light", ParameterPanel(session, input).help(), "", &dialog);
  help.show();
  for (int tab = 0; tab < 3; ++tab) {
    help.findChild<QTabWidget*>()->setCurrentIndex(tab);
    tour.shoot(help, QStringLiteral("7-help-%1").arg(tab));
  }
  help.close();

  // A method that cannot be loaded: the window stays and says why.
  world.failure =
      "The file models/no-such-method.safetensors is missing. Run install/run again, or put the file "
      "of the release there.";
  session.set("method", "no-such-method");
  run_until([&] { return session.state() != Session::State::deciding; });
  tour.shoot(dialog, "8-failure");
}

void tour_match(const Tour& tour, const Image& photo, const QString& reference) {
  test::TunerWorld world;
  DialogInput input = test::fake_match_input(world, photo);
  input.name = tour.name.toStdString();
  input.path = tour.path.toStdString();
  if (!tour.fake) {
    input.make_agent = {};
    input.read = [](const host::Values& values) {
      const QImage picture(QString::fromStdString(values.get<std::string>("reference")));
      if (picture.isNull())
        throw Error("The picture " + values.get<std::string>("reference") + " cannot be opened.");
      return from_qimage(picture);
    };
  }
  MatchLookSession session(host::match_look_tool(), input, host::Values(host::match_look_table()));
  auto* panel = new MatchLookPanel(session, input);
  Dialog dialog(session, panel, tour.name, "");
  dialog.resize(tour.size);
  dialog.show();
  const auto settle = [&] {
    run_until([&] {
      return !session.reading() && session.state() != Session::State::waiting &&
             session.state() != Session::State::deciding;
    });
  };
  settle();
  tour.shoot(dialog, "m1-no-reference");
  session.choose_file(reference);
  run_until([&] { return !session.reading(); });
  settle();
  tour.shoot(dialog, "m2-matched");
  session.set("polish", true);
  settle();
  session.set_slider(3, -0.35);
  session.set_slider(4, 0.3);
  tour.shoot(dialog, "m3-by-hand");
  dialog.preview().set_mode(Preview::Mode::split);
  session.set_step(2);
  tour.shoot(dialog, "m4-step-2");
  dialog.preview().set_mode(Preview::Mode::single);
  panel->export_cube(tour.folder.filePath("look.cube"));
  tour.shoot(dialog, "m5-exported");
  session.choose_file("/nowhere/gone.jpg");
  run_until([&] { return !session.reading(); });
  tour.shoot(dialog, "m6-unreadable");
  HelpWindow help(panel->title(), panel->help(), "", &dialog);
  help.show();
  tour.shoot(help, "m7-help");
}

} // namespace

int main(int count, char** arguments) {
  QTemporaryDir home;
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QApplication application(count, arguments);
  QStringList rest = application.arguments().mid(1);
  const bool fake = rest.removeAll("--fake") > 0, match = rest.contains("--match");
  QString reference;
  if (const auto at = rest.indexOf("--match"); at >= 0 && at + 1 < rest.size()) {
    reference = rest[at + 1];
    rest.remove(at, 2);
  }
  const bool dark = rest.removeAll("--dark") > 0;
  if (rest.removeAll("--german") > 0) use_translation("de");
  QSize size(1280, 860);
  if (const auto at = rest.indexOf("--size"); at >= 0 && at + 1 < rest.size()) {
    const QStringList sides = rest[at + 1].split('x');
    if (sides.size() == 2) size = {sides[0].toInt(), sides[1].toInt()};
    rest.remove(at, 2);
  }
  if (rest.isEmpty()) {
    std::fprintf(
        stderr,
        "usage: penumbra_ui_tour [--fake] [--dark] [--german] [--size WxH] [--match REFERENCE] FOLDER "
        "[PHOTO]\n");
    return 2;
  }
  use_theme(dark ? Theme::dark : Theme::light);
  const QDir folder(rest[0]);
  QDir().mkpath(folder.path());

  const Image photo = test::load_photo(rest.value(1), {});
  const QString name = rest.size() > 1 ? QFileInfo(rest[1]).fileName() : QStringLiteral("sample");
  const Tour tour{folder, size, fake, name, rest.value(1)};
  if (match)
    tour_match(tour, photo, reference);
  else
    tour_low_light(tour, photo);
  return 0;
}
