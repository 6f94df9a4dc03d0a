// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/temporary_folder.hpp"
#include "tests/ui/match_look_fixture.hpp"

namespace penumbra::ui {
namespace {

TEST_F(MatchLookTest, WithoutAReferenceThePhotoIsShownAndAHintSaysWhatToDo) {
  open();
  EXPECT_EQ(session->last_step(), 0);
  EXPECT_EQ(session->reference(), nullptr);
  EXPECT_FALSE(ok()->isEnabled());
  EXPECT_TRUE(notice().contains("Choose the reference")) << notice().toStdString();
  EXPECT_EQ(world.made, 0) << "nothing is loaded before it is needed";
  EXPECT_EQ(difference(picture_of(*session), to_qimage(*input.photo)), 0);
}

TEST_F(MatchLookTest, AReferenceGivesTenStepsWithTheirDistancesAndSliders) {
  open_matched();
  EXPECT_TRUE(ok()->isEnabled());
  EXPECT_EQ(notice(), "");
  EXPECT_EQ(session->last_step(), 10);
  EXPECT_EQ(session->step(), 10) << "the nearest";
  ASSERT_EQ(session->scores().size(), 11u);
  EXPECT_LT(session->scores()[10], session->scores()[0]) << "it comes nearer";
  EXPECT_TRUE(session->measure().falling);
  EXPECT_TRUE(dialog->findChild<ScoreCurve*>()->isVisible());
  EXPECT_DOUBLE_EQ(row(exposure).value(), 1.0);
  EXPECT_DOUBLE_EQ(row(contrast).value(), 20.0);
  session->set_step(5);
  EXPECT_DOUBLE_EQ(row(exposure).value(), 0.5) << "each step shows its own";
  EXPECT_DOUBLE_EQ(row(contrast).value(), 10.0);
  EXPECT_FALSE(panel->reference_box().findChild<QLabel*>()->pixmap().isNull());
  for (const int step : {0, 3, 10}) {
    session->set_step(step);
    EXPECT_LE(difference(picture_of(*session), rendered(session->choice())), 1) << "step " << step;
    EXPECT_EQ(session->choice().values.get<int>("step"), step == session->best_step() ? -1 : step);
  }
}

TEST_F(MatchLookTest, AnUnreadableReferenceIsSaidAndTheOneBeforeStays) {
  open_matched();
  session->choose_file("/looks/gone.png");
  EXPECT_FALSE(ok()->isEnabled()) << "OK must not take the old one by surprise";
  ASSERT_TRUE(settled());
  EXPECT_EQ(notice(), "The file /looks/gone.png cannot be read.");
  ASSERT_NE(session->reference(), nullptr);
  EXPECT_EQ(session->reference()->file, "/looks/a.png");
  EXPECT_EQ(session->last_step(), 10);
  EXPECT_TRUE(ok()->isEnabled());
  for (auto* button : dialog->findChild<Notice*>()->findChildren<QToolButton*>())
    if (button->text() == "Copy") button->click();
  EXPECT_TRUE(QGuiApplication::clipboard()->text().contains("gone.png"));
}

TEST_F(MatchLookTest, WhatIsReadLateNeverReplacesWhatWasChosenLater) {
  open();
  world.hold_read = true;
  session->choose_file("/looks/a.png");
  session->choose_file("/looks/b.png");
  EXPECT_TRUE(session->reading());
  world.hold_read = false;
  ASSERT_TRUE(wait([&] { return session->reference() != nullptr && !session->reading(); }));
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->reference()->file, "/looks/b.png");
  EXPECT_EQ(world.runs, 1) << "the first was never asked about";
}

TEST_F(MatchLookTest, CancelDuringWorkGoesBackToTheReferenceThatIsShown) {
  open_matched();
  world.hold = true;
  session->choose_file("/looks/b.png");
  ASSERT_TRUE(wait([&] { return world.runs == 2; }));
  EXPECT_EQ(session->reference()->file, "/looks/b.png");
  EXPECT_FALSE(row(exposure).isEnabled()) << "its values are about to change";
  session->cancel();
  EXPECT_EQ(session->state(), State::ready);
  EXPECT_EQ(session->reference()->file, "/looks/a.png");
  EXPECT_EQ(session->last_step(), 10);
  EXPECT_TRUE(wait([&] { return world.cancelled == 1; }));
  run_events();
  EXPECT_EQ(session->reference()->file, "/looks/a.png");
  EXPECT_TRUE(row(exposure).isEnabled());
}

TEST_F(MatchLookTest, ContentStepsAndPolishDecideAnew) {
  open_matched();
  auto* content = panel->findChild<QComboBox*>();
  EXPECT_EQ(content->itemText(0), "Automatic: the same picture") << "what was found out";
  session->set("content", "other");
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->same_content(), false);
  EXPECT_TRUE(panel->findChild<QCheckBox*>()->isEnabled()) << "polishing works towards other pictures, too";
  session->set("content", "auto");
  ASSERT_TRUE(settled());
  EXPECT_EQ(world.runs, 2) << "known answers are kept";
  session->set("steps", 3);
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->last_step(), 3);
  panel->findChild<QCheckBox*>()->click();
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->last_step(), 4);
  EXPECT_EQ(session->step_title(4), "Polished");
  EXPECT_EQ(session->step_title(3), "Step 3 of 3");
}

TEST_F(MatchLookTest, ReferencesComeFromLayersTheClipboardAndDrops) {
  open();
  QMenu* menu = panel->reference_box().menu();
  QAction* layer = nullptr;
  for (QAction* action : menu->actions())
    if (action->text() == "sky.xcf: Layer && more") layer = action;
  ASSERT_NE(layer, nullptr);
  layer->trigger();
  ASSERT_TRUE(settled());
  ASSERT_NE(session->reference(), nullptr);
  EXPECT_EQ(session->values().get<int>("layer"), 15);
  EXPECT_EQ(session->values().get<std::string>("reference"), "");
  EXPECT_FALSE(panel->values().contains("layer")) << "it means nothing another time";

  QImage copied(40, 30, QImage::Format_RGB32);
  copied.fill(QColor(200, 120, 40));
  QGuiApplication::clipboard()->setImage(copied);
  QTest::keyClick(dialog.get(), Qt::Key_V, Qt::ControlModifier);
  ASSERT_TRUE(wait([&] { return !session->reading() && session->values().get<int>("layer") == -1; }));
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->reference()->name, "From the clipboard");
  EXPECT_NEAR(session->reference()->look->at(20, 15, 0), 200 / 255.0, 1e-4);
  EXPECT_EQ(host::by_hand(session->choice().values), session->sliders()) << "it cannot be read again";

  QMimeData dropped;
  dropped.setUrls({QUrl::fromLocalFile("/looks/b.png")});
  auto* target = panel->reference_box().findChild<QLabel*>();
  QDragEnterEvent enter({20, 20}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(target, &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop({20, 20}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(target, &drop);
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->reference()->file, "/looks/b.png");

  QMimeData words;
  words.setText("no picture");
  EXPECT_FALSE(panel->reference_box().take(&words));
}

TEST_F(MatchLookTest, ReferencesAreReadBehindTheWindowOneAtATime) {
  std::atomic<int> at_once{0}, max{0};
  std::atomic<bool> in_the_window{false};
  const auto window = std::this_thread::get_id();
  input.read = [&, read = input.read](const host::Values& values) {
    max = std::max(max.load(), ++at_once);
    if (std::this_thread::get_id() == window) in_the_window = true;
    const Image picture = read(values);
    --at_once;
    return picture;
  };
  open_matched();
  world.hold_read = true;
  const int before = world.reads;
  session->choose_layer(15);
  ASSERT_TRUE(wait([&] { return world.reads == before + 1; }));
  session->choose_file("/looks/b.png");
  session->choose_file("/looks/c.png");
  run_events();
  EXPECT_TRUE(session->reading()) << "and the window lives";
  world.hold_read = false;
  ASSERT_TRUE(settled());
  EXPECT_EQ(session->reference()->file, "/looks/c.png");
  EXPECT_EQ(world.reads, before + 2) << "the one in between was not wanted any more";
  EXPECT_EQ(max, 1);
  EXPECT_FALSE(in_the_window);
  world.hold_read = true;
  session->choose_layer(-4); // the window is closed while it is being read
  ASSERT_TRUE(wait([&] { return world.reads == before + 3; }));
  dialog->reject();
  world.hold_read = false;
  dialog.reset();
  session.reset();
  EXPECT_EQ(at_once, 0) << "nothing goes on behind the host's back";
}

TEST_F(MatchLookTest, TheLastReferenceIsThereFromTheStart) {
  host::Values values(host::match_look_table());
  values.set("reference", "/looks/a.png");
  values.set("step", 3);
  open(values);
  ASSERT_TRUE(wait([&] { return session->last_step() == 10; }));
  EXPECT_EQ(session->step(), 3);
  EXPECT_EQ(session->values().get<int>("step"), 3);
}

TEST_F(MatchLookTest, CommandLineGivesTheSame) {
  open_matched("/looks/b c.png");
  EXPECT_EQ(panel->command_line(), "penumbra match /photos/walk.jpg -o /photos/walk-matched.jpg --reference "
                                   "'/looks/b c.png' --content same --steps 10 --strength 1");
  session->set_step(4);
  session->set("polish", true);
  ASSERT_TRUE(settled());
  EXPECT_TRUE(panel->command_line().endsWith("--steps 10 --strength 1 --polish"));
  session->set_step(0);
  row(contrast).number()->setValue(-25);
  session->set("strength", 0.8);
  EXPECT_EQ(
      panel->command_line(),
      "penumbra match /photos/walk.jpg -o /photos/walk-matched.jpg --strength 0.8 --set contrast=-0.25");
  panel->sliders().reset_button()->click();
  session->choose_layer(-4);
  ASSERT_TRUE(settled());
  session->set_step(0);
  EXPECT_TRUE(panel->command_line().contains("--set exposure=0")) << "a layer has no name there";
}

TEST_F(MatchLookTest, TheLookIsExportedAsATable) {
  open_matched();
  const QString file = folder.filePath("look.cube");
  panel->export_cube(file);
  EXPECT_TRUE(notice().contains("look.cube"));
  EXPECT_FALSE(notice().contains("sharpness"));
  QFile cube(file);
  ASSERT_TRUE(cube.open(QIODevice::ReadOnly));
  EXPECT_TRUE(cube.readAll().contains("LUT_3D_SIZE 33"));
  row(8).number()->setValue(50);
  panel->export_cube(file);
  EXPECT_TRUE(notice().contains("sharpness is not in it"));
  panel->export_cube(folder.filePath("no/such/folder/look.cube"));
  EXPECT_TRUE(notice().contains("cannot be written"));
}

TEST_F(MatchLookTest, KeysAndNamesForEverything) {
  open_matched();
  for (SliderRow* slider : panel->sliders().rows()) {
    EXPECT_FALSE(slider->slider()->accessibleName().isEmpty());
    EXPECT_FALSE(slider->number()->accessibleName().isEmpty());
    EXPECT_FALSE(slider->slider()->toolTip().isEmpty());
    EXPECT_FALSE(slider->number()->suffix().isEmpty()) << "a unit on every number";
  }
  row(exposure).slider()->setFocus();
  QTest::keyClick(row(exposure).slider(), Qt::Key_Right);
  EXPECT_TRUE(session->by_hand());
  EXPECT_DOUBLE_EQ(session->sliders()[exposure], 1.05);
  QTest::keyClick(dialog.get(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_FALSE(session->by_hand());
}

TEST_F(MatchLookTest, TheWheelOverAListOfSlidersScrollsIt) {
  open_matched();
  dialog->step_bar().slider().setFocus();
  const QPointF middle = row(exposure).slider()->rect().center();
  QWheelEvent turn(middle, row(exposure).slider()->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton,
                   Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(row(exposure).slider(), &turn);
  EXPECT_FALSE(session->by_hand());
}

TEST_F(MatchLookTest, GermanAndASmallScreen) {
  for (const char* language : {"", "de"}) {
    use_translation(language);
    open_matched();
    EXPECT_LE(dialog->minimumSizeHint().width(), 1024) << language;
    EXPECT_LE(dialog->minimumSizeHint().height(), 768 - 60) << language;
    auto* scroll = panel->findChild<QScrollArea*>();
    EXPECT_LE(scroll->widget()->minimumSizeHint().width(), scroll->viewport()->width()) << language;
    dialog.reset();
    session.reset();
  }
}

TEST_F(MatchLookTest, DestroyedWhileItReadsAndDecides) {
  open_matched();
  world.hold = true;
  session->set("steps", 4);
  ASSERT_TRUE(wait([&] { return world.runs == 2; }));
  session->choose_file("/looks/b.png");
  dialog.reset();
  session.reset();
  EXPECT_EQ(world.cancelled, 1);
}

} // namespace
} // namespace penumbra::ui
