// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/application.hpp"
#include "tests/ui/fake_tuner.hpp"
#include "ui/preview/pixels.hpp"
#include "ui/tool/match_look/finish_sliders.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "ui/tool/match_look/reference_box.hpp"
#include "ui/widget/filmstrip.hpp"
#include "ui/widget/notice.hpp"
#include "ui/widget/preset_bar.hpp"
#include "ui/widget/slider_row.hpp"
#include "ui/widget/step_bar.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

namespace penumbra::ui {

using State = Session::State;
enum : int { exposure, temperature, tint, saturation, contrast };

/// The window of Match Look to Reference with a tuner that is quickly done.
class MatchLookTest : public test::UiTest {
 protected:
  void open(const host::Values& values = host::Values(host::match_look_table())) {
    session = std::make_unique<MatchLookSession>(host::match_look_tool(), input, values);
    panel = new MatchLookPanel(*session, input);
    dialog = std::make_unique<Dialog>(*session, panel, "sample", "", PresetStore(folder.filePath("p.json")));
    dialog->show();
    ASSERT_TRUE(settled());
  }
  /// Waits until nothing is under way.
  bool settled() {
    const bool quiet = wait([&] {
      return !session->reading() && session->state() != State::waiting && session->state() != State::deciding;
    });
    run_events();
    return quiet;
  }
  void open_matched(const QString& file = "/looks/a.png") {
    open();
    session->choose_file(file);
    ASSERT_TRUE(wait([&] { return !session->reading(); }));
    ASSERT_TRUE(settled());
    ASSERT_EQ(session->state(), State::ready);
  }
  void TearDown() override {
    use_translation({});
    world.hold = world.hold_read = false;
    dialog.reset();
    session.reset();
  }
  QPushButton* ok() { return find_button("OK"); }
  QPushButton* find_button(const QString& text) {
    for (auto* button : dialog->findChildren<QPushButton*>())
      if (button->text() == text) return button;
    return nullptr;
  }
  QString notice() {
    auto* shown = dialog->findChild<Notice*>();
    return shown->isVisible() ? shown->text() : QString();
  }
  SliderRow& row(int slider) { return *panel->sliders().rows()[std::size_t(slider)]; }
  static int difference(const QImage& a, const QImage& b) {
    int max = 0;
    for (int y = 0; y < a.height(); y += 7)
      for (int x = 0; x < a.width(); x += 7)
        max = std::max(max, std::abs(qGreen(a.pixel(x, y)) - qGreen(b.pixel(x, y))));
    return max;
  }
  QImage rendered(const host::Choosing& choice) {
    return to_qimage(render(host::recipe_for(host::match_look_tool(), choice).steps, *input.photo));
  }

  test::TunerWorld world;
  QTemporaryDir folder;
  DialogInput input = test::fake_match_input(world, test::sample_photo(300, 200));
  std::unique_ptr<MatchLookSession> session;
  std::unique_ptr<Dialog> dialog;
  MatchLookPanel* panel = nullptr;
};

} // namespace penumbra::ui
