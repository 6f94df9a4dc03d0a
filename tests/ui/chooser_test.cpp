// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way from a host through the dialog and back, with the window driven by its own events.

#include "core/error.hpp"
#include "core/tool/dialog.hpp"
#include "core/tool/low_light.hpp"
#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "tests/ui/fake_tuner.hpp"
#include "ui/tool/match_look/session.hpp"
#include "ui/window/dialog.hpp"

#include <QTimer>

using namespace penumbra;
using namespace penumbra::ui;
using penumbra::test::fake_input;
using penumbra::test::FakeWorld;
using penumbra::test::sample_photo;

namespace {

class EditorHost : public host::Host {
 public:
  explicit EditorHost(Image photo) : photo_(std::move(photo)) {}
  host::RunMode run_mode() const override { return host::RunMode::interactive; }
  Image read() override { return photo_; }
  std::string name() const override { return "layer"; }
  void commit(Image result, const Recipe& recipe, host::Output, const std::string& title) override {
    result_ = result, recipe_ = recipe, title_ = title;
    ++commits_;
  }
  Progress& progress() override { return progress_; }
  void message(const std::string&) override {}

  Image photo_, result_;
  Recipe recipe_;
  std::string title_;
  int commits_ = 0;
  Progress progress_;
};

class ChooserTest : public test::UiTest {
 protected:
  /// Calls `act` with the dialog once its session is ready, until it says that it is done.
  template <class Tool = ToolSession>
  void when_ready(std::type_identity_t<std::function<bool(Dialog&, Tool&)>> act) {
    driver_.setInterval(5);
    QObject::connect(&driver_, &QTimer::timeout, [this, act = std::move(act)] {
      for (QWidget* window : QApplication::topLevelWidgets())
        if (auto* dialog = qobject_cast<Dialog*>(window); dialog && dialog->isVisible())
          if (dialog->session().state() == Session::State::ready &&
              act(*dialog, dynamic_cast<Tool&>(dialog->session())))
            driver_.stop();
    });
    driver_.start();
  }
  DialogInput details() {
    DialogInput input = fake_input(world, sample_photo(8, 8));
    input.values_given = true;
    return input;
  }
  QTimer driver_;
  FakeWorld world;
};

TEST_F(ChooserTest, OkCommitsWhatWasShown) {
  EditorHost host(sample_photo(300, 200));
  when_ready([](Dialog& dialog, ToolSession& session) {
    session.set("strength", 0.5);
    session.set_step(3);
    dialog.accept();
    return true;
  });
  host::Values values(host::low_light_table());
  EXPECT_EQ(host::run(host, host::low_light_tool(), values,
                      {.choose = host::by_dialog(host::low_light_tool(), details())}),
            host::Outcome::committed);
  EXPECT_EQ(host.commits_, 1);
  EXPECT_EQ(values.get<int>("step"), 3);
  EXPECT_DOUBLE_EQ(values.get<double>("strength"), 0.5);
  ASSERT_EQ(host.recipe_.steps.size(), 3u);
  EXPECT_EQ(host.recipe_.steps[0].parameters["strength"], 0.5);
  EXPECT_EQ(host.result_.pixels, render(host.recipe_.steps, host.photo_).pixels);
  EXPECT_NE(host.title_.find("step 3 of 6"), std::string::npos) << host.title_;
}

TEST_F(ChooserTest, TheAgentsChoiceStaysAutomatic) {
  EditorHost host(sample_photo(300, 200));
  when_ready([](Dialog& dialog, ToolSession&) {
    dialog.accept();
    return true;
  });
  host::Values values(host::low_light_table());
  EXPECT_EQ(host::run(host, host::low_light_tool(), values,
                      {.choose = host::by_dialog(host::low_light_tool(), details())}),
            host::Outcome::committed);
  EXPECT_EQ(values.get<int>("step"), -1);
  EXPECT_EQ(host.recipe_.steps.size(), 4u) << "the best step of the stand-in agent";
}

TEST_F(ChooserTest, MatchLookCommitsTheSlidersThatWereShown) {
  EditorHost host(sample_photo(300, 200));
  test::TunerWorld tuners;
  DialogInput input = test::fake_match_input(tuners, sample_photo(8, 8));
  input.values_given = true;
  when_ready<MatchLookSession>([](Dialog& dialog, MatchLookSession& session) {
    if (session.last_step() < 10) return false;
    session.set_step(4);
    session.set_slider(2, 0.125);
    dialog.accept();
    return true;
  });
  host::Values values(host::match_look_table());
  values.set("reference", "/looks/a.png");
  const host::Tool& tool = host::match_look_tool();
  EXPECT_EQ(host::run(host, tool, values, {.choose = host::by_dialog(tool, input), .reference = input.read}),
            host::Outcome::committed);
  const FinishValues wanted{0.4, 0, 0.125, 0, 0.08};
  EXPECT_EQ(finish_values(host.recipe_.steps.at(0)), wanted);
  EXPECT_EQ(host.result_.pixels, render(host.recipe_.steps, host.photo_).pixels);
  EXPECT_EQ(host::by_hand(values), wanted) << "for Repeat";
  EXPECT_EQ(values.get<std::string>("reference"), "/looks/a.png");
  EXPECT_EQ(host.title_, "Match Look to Reference (by hand)");
}

TEST_F(ChooserTest, CancelChangesNothing) {
  EditorHost host(sample_photo(300, 200));
  when_ready([](Dialog& dialog, ToolSession& session) {
    session.set("strength", 0.5);
    dialog.reject();
    return true;
  });
  host::Values values(host::low_light_table());
  EXPECT_EQ(host::run(host, host::low_light_tool(), values,
                      {.choose = host::by_dialog(host::low_light_tool(), details())}),
            host::Outcome::cancelled);
  EXPECT_EQ(values, host::Values(host::low_light_table()));
  EXPECT_EQ(host.commits_, 0);
}

TEST_F(ChooserTest, AnInterruptionClosesTheWindow) {
  world.hold = true;
  EditorHost host(sample_photo(300, 200));
  DialogInput input = details();
  input.interrupted = [&] { return world.runs > 0; };
  host::Values values(host::low_light_table());
  EXPECT_EQ(host::run(host, host::low_light_tool(), values,
                      {.choose = host::by_dialog(host::low_light_tool(), input)}),
            host::Outcome::cancelled);
  EXPECT_EQ(world.cancelled, 1) << "the agent was stopped too";
}

TEST_F(ChooserTest, APhotoWithoutPixelsIsRefused) {
  host::Choosing choice{host::Values(host::low_light_table()), {}};
  DialogInput input = details();
  input.photo = std::make_shared<Image>();
  EXPECT_THROW(run_dialog(host::low_light_tool(), input, choice), Error);
}

} // namespace
