// SPDX-License-Identifier: GPL-3.0-or-later
// How quickly the dialog answers, on a photo of 24 megapixels. Prints a table; needs a display or
// QT_QPA_PLATFORM=offscreen.
//   penumbra_ui_bench [--fake] [PHOTO]      --fake: no LibTorch, a stand-in for the agent

#include "tests/ui/fake_tuner.hpp"
#include "tests/ui/low_light_session.hpp"
#include "tests/ui/photo.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/widget/preview.hpp"
#include "ui/widget/step_bar.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

double processor_ms() { // of this thread
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// Notes how long the event loop is kept from the next event, and how much of that time it worked: the rest
/// the thread waited, for the processor where others use it, or for the disk.
class Clocked : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override {
    if (depth_++ > 0) {
      const bool nested = QApplication::notify(receiver, event);
      --depth_;
      return nested;
    }
    QElapsedTimer timer;
    timer.start();
    const double worked_before = processor_ms();
    const std::string what =
        std::string(receiver->metaObject()->className()) + " " + std::to_string(event->type());
    const bool done = QApplication::notify(receiver, event);
    --depth_;
    const double ms = double(timer.nsecsElapsed()) / 1e6;
    if (ms > longest) longest = ms, longest_worked = processor_ms() - worked_before, longest_what = what;
    return done;
  }
  double longest = 0, longest_worked = 0; ///< ms
  std::string longest_what;

 private:
  int depth_ = 0;
};

class PaintWatch : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint) ++paints;
    return false;
  }
  int paints = 0;
};

void run_until(const std::function<bool()>& done) {
  while (!done()) QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
}

void print_times(const char* what, std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double part) {
    return ms[std::min(ms.size() - 1, std::size_t(part * double(ms.size())))];
  };
  std::printf("%-44s median %6.1f ms   p99 %6.1f ms   (%zu)\n", what, at(0.5), at(0.99), ms.size());
}

/// From a change of the values to the whole photo on the screen, `times` times.
std::vector<double> change_to_picture(Session& session, int times, const std::function<void(int)>& change) {
  std::vector<double> ms;
  for (int i = 0; i < times; ++i) {
    QElapsedTimer one;
    one.start();
    int seen = 0;
    const auto counted = QObject::connect(&session, &Session::tile_changed, [&](const TileKey& key) {
      if (key.level() == session.overview()) ++seen;
    });
    change(i);
    const Size level = session.overview();
    const int tiles = int(tiles_of(level, QRect(0, 0, level.width, level.height)).size());
    run_until([&] { return seen >= tiles; });
    QObject::disconnect(counted);
    ms.push_back(double(one.nsecsElapsed()) / 1e6);
  }
  return ms;
}

/// Match Look to Reference on the same photo: its tuner is a stand-in, its rendering is not.
void match_look(const std::shared_ptr<const Image>& photo) {
  test::TunerWorld world;
  DialogInput input = test::fake_match_input(world, Image(1, 1, 3));
  input.photo = photo;
  MatchLookSession session(host::match_look_tool(), input, host::Values(host::match_look_table()));
  Dialog dialog(session, new MatchLookPanel(session, input), "bench", "");
  dialog.resize(1280, 860);
  dialog.show();
  run_until([&] { return session.state() == Session::State::ready; });
  session.choose_file("/looks/a.png");
  const auto all_there = [&] {
    const Size level = session.overview();
    for (const TileKey& key : tiles_of(level, QRect(0, 0, level.width, level.height)))
      for (int step = 0; step <= session.last_step(); ++step)
        if (!session.fresh(key, step)) return false;
    return session.last_step() > 0;
  };
  run_until(all_there);
  const auto drag = [&](const char* what, int slider) {
    print_times(what,
                change_to_picture(session, 60, [&](int i) { session.set_slider(slider, 0.01 * (i + 1)); }));
  };
  drag("match: slider to picture, contrast", 4);
  drag("match: slider to picture, temperature", 1);
  drag("match: slider to picture, sharpness", 8);
}

double peak_megabytes() {
  QFile status("/proc/self/status");
  if (!status.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : status.readAll().split('\n'))
    if (line.startsWith("VmHWM:")) return line.mid(6).replace("kB", "").trimmed().toDouble() / 1024;
  return 0;
}

} // namespace

int main(int count, char** arguments) {
  QTemporaryDir home; // nothing of the user's is read or written
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  Clocked application(count, arguments);
  ensure_application();
  QStringList rest = application.arguments().mid(1);
  const bool fake = rest.removeAll("--fake") > 0;
  const QSize size(6000, 4000);
  Image photo = test::load_photo(rest.value(0), size);
  std::printf("photo %d x %d, agent %s, %u cores, screen %s\n", photo.width, photo.height,
              fake ? "fake" : "ALL-E", std::thread::hardware_concurrency(),
              qPrintable(application.platformName()));

  test::FakeWorld world;
  DialogInput input = test::fake_input(world, std::move(photo));
  if (!fake) input.make_agent = {};

  QElapsedTimer timer;
  timer.start();
  test::LowLightSession session(input);
  Dialog dialog(session, new ParameterPanel(session, input), "bench", "");
  dialog.resize(1280, 860);
  PaintWatch watch;
  dialog.preview().installEventFilter(&watch);
  dialog.show();
  run_until([&] { return watch.paints > 0; });
  std::printf("%-44s %6.0f ms\n", "window", double(timer.nsecsElapsed()) / 1e6);
  const auto overview_has = [&](int step) {
    const Size level = session.overview();
    const auto keys = tiles_of(level, QRect(0, 0, level.width, level.height));
    return !keys.empty() &&
           std::all_of(keys.begin(), keys.end(), [&](auto& key) { return session.tile(key, step); });
  };
  run_until([&] { return overview_has(0); });
  std::printf("%-44s %6.0f ms\n", "original on the screen", double(timer.nsecsElapsed()) / 1e6);
  run_until(
      [&] { return session.state() == Session::State::ready || session.state() == Session::State::failed; });
  if (session.state() == Session::State::failed) {
    std::fprintf(stderr, "%s\n", qPrintable(session.error()));
    return 1;
  }
  std::printf("%-44s %6.0f ms\n", "decided", double(timer.nsecsElapsed()) / 1e6);
  run_until([&] { return overview_has(session.step()); });
  std::printf("%-44s %6.0f ms\n", "best step on the screen", double(timer.nsecsElapsed()) / 1e6);
  run_until([&] {
    for (int step = 0; step <= session.last_step(); ++step)
      if (!overview_has(step)) return false;
    return true;
  });
  std::printf("%-44s %6.0f ms\n", "all steps ready", double(timer.nsecsElapsed()) / 1e6);

  const auto scrub = [&](const char* what) {
    std::vector<double> ms;
    for (int i = 0; i < 400; ++i) {
      const int paints = watch.paints;
      QElapsedTimer one;
      one.start();
      dialog.step_bar().slider().setValue((session.step() + 1 + i % 3) % (session.last_step() + 1));
      while (watch.paints == paints) QCoreApplication::processEvents();
      ms.push_back(double(one.nsecsElapsed()) / 1e6);
    }
    print_times(what, ms);
  };
  scrub("slider to picture, whole photo");

  dialog.preview().zoom_to(1.0);
  QElapsedTimer zoomed;
  zoomed.start();
  const auto sharp = [&](int step) {
    const Viewport& viewport = dialog.preview().viewport();
    const auto keys = tiles_of(viewport.level(), viewport.visible());
    return std::all_of(keys.begin(), keys.end(), [&](auto& key) { return session.tile(key, step); });
  };
  run_until([&] { return sharp(session.step()); });
  std::printf("%-44s %6.0f ms\n", "100 % view sharp", double(zoomed.nsecsElapsed()) / 1e6);
  run_until([&] {
    for (int step = 0; step <= session.last_step(); ++step)
      if (!sharp(step)) return false;
    return true;
  });
  scrub("slider to picture, 100 %");

  dialog.preview().fit();
  print_times("strength to picture, whole photo",
              change_to_picture(session, 60, [&](int i) { session.set("strength", 0.5 + 0.01 * i); }));
  dialog.close();
  match_look(input.photo);

  std::printf("%-44s %6.1f ms   (%s; %.1f ms of it at work)\n", "longest block of the event loop",
              application.longest, application.longest_what.c_str(), application.longest_worked);
  std::printf("%-44s %6.0f MB\n", "peak memory", peak_megabytes());
  return 0;
}
