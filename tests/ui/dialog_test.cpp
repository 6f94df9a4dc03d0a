// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "tests/ui/low_light_session.hpp"
#include "ui/widget/filmstrip.hpp"
#include "ui/widget/notice.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/widget/preset_bar.hpp"
#include "ui/widget/preview.hpp"
#include "ui/widget/step_bar.hpp"
#include "ui/widget/work_bar.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"
#include "ui/window/placement.hpp"
#include "ui/window/theme.hpp"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

using namespace penumbra;
using namespace penumbra::ui;
using penumbra::test::fake_input;
using penumbra::test::FakeWorld;
using penumbra::test::LowLightSession;
using penumbra::test::sample_photo;

namespace {

using State = Session::State;

class DialogTest : public test::UiTest {
 protected:
  void open(Image photo = sample_photo(400, 300),
            const host::Values& values = host::Values(host::low_light_table())) {
    input = fake_input(world, std::move(photo));
    input.path = "/photos/night walk.jpg";
    session = std::make_unique<LowLightSession>(input, values);
    panel = new ParameterPanel(*session, input);
    dialog = std::make_unique<Dialog>(*session, panel, "sample", "", PresetStore(presets.filePath("p.json")));
    dialog->show();
    dialog->activateWindow();
    ASSERT_TRUE(wait([&] { return dialog->isActiveWindow(); }));
    ASSERT_TRUE(wait([&] { return session->state() != State::waiting; }));
  }
  void open_ready() {
    open();
    ASSERT_TRUE(wait([&] { return session->state() == State::ready; }));
    run_events();
  }
  template <class Widget> Widget* find(const QString& accessible_name_or_text) {
    for (Widget* widget : dialog->findChildren<Widget*>()) {
      if (widget->accessibleName() == accessible_name_or_text) return widget;
      const QVariant text = widget->property("text");
      if (text.isValid() && text.toString() == accessible_name_or_text) return widget;
    }
    return nullptr;
  }
  void TearDown() override {
    use_translation({});
    dialog.reset();
    session.reset();
  }

  FakeWorld world;
  QTemporaryDir presets;
  DialogInput input;
  std::unique_ptr<LowLightSession> session;
  std::unique_ptr<Dialog> dialog;
  ParameterPanel* panel = nullptr;
};

TEST_F(DialogTest, BestStepIsPreselectedAndOkWaitsForIt) {
  world.hold = true;
  open();
  QPushButton* ok = find<QPushButton>("OK");
  ASSERT_NE(ok, nullptr);
  EXPECT_FALSE(ok->isEnabled());
  dialog->accept();
  EXPECT_TRUE(dialog->isVisible()) << "Enter before there is a result does nothing";
  world.hold = false;
  ASSERT_TRUE(wait([&] { return ok->isEnabled(); }));
  EXPECT_EQ(session->step(), 4);
  EXPECT_EQ(dialog->step_bar().slider().value(), 4);
  EXPECT_EQ(dialog->step_bar().slider().maximum(), 6);
}

TEST_F(DialogTest, TheFocusStartsOnTheSliderAndArrowKeysMoveTheStep) {
  open_ready();
  QSlider& slider = dialog->step_bar().slider();
  EXPECT_EQ(dialog->focusWidget(), &slider);
  QTest::keyClick(&slider, Qt::Key_Right);
  EXPECT_EQ(session->step(), 5);
  QTest::keyClick(&slider, Qt::Key_Left);
  QTest::keyClick(&slider, Qt::Key_Left);
  EXPECT_EQ(session->step(), 3);
  QTest::keyClick(&slider, Qt::Key_Home);
  EXPECT_EQ(session->step(), 0);
  QTest::keyClick(&dialog->preview(), Qt::Key_Right);
  EXPECT_EQ(session->step(), 1) << "on the picture too";
  QTest::keyClick(&dialog->preview(), Qt::Key_End);
  EXPECT_EQ(session->step(), 6);
  QTest::keyClick(dialog.get(), Qt::Key_B);
  EXPECT_EQ(session->step(), 4);
}

TEST_F(DialogTest, EnterIsOkAndEscapeIsCancelWhereverTheFocusIs) {
  const std::function<QWidget*()> places[] = {
      [&]() -> QWidget* { return &dialog->step_bar().slider(); },
      [&]() -> QWidget* { return &dialog->preview(); },
      [&]() -> QWidget* { return find<QDoubleSpinBox>("Strength in percent"); },
      [&]() -> QWidget* { return find<QComboBox>("Presets"); },
  };
  for (const auto& place : places) {
    for (const bool enter : {true, false}) {
      open_ready();
      place()->setFocus();
      // A click on a button must not make it the one that Enter presses.
      QTest::mouseClick(find<QPushButton>("Copy as Command Line"), Qt::LeftButton);
      QTest::mouseClick(find<QPushButton>("Reset"), Qt::LeftButton);
      ASSERT_TRUE(wait([&] { return session->state() == State::ready; }));
      QApplication::clipboard()->clear();
      QTest::keyClick(dialog->focusWidget(), enter ? Qt::Key_Return : Qt::Key_Escape);
      EXPECT_FALSE(dialog->isVisible());
      EXPECT_EQ(dialog->result(), enter ? QDialog::Accepted : QDialog::Rejected);
      EXPECT_TRUE(QApplication::clipboard()->text().isEmpty());
      TearDown();
    }
  }
}

TEST_F(DialogTest, EnterPressesTheButtonThatHasTheFocus) {
  open_ready();
  QPushButton* cancel = find<QPushButton>("Cancel");
  cancel->setFocus(Qt::TabFocusReason);
  QTest::keyClick(cancel, Qt::Key_Return);
  EXPECT_FALSE(dialog->isVisible());
  EXPECT_EQ(dialog->result(), QDialog::Rejected);
}

TEST_F(DialogTest, TheWholeWindowIsOnTheScreen) {
  const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
  ASSERT_EQ(room.size(), QSize(1024, 768));
  open_ready();
  EXPECT_TRUE(room.contains(dialog->frameGeometry())) << "opened for the first time";
  dialog->setGeometry(900, -80, 1020, 900); // as another screen would have it
  dialog->reject();                         // remembers it
  TearDown();
  open_ready();
  EXPECT_TRUE(room.contains(dialog->frameGeometry())) << "as it was left on a larger screen";
  dialog->resize(900, 640);
  dialog->move(30, 40);
  dialog->reject();
  for (int time = 0; time < 3; ++time) {
    TearDown();
    open_ready();
    EXPECT_EQ(dialog->size(), QSize(900, 640));
    EXPECT_EQ(dialog->pos(), QPoint(30, 40)) << "it does not wander";
    dialog->reject();
  }
}

TEST(Placement, MovesAndShrinksAsLittleAsItMust) {
  const QRect room(0, 30, 1024, 738);
  EXPECT_EQ(placed_inside({100, 50, 800, 600}, room), QRect(100, 50, 800, 600)) << "fits";
  EXPECT_EQ(placed_inside({100, 0, 800, 600}, room), QRect(100, 30, 800, 600)) << "under the panel";
  EXPECT_EQ(placed_inside({-40, 500, 800, 600}, room), QRect(0, 168, 800, 600));
  EXPECT_EQ(placed_inside({200, -10, 1300, 900}, room), room) << "too large";
}

TEST_F(DialogTest, WheelAndClickOnTheFilmstripMoveTheStep) {
  open_ready();
  auto* film = dialog->findChild<Filmstrip*>();
  ASSERT_NE(film, nullptr);
  QTest::mouseClick(film, Qt::LeftButton, {}, film->cell(2).center());
  EXPECT_EQ(session->step(), 2);
  for (const int turn : {-120, -120, 120, -60, -60}) { // touch pads turn by halves
    QWheelEvent wheel({5, 5}, film->mapToGlobal(QPointF(5, 5)), {}, {0, turn}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(film, &wheel);
  }
  EXPECT_EQ(session->step(), 4);
}

TEST_F(DialogTest, SliderStopsStandOverTheThumbnails) {
  open_ready();
  auto* film = dialog->findChild<Filmstrip*>();
  QSlider& slider = dialog->step_bar().slider();
  const int first = slider.mapTo(dialog.get(), QPoint(0, 0)).x();
  const int last = slider.mapTo(dialog.get(), QPoint(slider.width(), 0)).x();
  const int from = film->mapTo(dialog.get(), film->cell(0).center()).x();
  const int to = film->mapTo(dialog.get(), film->cell(6).center()).x();
  EXPECT_LT(std::abs((from - first) - (last - to)), 3);
  EXPECT_GT(from, first);
  EXPECT_LT(from - first, 20);
}

TEST_F(DialogTest, PlayRunsToTheLastStepAndStops) {
  open_ready();
  StepBar& bar = dialog->step_bar();
  QTest::keyClick(dialog.get(), Qt::Key_P);
  EXPECT_TRUE(bar.playing());
  EXPECT_TRUE(wait([&] { return !bar.playing(); }));
  EXPECT_EQ(session->step(), 6);
}

TEST_F(DialogTest, SpaceHeldShowsTheOriginal) {
  open_ready();
  QSlider& slider = dialog->step_bar().slider();
  QTest::keyPress(&slider, Qt::Key_Space);
  EXPECT_TRUE(dialog->preview().original_held());
  QTest::keyRelease(&slider, Qt::Key_Space);
  EXPECT_FALSE(dialog->preview().original_held());
  QTest::keyPress(&slider, Qt::Key_Space);
  dialog->preview().setFocus(); // the release goes elsewhere
  EXPECT_FALSE(dialog->preview().original_held());
}

TEST_F(DialogTest, TheSplitLineIsDraggedAndDividesBeforeFromAfter) {
  open_ready();
  Preview& preview = dialog->preview();
  preview.resize(400, 300);
  QTest::keyClick(dialog.get(), Qt::Key_S);
  ASSERT_EQ(preview.mode(), Preview::Mode::split);
  const Size level = preview.viewport().level();
  ASSERT_TRUE(wait([&] {
    for (const TileKey& key : tiles_of(level, QRect(0, 0, level.width, level.height)))
      if (!session->tile(key, 4)) return false;
    return true;
  }));
  const QImage middle = preview.grab().toImage();
  const int y = preview.height() / 4;
  QTest::mousePress(&preview, Qt::LeftButton, {}, {preview.width() / 2, y});
  QTest::mouseMove(&preview, {preview.width() / 4, y});
  QTest::mouseRelease(&preview, Qt::LeftButton, {}, {preview.width() / 4, y});
  EXPECT_NEAR(preview.split(), 0.25, 0.01);
  const QImage moved = preview.grab().toImage();
  const QPoint between(preview.width() * 3 / 8, y);
  EXPECT_GT(qGreen(moved.pixel(between)), qGreen(middle.pixel(between))) << "before has become after";
  QTest::keyClick(&preview, Qt::Key_Right, Qt::ControlModifier);
  EXPECT_GT(preview.split(), 0.26);
}

TEST_F(DialogTest, SideBySideShowsBoth) {
  open_ready();
  Preview& preview = dialog->preview();
  QTest::keyClick(dialog.get(), Qt::Key_D);
  ASSERT_EQ(preview.mode(), Preview::Mode::side_by_side);
  const Size level = preview.viewport().level();
  ASSERT_TRUE(wait([&] {
    for (const TileKey& key : tiles_of(level, QRect(0, 0, level.width, level.height)))
      if (!session->tile(key, 0) || !session->tile(key, 4)) return false;
    return true;
  }));
  const QImage shown = preview.grab().toImage();
  const int quarter = shown.width() / 4, y = shown.height() / 2;
  EXPECT_GT(qGreen(shown.pixel(quarter * 3, y)), qGreen(shown.pixel(quarter - 2, y)));
}

TEST_F(DialogTest, ZoomKeysAndWheel) {
  open(sample_photo(3000, 2000));
  Preview& preview = dialog->preview();
  EXPECT_TRUE(preview.viewport().fitted());
  QTest::keyClick(dialog.get(), Qt::Key_1);
  EXPECT_DOUBLE_EQ(preview.viewport().zoom(), 1.0);
  QTest::keyClick(dialog.get(), Qt::Key_F);
  EXPECT_TRUE(preview.viewport().fitted());
  const QPointF pointer(100, 80);
  const double ratio = preview.devicePixelRatioF();
  const QPointF place = preview.viewport().to_photo(pointer * ratio);
  QWheelEvent wheel(pointer, preview.mapToGlobal(pointer), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase,
                    false);
  QCoreApplication::sendEvent(&preview, &wheel);
  EXPECT_FALSE(preview.viewport().fitted());
  EXPECT_NEAR(preview.viewport().to_photo(pointer * ratio).x(), place.x(), 1e-6);
}

TEST_F(DialogTest, PanelSetsTheValuesAndFollowsThem) {
  open_ready();
  auto* percent = find<QDoubleSpinBox>("Strength in percent");
  ASSERT_NE(percent, nullptr);
  percent->setValue(80);
  EXPECT_DOUBLE_EQ(session->values().get<double>("strength"), 0.8);
  session->set("strength", 1.3);
  EXPECT_EQ(percent->value(), 130);
  EXPECT_EQ(find<QSlider>("Strength")->value(), 130);
}

TEST_F(DialogTest, ResetBringsTheDefaultsBack) {
  open_ready();
  session->set("steps", 9);
  session->set("strength", 0.4);
  session->set("output", "new-layer");
  ASSERT_TRUE(wait([&] { return session->state() == State::ready; }));
  session->set_step(1);
  QPushButton* reset = find<QPushButton>("Reset");
  ASSERT_NE(reset, nullptr);
  reset->click();
  ASSERT_TRUE(wait([&] { return session->state() == State::ready; }));
  EXPECT_EQ(session->values(), host::Values(host::low_light_table()));
  EXPECT_EQ(session->step(), session->best_step());
}

TEST_F(DialogTest, PresetsAreSavedAppliedAndDeleted) {
  open_ready();
  auto* bar = dialog->findChild<PresetBar*>();
  ASSERT_NE(bar, nullptr);
  session->set("strength", 0.6);
  session->set_step(3);
  bar->save_as("mine");
  EXPECT_EQ(bar->current(), "mine");
  session->set("strength", 1.1);
  EXPECT_TRUE(bar->current().isEmpty()) << "a name is shown only while its values are in force";
  bar->apply("mine");
  EXPECT_DOUBLE_EQ(session->values().get<double>("strength"), 0.6);
  EXPECT_EQ(session->step(), 3);
  EXPECT_EQ(bar->current(), "mine");
  bar->remove("mine");
  EXPECT_TRUE(bar->current().isEmpty());
  EXPECT_TRUE(PresetStore(presets.filePath("p.json")).names("low-light").isEmpty());
}

TEST_F(DialogTest, ValuesAreRememberedAfterOkButNotAfterCancel) {
  open_ready();
  session->set("strength", 0.9);
  dialog->accept();
  ASSERT_TRUE(remembered_values("low-light").is_object());
  EXPECT_EQ(remembered_values("low-light")["strength"], 0.9);
  EXPECT_FALSE(remembered_values("low-light").contains("step")) << "the next photo starts from its own best";
  TearDown();
  open_ready();
  session->set("strength", 0.2);
  dialog->reject();
  EXPECT_EQ(remembered_values("low-light")["strength"], 0.9);
}

TEST_F(DialogTest, FailureStaysInTheWindowAndCanBeCopied) {
  world.failure = "The weights are damaged: run install/run again.";
  open();
  ASSERT_TRUE(wait([&] { return session->state() == State::failed; }));
  auto* notice = dialog->findChild<Notice*>();
  ASSERT_NE(notice, nullptr);
  EXPECT_TRUE(notice->isVisible());
  EXPECT_EQ(notice->text(), "The weights are damaged: run install/run again.");
  find<QToolButton>("Copy")->click();
  EXPECT_TRUE(QApplication::clipboard()->text().contains("The weights are damaged"));
  world.failure.clear();
  find<QToolButton>("Try Again")->click();
  ASSERT_TRUE(wait([&] { return session->state() == State::ready; }));
  EXPECT_FALSE(notice->isVisible());
}

TEST_F(DialogTest, LongWorkShowsProgressAndCanBeStopped) {
  world.hold = true;
  open();
  auto* work = dialog->findChild<WorkBar*>();
  ASSERT_NE(work, nullptr);
  ASSERT_TRUE(wait([&] { return work->shown(); }));
  QToolButton* stop = find<QToolButton>("Stop");
  ASSERT_NE(stop, nullptr);
  EXPECT_TRUE(stop->isVisible());
  stop->click();
  EXPECT_EQ(session->state(), State::cancelled);
  EXPECT_FALSE(work->shown());
  EXPECT_TRUE(dialog->findChild<Notice*>()->isVisible());
}

TEST_F(DialogTest, CopyAsCommandLine) {
  open_ready();
  session->set("strength", 0.8);
  session->set_step(2);
  find<QPushButton>("Copy as Command Line")->click();
  EXPECT_EQ(QApplication::clipboard()->text(),
            "penumbra enhance '/photos/night walk.jpg' -o '/photos/night walk-enhanced.jpg' --method all-e "
            "--steps 6 --step 2 --strength 0.8");
}

TEST_F(DialogTest, CommandLineIsQuotedForTheShell) {
  DialogInput input = fake_input(world, sample_photo(40, 30));
  LowLightSession session(input);
  const auto line_of = [&](const char* path) {
    input.path = path;
    return ParameterPanel(session, input).command_line();
  };
  EXPECT_EQ(line_of(""), "penumbra enhance PHOTO -o RESULT.png --method all-e --steps 6 --strength 1");
  EXPECT_TRUE(line_of("a\n").startsWith("penumbra enhance 'a\n' -o ")) << "no end of command";
  EXPECT_TRUE(line_of("-o.png").startsWith("penumbra enhance ./-o.png -o ./-o-enhanced.png")) << "no option";
  EXPECT_TRUE(line_of("scan.heic").contains(" -o ./scan-enhanced.png ")) << "what can be written";
  EXPECT_TRUE(line_of("it's $HOME.tif").startsWith("penumbra enhance 'it'\\''s $HOME.tif' -o "));
}

TEST_F(DialogTest, EveryControlHasANameAndEveryControlHasATip) {
  open_ready();
  for (QWidget* widget : dialog->findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(dialog.get())) continue;
    if (widget->objectName().startsWith("qt_")) continue; // parts of Qt's own controls
    const QString kind = widget->metaObject()->className();
    QString name = widget->accessibleName() + widget->property("text").toString();
    for (const QLabel* label : dialog->findChildren<QLabel*>())
      if (label->buddy() == widget) name += label->text();
    EXPECT_FALSE(name.isEmpty()) << kind.toStdString() << ' ' << widget->toolTip().toStdString();
    const bool explains_itself = kind == "QPushButton" || kind == "penumbra::ui::Preview" || kind == "QLabel";
    EXPECT_TRUE(explains_itself || !widget->toolTip().isEmpty())
        << kind.toStdString() << ' ' << name.toStdString();
  }
}

TEST_F(DialogTest, FitsASmallScreenInBothLanguages) {
  for (const QString language : {"", "de"}) {
    use_translation(language);
    open_ready();
    const QSize min = dialog->minimumSizeHint();
    EXPECT_LE(min.width(), 1024) << language.toStdString();
    EXPECT_LE(min.height(), 768 - 60) << language.toStdString(); // title bar and the desktop's panel
    TearDown();
  }
}

TEST_F(DialogTest, GermanIsComplete) {
  use_translation("de");
  open_ready();
  EXPECT_EQ(dialog->windowTitle(), QString::fromUtf8("Dunkle Fotos aufhellen – sample"));
  EXPECT_NE(find<QPushButton>("Abbrechen"), nullptr);

  QFile file(PENUMBRA_GERMAN);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QString text = QString::fromUtf8(file.readAll());
  EXPECT_GT(text.count("<message>"), 100);
  EXPECT_FALSE(text.contains("unfinished"));
  EXPECT_FALSE(text.contains("<translation />"));
  EXPECT_FALSE(text.contains("<translation></translation>"));
}

TEST_F(DialogTest, TheLanguageFollowsTheLocale) {
  EXPECT_EQ(translation_for(QLocale("de_AT")), "de");
  EXPECT_EQ(translation_for(QLocale("en_GB")), "");
  EXPECT_EQ(translation_for(QLocale("C")), "");
}

TEST(DesktopTheme, IsReadFromGtk) {
  QTemporaryDir config;
  EXPECT_FALSE(desktop_is_dark("", config.path()));
  EXPECT_TRUE(desktop_is_dark("Adwaita:dark", config.path()));
  QDir(config.path()).mkdir("gtk-3.0");
  QFile file(config.filePath("gtk-3.0/settings.ini"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("[Settings]\ngtk-theme-name=Adwaita\ngtk-application-prefer-dark-theme=1\n");
  file.close();
  EXPECT_TRUE(desktop_is_dark("", config.path()));
  EXPECT_FALSE(desktop_is_dark("Adwaita", config.path())) << "the variable overrules the file";
}

TEST_F(DialogTest, TooltipsCanBeReadInEachTheme) {
  for (const Theme theme : {Theme::system, Theme::light, Theme::dark}) {
    use_theme(theme);
    for (const QPalette& palette : {QToolTip::palette(), QApplication::palette()}) {
      const int paper = palette.color(QPalette::ToolTipBase).lightness(),
                ink = palette.color(QPalette::ToolTipText).lightness();
      EXPECT_GT(std::abs(paper - ink), 128) << int(theme);
    }
  }
  use_theme(Theme::system);
}

} // namespace
