// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "tests/ui/fake_exposure_agent.hpp"
#include "ui/preview/pixels.hpp"
#include "ui/tool/local_exposure/panel.hpp"
#include "ui/tool/local_exposure/segment_row.hpp"
#include "ui/widget/slider_row.hpp"
#include "ui/widget/undo_buttons.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"

#include <QCheckBox>
#include <QTest>
#include <QToolButton>

using namespace penumbra;
using namespace penumbra::ui;
using penumbra::test::sample_photo;

namespace {

using State = Session::State;

class LocalExposureTest : public test::UiTest {
 protected:
  void open() {
    input.photo = std::make_shared<Image>(sample_photo(420, 280));
    input.name = "sample";
    input.make_agent = [](const std::string&) { return std::make_unique<test::FakeExposureAgent>(); };
    session = std::make_unique<LocalExposureSession>(host::local_exposure_tool(), input,
                                                     host::Values(host::local_exposure_table()));
    panel = new LocalExposurePanel(*session, input);
    dialog = std::make_unique<Dialog>(*session, panel, "sample", "", PresetStore(folder.filePath("p.json")));
    dialog->show();
    ASSERT_TRUE(wait([&] { return session->state() == State::ready; }));
    run_events();
  }
  FusionPlan committed_plan() {
    return fusion_plan(host::recipe_for(session->tool(), session->choice()).steps.at(0));
  }
  void TearDown() override {
    use_translation({});
    dialog.reset();
    session.reset();
  }

  QTemporaryDir folder;
  DialogInput input;
  std::unique_ptr<LocalExposureSession> session;
  std::unique_ptr<Dialog> dialog;
  LocalExposurePanel* panel = nullptr;
};

TEST_F(LocalExposureTest, TheSliderBringsTheSegmentsInOneByOne) {
  open();
  EXPECT_EQ(session->last_step(), 3);
  EXPECT_EQ(session->step(), 3) << "all of them";
  ASSERT_EQ(panel->rows().size(), 3u);
  for (int step = 3; step >= 0; --step) {
    session->set_step(step);
    const Recipe committed = host::recipe_for(session->tool(), session->choice());
    const QImage wanted = [&] {
      PreparedRecipe recipe(committed.steps, *input.photo, session->photo_size());
      Image whole = *input.photo;
      recipe.apply(whole, 0, 0);
      return to_qimage(whole);
    }();
    const QImage now = picture_of(*session);
    int max = 0;
    for (int y = 0; y < now.height(); y += 7)
      for (int x = 0; x < now.width(); x += 7)
        max = std::max(max, std::abs(qGreen(now.pixel(x, y)) - qGreen(wanted.pixel(x, y))));
    EXPECT_LE(max, 1) << "what is shown is what is committed, step " << step;
  }
}

TEST_F(LocalExposureTest, AnEvIsChangedByItsSliderAndCommitted) {
  open();
  const QImage before = picture_of(*session);
  panel->rows()[0]->ev()->number()->setValue(-2.0);
  EXPECT_DOUBLE_EQ(session->segments()[0].ev, -2.0);
  EXPECT_LT(qGreen(picture_of(*session).pixel(40, 140)), qGreen(before.pixel(40, 140)));
  QTest::keyClick(panel->rows()[1]->ev()->slider(), Qt::Key_Right);
  EXPECT_DOUBLE_EQ(session->segments()[1].ev, -0.7);
  const FusionPlan plan = committed_plan();
  EXPECT_DOUBLE_EQ(plan.segments[0].ev, -2.0);
  EXPECT_DOUBLE_EQ(plan.segments[1].ev, -0.7);
  panel->reset();
  EXPECT_EQ(session->segments(), session->decided());
  EXPECT_EQ(panel->rows()[0]->ev()->value(), 1.5);
}

TEST_F(LocalExposureTest, SegmentsAreLeftOutAndSeenAlone) {
  open();
  panel->rows()[2]->on()->click();
  EXPECT_FALSE(session->segments()[2].on);
  EXPECT_FALSE(panel->rows()[2]->ev()->isEnabled());
  panel->rows()[1]->solo()->click();
  EXPECT_FALSE(session->segments()[0].on);
  EXPECT_TRUE(session->segments()[1].on);
  EXPECT_TRUE(panel->rows()[1]->solo()->isChecked());
  panel->rows()[0]->solo()->click();
  EXPECT_TRUE(session->segments()[0].on) << "another one alone";
  EXPECT_FALSE(panel->rows()[1]->solo()->isChecked());
  panel->rows()[0]->solo()->click();
  EXPECT_TRUE(session->segments()[1].on);
  EXPECT_FALSE(session->segments()[2].on) << "as it was before";
  EXPECT_EQ(session->soloed(), -1);
}

TEST_F(LocalExposureTest, ChangesOfTheListAreUndoneAndMadeAgain) {
  open();
  EXPECT_FALSE(session->can_undo());
  for (double ev = -1; ev >= -2; ev -= 0.25) panel->rows()[0]->ev()->number()->setValue(ev);
  panel->rows()[2]->on()->click();
  panel->rows()[1]->solo()->click();
  QTest::keyClick(dialog.get(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(session->soloed(), -1);
  EXPECT_TRUE(session->segments()[0].on);
  EXPECT_FALSE(session->segments()[2].on);
  panel->undo_buttons()->undo_button()->click();
  EXPECT_TRUE(panel->rows()[2]->on()->isChecked());
  panel->undo_buttons()->undo_button()->click();
  EXPECT_DOUBLE_EQ(panel->rows()[0]->ev()->value(), 1.5) << "a slider that is dragged is one change";
  EXPECT_FALSE(panel->undo_buttons()->undo_button()->isEnabled());
  QTest::keyClick(dialog.get(), Qt::Key_Y, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(session->segments()[0].ev, -2.0);
  QTest::keyClick(dialog.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  panel->undo_buttons()->redo_button()->click();
  EXPECT_EQ(session->soloed(), 1);
  EXPECT_FALSE(panel->undo_buttons()->redo_button()->isEnabled());
  panel->rows()[1]->solo()->click();
  EXPECT_FALSE(session->segments()[2].on) << "it is known what was on before the solo";
  panel->reset();
  session->undo();
  EXPECT_DOUBLE_EQ(session->segments()[0].ev, -2.0) << "a reset can be taken back";
}

TEST_F(LocalExposureTest, ARowShowsWhereItsSegmentIs) {
  open();
  EXPECT_TRUE(session->overlay().isNull());
  QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
  QCoreApplication::sendEvent(panel->rows()[0], &enter);
  const QImage& overlay = session->overlay();
  ASSERT_FALSE(overlay.isNull());
  const int y = overlay.height() / 2;
  EXPECT_GT(qAlpha(overlay.pixel(overlay.width() / 6, y)), 100) << "the left third";
  EXPECT_LT(qAlpha(overlay.pixel(overlay.width() * 5 / 6, y)), 20);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(panel->rows()[0], &leave);
  EXPECT_TRUE(session->overlay().isNull());
}

TEST_F(LocalExposureTest, ValuesAndCommandLine) {
  open();
  session->set("strength", 0.5);
  session->set("output", "layer-stack");
  EXPECT_EQ(panel->values()["output"], "layer-stack");
  EXPECT_EQ(panel->command_line(), "penumbra expose PHOTO -o RESULT.png --method ii --strength 0.5");
  session->set_ev(0, 1.0);
  session->set_step(2);
  EXPECT_EQ(panel->command_line(), "penumbra expose PHOTO -o RESULT.png --method ii --step 2 "
                                   "--strength 0.5 --segment 1=1");
  EXPECT_DOUBLE_EQ(committed_plan().strength, 0.5);
}

TEST_F(LocalExposureTest, GermanAndASmallScreen) {
  use_translation("de");
  open();
  EXPECT_LE(dialog->minimumSizeHint().width(), 1024);
  EXPECT_LE(dialog->minimumSizeHint().height(), 768 - 60);
  EXPECT_EQ(panel->rows()[0]->on()->text(), "Bereich 1");
}

} // namespace
