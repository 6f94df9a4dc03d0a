// SPDX-License-Identifier: GPL-3.0-or-later
// In a program of its own: no QApplication may be there.

#include "core/error.hpp"
#include "core/tool/low_light.hpp"
#include "tests/ui/fake_agent.hpp"

#include <QtGlobal>
#include <gtest/gtest.h>

using namespace penumbra;

TEST(NoDisplay, IsSaidInsteadOfEndingTheProcess) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) qunsetenv(name);
  test::FakeWorld world;
  const ui::DialogInput input = test::fake_input(world, test::sample_photo(20, 20));
  const host::Tool& tool = host::low_light_tool();
  host::Choosing choice{host::Values(tool.table), {}};
  try {
    ui::run_dialog(tool, input, choice);
    FAIL() << "a window without a display";
  } catch (const Error& problem) {
    EXPECT_NE(std::string(problem.what()).find("display"), std::string::npos);
  }
}
