// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "tests/ui/fake_exposure_agent.hpp"
#include "tests/ui/fake_tuner.hpp"
#include "tests/ui/low_light_session.hpp"
#include "ui/tool/local_exposure/panel.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/window/dialog.hpp"

#include <functional>

namespace penumbra::test {

using namespace penumbra::ui;

/// Tests of what holds for the windows of all tools.
class EveryTool : public UiTest {
 protected:
  /// Shows each of the three tools and has `act` work on its window.
  void in_every_tool(const std::function<void(Dialog&)>& act) {
    {
      const DialogInput input = test::fake_input(agents, test::sample_photo(200, 150));
      LowLightSession session(input);
      show(session, new ParameterPanel(session, input), act);
    }
    {
      DialogInput input = test::fake_input(agents, test::sample_photo(200, 150));
      input.make_agent = [](const std::string&) { return std::make_unique<test::FakeExposureAgent>(); };
      LocalExposureSession session(host::local_exposure_tool(), input,
                                   host::Values(host::local_exposure_table()));
      show(session, new LocalExposurePanel(session, input), act);
    }
    {
      const DialogInput input = test::fake_match_input(tuners, test::sample_photo(200, 150));
      host::Values values(host::match_look_table());
      values.set("reference", "/looks/a.png");
      MatchLookSession session(host::match_look_tool(), input, values);
      show(session, new MatchLookPanel(session, input), act, [&] { return session.last_step() == 10; });
    }
  }
  bool settle(Session& session) {
    const bool quiet = wait([&] { return session.state() == Session::State::ready; });
    run_events();
    return quiet;
  }

  test::FakeWorld agents;
  test::TunerWorld tuners;

 private:
  void show(
      Session& session, ToolPanel* panel, const std::function<void(Dialog&)>& act,
      const std::function<bool()>& also = [] { return true; }) {
    QTemporaryDir folder;
    Dialog dialog(session, panel, "sample", "", PresetStore(folder.filePath("p.json")));
    dialog.show();
    dialog.activateWindow();
    ASSERT_TRUE(wait([&] { return dialog.isActiveWindow(); }));
    ASSERT_TRUE(wait([&] { return session.state() == Session::State::ready && also(); }));
    run_events();
    act(dialog);
  }
};

} // namespace penumbra::test
