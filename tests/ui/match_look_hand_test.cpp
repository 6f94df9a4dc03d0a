// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/match_look_fixture.hpp"
#include "ui/widget/undo_buttons.hpp"

namespace penumbra::ui {
namespace {

TEST_F(MatchLookTest, ASliderMovedByHandIsShownAndCommittedAndTheStepsStay) {
  open_matched();
  session->set_step(4);
  const QImage before = picture_of(*session);
  row(exposure).number()->setValue(-0.5);
  EXPECT_TRUE(session->by_hand());
  EXPECT_EQ(session->last_step(), 11);
  EXPECT_EQ(session->step(), 11);
  EXPECT_EQ(session->step_title(11), "By hand");
  EXPECT_EQ(session->scores().size(), 12u) << "its distance, too";
  EXPECT_LT(qGreen(picture_of(*session).pixel(150, 100)), qGreen(before.pixel(150, 100)));
  const host::Choosing choice = session->choice();
  const auto by_hand = host::by_hand(choice.values);
  ASSERT_TRUE(by_hand);
  EXPECT_EQ(choice.values.get<int>("step"), -1);
  EXPECT_DOUBLE_EQ((*by_hand)[exposure], -0.5);
  EXPECT_DOUBLE_EQ((*by_hand)[contrast], 0.08) << "the rest from the step";
  EXPECT_EQ(*by_hand, session->sliders());
  EXPECT_LE(difference(picture_of(*session), rendered(choice)), 1);

  session->set_step(4);
  EXPECT_DOUBLE_EQ(row(exposure).value(), 0.4) << "the step is what it was";
  EXPECT_EQ(difference(picture_of(*session), before), 0);
  EXPECT_FALSE(host::by_hand(session->choice().values).has_value());
  session->set_step(11);
  EXPECT_DOUBLE_EQ(row(exposure).value(), -0.5) << "and nothing was lost";
}

TEST_F(MatchLookTest, NarrowCellsOfTheFilmstripHaveShorterCaptions) {
  open_matched();
  session->set("polish", true);
  ASSERT_TRUE(settled());
  row(exposure).number()->setValue(-0.5);
  Filmstrip strip(*session);
  const int hand = session->last_step(), polished = hand - 1;
  const auto fits = [&](int step) {
    const auto [text, font] = strip.caption(step);
    return QFontMetrics(font).horizontalAdvance(text) < strip.cell(step).width();
  };
  strip.resize(3000, strip.sizeHint().height());
  EXPECT_EQ(strip.caption(0).text, "Original");
  EXPECT_EQ(strip.caption(polished).text, "Polished");
  EXPECT_EQ(strip.caption(hand).text, "By hand");
  EXPECT_TRUE(strip.caption(hand).font.bold()) << "the state shown";
  const int word = QFontMetrics(strip.caption(hand).font).horizontalAdvance("Hand");
  strip.resize((word + 3) * (hand + 1), strip.sizeHint().height());
  EXPECT_EQ(strip.caption(0).text, "0");
  EXPECT_EQ(strip.caption(hand).text, "Hand");
  for (int step = 0; step <= hand; ++step) EXPECT_TRUE(fits(step)) << step;
  strip.resize(word * (hand + 1), strip.sizeHint().height());
  EXPECT_EQ(strip.caption(hand).text, "Hand") << "in smaller letters";
  EXPECT_TRUE(fits(hand));
  strip.resize(word / 2 * (hand + 1), strip.sizeHint().height());
  EXPECT_TRUE(strip.caption(hand).text.endsWith(QChar(0x2026))) << "cut where nothing else helps";
}

TEST_F(MatchLookTest, HandChangesAreResetAndUndone) {
  open_matched();
  session->set_step(4);
  row(exposure).number()->setValue(-0.5);
  row(tint).number()->setValue(30);
  for (int value = 1; value <= 5; ++value) row(saturation).slider()->setValue(value);
  EXPECT_EQ(panel->sliders().reset_button()->text(), "Reset to Step 4");
  QTest::mouseDClick(row(exposure).slider(), Qt::LeftButton);
  EXPECT_DOUBLE_EQ(session->sliders()[exposure], 0.4) << "the step's";
  QTest::keyClick(row(tint).slider(), Qt::Key_Delete);
  EXPECT_DOUBLE_EQ(session->sliders()[tint], 0.0);
  EXPECT_DOUBLE_EQ(session->sliders()[saturation], 0.05);

  panel->sliders().reset_button()->click();
  EXPECT_EQ(session->step(), 4);
  EXPECT_EQ(session->last_step(), 10) << "no state by hand any more";
  panel->sliders().undo_buttons()->undo_button()->click();
  EXPECT_TRUE(session->by_hand()) << "but it was not lost";
  EXPECT_DOUBLE_EQ(session->sliders()[saturation], 0.05);
  session->undo(); // tint
  session->undo(); // exposure
  EXPECT_DOUBLE_EQ(session->sliders()[exposure], -0.5);
  EXPECT_DOUBLE_EQ(session->sliders()[tint], 0.3);
  session->undo(); // saturation, which was dragged
  EXPECT_DOUBLE_EQ(session->sliders()[saturation], 0.0);
  session->undo();
  session->undo();
  EXPECT_FALSE(session->by_hand());
  EXPECT_EQ(session->step(), 4);
  EXPECT_FALSE(session->can_undo());
}

TEST_F(MatchLookTest, WhatWasUndoneIsMadeAgain) {
  open_matched();
  session->set_step(4);
  UndoButtons& buttons = *panel->sliders().undo_buttons();
  EXPECT_FALSE(buttons.undo_button()->isEnabled());
  row(exposure).number()->setValue(-0.5);
  row(tint).number()->setValue(30);
  EXPECT_FALSE(buttons.redo_button()->isEnabled());
  const QImage changed = picture_of(*session);
  QTest::keyClick(dialog.get(), Qt::Key_Z, Qt::ControlModifier);
  QTest::keyClick(dialog.get(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_FALSE(session->by_hand());
  EXPECT_EQ(session->step(), 4);
  QTest::keyClick(dialog.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_TRUE(session->by_hand());
  EXPECT_DOUBLE_EQ(session->sliders()[exposure], -0.5);
  EXPECT_DOUBLE_EQ(session->sliders()[tint], 0.0);
  QTest::keyClick(dialog.get(), Qt::Key_Y, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(session->sliders()[tint], 0.3);
  EXPECT_EQ(difference(picture_of(*session), changed), 0);
  EXPECT_FALSE(session->can_redo());

  buttons.undo_button()->click();
  buttons.redo_button()->click();
  EXPECT_DOUBLE_EQ(session->sliders()[tint], 0.3);
  session->undo();
  row(contrast).number()->setValue(20);
  EXPECT_FALSE(session->can_redo()) << "another change takes the place of what was undone";
  panel->sliders().reset_button()->click();
  session->undo();
  session->redo();
  EXPECT_FALSE(session->by_hand()) << "the reset, too";
  EXPECT_EQ(session->step(), 4);
}

TEST_F(MatchLookTest, BeginningAnewFromAnotherStepCanBeUndone) {
  open_matched();
  row(exposure).number()->setValue(-1);
  session->set_step(2);
  row(contrast).number()->setValue(50);
  EXPECT_DOUBLE_EQ(session->sliders()[exposure], 0.2) << "from step 2";
  session->undo();
  EXPECT_EQ(session->step(), 2);
  session->set_step(11);
  EXPECT_DOUBLE_EQ(session->sliders()[exposure], -1) << "the first is back";
}

TEST_F(MatchLookTest, TheAmountMultipliesAllSlidersWithoutDecidingAnew) {
  open_matched();
  const QImage full = picture_of(*session);
  session->set("strength", 0.5);
  EXPECT_EQ(world.runs, 1);
  EXPECT_LT(qGreen(picture_of(*session).pixel(150, 100)), qGreen(full.pixel(150, 100)));
  EXPECT_DOUBLE_EQ(row(exposure).value(), 1.0) << "the sliders keep their values";
  EXPECT_LE(difference(picture_of(*session), rendered(session->choice())), 1);
  session->set("strength", 0);
  EXPECT_EQ(difference(picture_of(*session), to_qimage(*input.photo)), 0);
}

TEST_F(MatchLookTest, OnlyStatesThatChangedAreRenderedAgain) {
  open_matched();
  row(exposure).number()->setValue(-0.5);
  const Size full = session->photo_size();
  session->show(full, QRect(0, 0, full.width, full.height), full);
  const TileKey key{full.width, full.height, 0, 0};
  ASSERT_TRUE(wait([&] {
    for (int step = 0; step <= 11; ++step)
      if (!session->fresh(key, step)) return false;
    return true;
  }));
  row(exposure).number()->setValue(-0.4);
  EXPECT_FALSE(session->fresh(key, 11));
  for (int step = 0; step <= 10; ++step) EXPECT_TRUE(session->fresh(key, step)) << step;
}

TEST_F(MatchLookTest, AHandStateSurvivesAnotherReference) {
  open_matched();
  row(tint).number()->setValue(30);
  session->choose_file("/looks/b.png");
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->step(), 10) << "the new match is shown";
  EXPECT_EQ(session->last_step(), 11);
  session->set_step(11);
  EXPECT_DOUBLE_EQ(session->sliders()[tint], 0.3);
}

TEST_F(MatchLookTest, PresetsBringBackTheReferenceAndTheHandValues) {
  open_matched();
  auto* presets = dialog->findChild<PresetBar*>();
  presets->save_as("a look");
  row(contrast).number()->setValue(-40);
  presets->save_as("softer");
  EXPECT_EQ(presets->current(), "softer");
  session->choose_file("/looks/b.png");
  ASSERT_TRUE(settled());
  session->set("strength", 0.3);
  EXPECT_EQ(presets->current(), "");

  presets->apply("softer");
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->reference()->file, "/looks/a.png");
  EXPECT_TRUE(session->by_hand());
  EXPECT_DOUBLE_EQ(session->sliders()[contrast], -0.4);
  EXPECT_DOUBLE_EQ(session->values().get<double>("strength"), 1.0);
  EXPECT_EQ(presets->current(), "softer");
  presets->apply("a look");
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->step(), 10);
  EXPECT_FALSE(session->by_hand());
  EXPECT_EQ(presets->current(), "a look");
}

TEST_F(MatchLookTest, HandValuesNeedNoReference) {
  host::Values values(host::match_look_table());
  values.set("by-hand", host::changes_of(FinishValues{0.5, 0, 0, 0, 0.25}));
  open(values);
  EXPECT_TRUE(session->by_hand());
  EXPECT_EQ(session->step(), 1);
  EXPECT_TRUE(ok()->isEnabled());
  EXPECT_EQ(world.made, 0);
  EXPECT_LE(difference(picture_of(*session), rendered(session->choice())), 1);
  panel->reset();
  EXPECT_FALSE(ok()->isEnabled());
  EXPECT_EQ(session->last_step(), 0);
}

} // namespace
} // namespace penumbra::ui
