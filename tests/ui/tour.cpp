// Walks through the dialog and writes a picture of each station: for people to look at.
//   penumbra_ui_tour [--fake] [--dark] [--german] [--size WxH] FOLDER [PHOTO]
// QT_SCALE_FACTOR=1.5 gives the same on a finer screen.

#include "tests/ui/photo.hpp"
#include "ui/application.hpp"
#include "ui/dialog.hpp"
#include "ui/help.hpp"
#include "ui/low_light/panel.hpp"
#include "ui/preview.hpp"
#include "ui/step_bar.hpp"
#include "ui/theme.hpp"

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

} // namespace

int main(int count, char** arguments) {
  QTemporaryDir home;
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QApplication application(count, arguments);
  QStringList rest = application.arguments().mid(1);
  const bool fake = rest.removeAll("--fake") > 0, dark = rest.removeAll("--dark") > 0;
  if (rest.removeAll("--german") > 0) use_translation("de");
  QSize size(1280, 860);
  if (const auto at = rest.indexOf("--size"); at >= 0 && at + 1 < rest.size()) {
    const QStringList sides = rest[at + 1].split('x');
    if (sides.size() == 2) size = {sides[0].toInt(), sides[1].toInt()};
    rest.remove(at, 2);
  }
  if (rest.isEmpty()) {
    std::fprintf(stderr,
                 "usage: penumbra_ui_tour [--fake] [--dark] [--german] [--size WxH] FOLDER [PHOTO]\n");
    return 2;
  }
  use_theme(dark ? Theme::dark : Theme::light);
  const QDir folder(rest[0]);
  QDir().mkpath(folder.path());

  test::FakeWorld world;
  DialogInput input = test::fake_input(world, test::load_photo(rest.value(1), {}));
  input.name = rest.size() > 1 ? QFileInfo(rest[1]).fileName().toStdString() : "sample";
  input.path = rest.value(1).toStdString();
  if (!fake) input.make_agent = {};
  LowLightSession session(input, {});
  Dialog dialog(session, new LowLightPanel(session, input), QString::fromStdString(input.name), "");
  dialog.resize(size);
  dialog.show();
  const auto shoot = [&](QWidget& window, const QString& name) {
    run_for(400);
    window.grab().save(folder.filePath(name + ".png"));
    std::printf("%s\n", qPrintable(folder.filePath(name + ".png")));
  };

  run_until(
      [&] { return session.state() == Session::State::ready || session.state() == Session::State::failed; });
  shoot(dialog, "1-best");
  dialog.preview().set_mode(Preview::Mode::split);
  shoot(dialog, "2-split");
  dialog.preview().set_mode(Preview::Mode::side_by_side);
  shoot(dialog, "3-side-by-side");
  dialog.preview().set_mode(Preview::Mode::single);
  dialog.preview().zoom_to(1.0);
  session.set_strength(0.8);
  shoot(dialog, "4-full-size");
  dialog.preview().fit();
  session.set_steps(12);
  run_until([&] { return session.state() != Session::State::deciding; });
  shoot(dialog, "5-twelve-steps");
  session.set_step(0);
  shoot(dialog, "6-original");

  HelpWindow help("Auto Enhance Low Light", LowLightPanel(session, input).help(), "", &dialog);
  help.show();
  for (int tab = 0; tab < 3; ++tab) {
    help.findChild<QTabWidget*>()->setCurrentIndex(tab);
    shoot(help, QStringLiteral("7-help-%1").arg(tab));
  }
  help.close();

  // A method that cannot be loaded: the window stays and says why.
  world.failure =
      "The file models/no-such-method.safetensors is missing. Run install/run again, or put the file "
      "of the release there.";
  session.set_method("no-such-method");
  run_until([&] { return session.state() != Session::State::deciding; });
  shoot(dialog, "8-failure");
  return 0;
}
