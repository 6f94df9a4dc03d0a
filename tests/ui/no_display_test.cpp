// In a program of its own: no QApplication may be there.

#include "core/error.hpp"
#include "tests/ui/fake_agent.hpp"

#include <QtGlobal>
#include <gtest/gtest.h>

using namespace penumbra;

TEST(NoDisplay, IsSaidInsteadOfEndingTheProcess) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) qunsetenv(name);
  test::FakeWorld world;
  const ui::DialogInput input = test::fake_input(world, test::sample_photo(20, 20));
  host::LowLightValues values;
  ui::DialogResult result;
  try {
    ui::run_low_light_dialog(input, values, result);
    FAIL() << "a window without a display";
  } catch (const Error& problem) {
    EXPECT_NE(std::string(problem.what()).find("display"), std::string::npos);
  }
}
