// SPDX-License-Identifier: GPL-3.0-or-later
// Alone in its program: what the window does for the first time while a library is being loaded.

#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "tests/ui/low_light_session.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/widget/work_bar.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"
#include "ui/window/threads.hpp"

#include <QDir>
#include <QFile>
#include <QProgressBar>
#include <QSemaphore>
#include <QThreadPool>
#include <dlfcn.h>
#include <filesystem>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

class LoadingTest : public test::UiTest {};

TEST_F(LoadingTest, TheWindowLivesWhileALibraryIsLoaded) {
  QTemporaryDir folder;
  const QString go_on = folder.filePath("go-on");
  qputenv("PENUMBRA_GO_ON", go_on.toUtf8());
  std::atomic<bool> loaded{false}, in_time{false};
  test::FakeWorld world;
  DialogInput input = test::fake_input(world, test::sample_photo(300, 200));
  input.make_agent = [&](const std::string& method) {
    loaded = dlopen(PENUMBRA_SLOW_LIBRARY, RTLD_NOW | RTLD_LOCAL) != nullptr;
    in_time = std::filesystem::exists(go_on.toStdString());
    return std::make_unique<test::FakeAgent>(world, method);
  };
  test::LowLightSession session(input);
  Dialog dialog(session, new ParameterPanel(session, input), "sample", "");
  dialog.show();
  auto* work = dialog.findChild<WorkBar*>();
  ASSERT_NE(work, nullptr);
  ASSERT_TRUE(wait([&] { return work->shown(); })) << "progress is shown";
  int turns = 0; // of the event loop, with the progress bar moving
  ASSERT_TRUE(wait([&] { return ++turns > 100; }));
  QFile file(go_on);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.close();
  ASSERT_TRUE(wait([&] { return session.state() == Session::State::ready; }));
  EXPECT_TRUE(loaded);
  EXPECT_TRUE(in_time) << "the window stood still until the library gave up waiting for it";
}

int threads() {
  return int(QDir("/proc/self/task").entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

// A thread cannot start while a library is being loaded: glibc has one lock for both.
TEST_F(LoadingTest, PaintingStartsNoThread) {
  ensure_application();
  const int before = threads();
  QProgressBar large;
  large.setRange(0, 0);
  large.resize(1600, 400);
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(large.grab().isNull());
  EXPECT_EQ(threads(), before);
  EXPECT_LT(QThreadPool::globalInstance()->expiryTimeout(), 0) << "threads that end have to start again";
}

TEST_F(LoadingTest, StartedThreadsOfAPoolAreAllThere) {
  QThreadPool pool;
  pool.setMaxThreadCount(5);
  const int before = threads();
  start_threads(pool);
  EXPECT_EQ(threads(), before + 5);
  QSemaphore done;
  for (int i = 0; i < 50; ++i) pool.start([&] { done.release(); });
  done.acquire(50);
  EXPECT_EQ(threads(), before + 5);
}

} // namespace
