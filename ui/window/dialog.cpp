// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dialog.hpp"

#include "ui/widget/histogram.hpp"
#include "ui/widget/notice.hpp"
#include "ui/widget/number_field.hpp"
#include "ui/widget/preset_bar.hpp"
#include "ui/widget/preview.hpp"
#include "ui/widget/step_bar.hpp"
#include "ui/widget/tooltips.hpp"
#include "ui/widget/view_bar.hpp"
#include "ui/widget/work_bar.hpp"
#include "ui/window/focus.hpp"
#include "ui/window/help.hpp"
#include "ui/window/placement.hpp"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QShortcut>
#include <QVBoxLayout>
#include <QVariantAnimation>
#include <functional>
#include <utility>

namespace penumbra::ui {
namespace {

constexpr int panel_width = 272;
constexpr int room_for_histogram = 780; ///< height of a window whose panel is a list
constexpr int copied_ms = 2000;         ///< how long a button says that something was copied
constexpr int first_paint_patience_ms = 1000;
constexpr QSize wanted_size(1280, 860);
/// What a window manager may put around the window, before it is known.
constexpr QMargins usual_frame(4, 32, 4, 8);

QSettings memory() {
  return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("penumbra"),
                   QStringLiteral("dialog"));
}

QString copy_text() {
  return Dialog::tr("Copy as Command Line");
}

QFrame* line() {
  auto* frame = new QFrame;
  frame->setFrameShape(QFrame::HLine);
  frame->setFrameShadow(QFrame::Sunken);
  return frame;
}

/// While a library is being loaded, and LibTorch takes seconds, the dynamic linker lets a thread wait that
/// uses a thread-local object for the first time. Qt's animations have such; the progress bar would use them
/// just then, and the window would stand still.
void prepare_animations() {
  QVariantAnimation animation;
  animation.setStartValue(0);
  animation.setEndValue(1);
  animation.start();
}

} // namespace

nlohmann::json remembered_values(const QString& tool) {
  const std::string text = memory().value(tool + QLatin1String("/values")).toString().toStdString();
  const auto values = nlohmann::json::parse(text, nullptr, false);
  return values.is_object() ? values : nlohmann::json(nullptr);
}

Dialog::Dialog(Session& session, ToolPanel* panel, const QString& name, const QString& models,
               PresetStore presets, QWidget* parent)
    : QDialog(parent), session_(session), panel_(panel) {
  setWindowTitle(name.isEmpty() ? panel->title() : tr("%1 — %2").arg(panel->title(), name));
  setWindowFlags(Qt::Window | Qt::WindowTitleHint | Qt::WindowSystemMenuHint | Qt::WindowMinMaxButtonsHint |
                 Qt::WindowCloseButtonHint);
  setSizeGripEnabled(true);
  wrap_tooltips();
  prepare_animations();
  build(models, std::move(presets));
  add_keys();
  connect(&session_, &Session::state_changed, this, &Dialog::follow);
  connect(notice_, &Notice::retry, &session_, &Session::retry);
  // The agent's library takes the machine while it loads: the photo is shown first.
  connect(&session_, &Session::tile_changed, this, [this](const TileKey& key) {
    if (key.level() == session_.overview()) session_.start();
  });
  QTimer::singleShot(first_paint_patience_ms, &session_, &Session::start);
  for (QWidget* widget : {static_cast<QWidget*>(preview_), static_cast<QWidget*>(&steps_->slider())})
    widget->installEventFilter(this);
  new FocusRing(this);
  restore();
  follow();
  steps_->slider().setFocus();
}

void Dialog::build(const QString& models, PresetStore presets) {
  preview_ = new Preview(session_);
  steps_ = new StepBar(session_);
  notice_ = new Notice;
  auto* view_bar = new ViewBar(*preview_, session_.has_reference_view());
  picture_ = new QWidget;
  auto* picture = new QVBoxLayout(picture_);
  picture->setContentsMargins(0, 0, 0, 0);
  picture->setSpacing(6);
  picture->addWidget(view_bar);
  picture->addWidget(notice_);
  picture->addWidget(preview_, 1);
  picture->addWidget(steps_);

  auto* preset_bar = new PresetBar(*panel_, std::move(presets));
  connect(preset_bar, &PresetBar::failed, this,
          [this](const QString& why) { notice_->show_error(why, false); });
  connect(panel_, &ToolPanel::failed, this, [this](const QString& why) { notice_->show_error(why, false); });
  connect(panel_, &ToolPanel::noted, this,
          [this](const QString& text) { notice_->show_remark(text, false); });
  auto* command = new QPushButton(copy_text());
  command->setToolTip(tr("Copies the command that makes the same picture from a terminal or a script"));
  connect(command, &QPushButton::clicked, this, [this, command] {
    commit_typing(this);
    QApplication::clipboard()->setText(panel_->command_line());
    command->setText(tr("Copied"));
    QTimer::singleShot(copied_ms, command, [command] { command->setText(copy_text()); });
  });
  side_ = new QWidget;
  side_->setFixedWidth(panel_width);
  auto* column = new QVBoxLayout(side_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addWidget(preset_bar);
  column->addWidget(line());
  tall_ = panel_->sizePolicy().verticalPolicy() & QSizePolicy::ExpandFlag; // a list takes the room
  column->addWidget(panel_, tall_ ? 1 : 0);
  column->addStretch(tall_ ? 0 : 1);
  histogram_ = new Histogram(session_);
  connect(histogram_, &Histogram::clipping_wanted, this,
          [this] { preview_->set_clipping(!preview_->clipping()); });
  column->addWidget(histogram_);
  column->addWidget(command);

  auto* reset = new QPushButton(tr("Reset"));
  auto* help = new QPushButton(tr("Help"));
  auto* buttons = new QDialogButtonBox;
  ok_ = buttons->addButton(tr("OK"), QDialogButtonBox::AcceptRole);
  auto* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  ok_->setToolTip(tr("Applies the chosen step to the picture"));
  cancel->setToolTip(tr("Leaves the picture as it was"));
  reset->setToolTip(tr("Sets all values back to their defaults"));
  help->setToolTip(tr("What the tool does, the keys, and who made it"));
  connect(buttons, &QDialogButtonBox::accepted, this, &Dialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &Dialog::reject);
  connect(reset, &QPushButton::clicked, this, [this] { panel_->reset(); });
  connect(help, &QPushButton::clicked, this, [this, models] {
    auto* window = new HelpWindow(panel_->title(), panel_->help(), models, this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
  });
  bottom_ = new QWidget;
  auto* bottom = new QHBoxLayout(bottom_);
  bottom->setContentsMargins(0, 0, 0, 0);
  bottom->addWidget(help);
  bottom->addWidget(reset);
  bottom->addSpacing(12);
  bottom->addWidget(new WorkBar(session_), 1);
  bottom->addSpacing(12);
  bottom->addWidget(buttons);

  auto* body = new QHBoxLayout;
  body->setSpacing(12);
  body->addWidget(picture_, 1);
  body->addWidget(side_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(10, 8, 10, 10);
  all->addLayout(body, 1);
  all->addWidget(bottom_);

  // Enter is OK wherever the focus is, save on a button that was reached by Tab: that one it presses. (Only
  // buttons that are in the window already have a say in this.)
  ok_->setDefault(true);
  for (QPushButton* button : {command, reset, help, cancel}) button->setFocusPolicy(Qt::TabFocus);
}

bool Dialog::focusNextPrevChild(bool next) {
  return move_focus({picture_, side_, bottom_}, focusWidget(), next);
}

/// A list needs the room more, where there is little.
void Dialog::resizeEvent(QResizeEvent* event) {
  QDialog::resizeEvent(event);
  if (histogram_) histogram_->setVisible(!tall_ || height() >= room_for_histogram);
}

void Dialog::add_keys() {
  const std::pair<QKeySequence, std::function<void()>> keys[] = {
      {Qt::Key_F, [this] { preview_->fit(); }},
      {Qt::Key_1, [this] { preview_->zoom_to(1.0); }},
      {Qt::Key_Plus, [this] { preview_->zoom_by(1.25); }},
      {Qt::Key_Equal, [this] { preview_->zoom_by(1.25); }},
      {Qt::Key_Minus, [this] { preview_->zoom_by(1 / 1.25); }},
      {Qt::Key_S,
       [this] {
         preview_->set_mode(preview_->mode() == Preview::Mode::split ? Preview::Mode::single
                                                                     : Preview::Mode::split);
       }},
      {Qt::Key_D,
       [this] {
         preview_->set_mode(preview_->mode() == Preview::Mode::side_by_side ? Preview::Mode::single
                                                                            : Preview::Mode::side_by_side);
       }},
      {Qt::Key_R,
       [this] {
         preview_->set_mode(preview_->mode() == Preview::Mode::reference ? Preview::Mode::single
                                                                         : Preview::Mode::reference);
       }},
      {Qt::Key_C, [this] { preview_->set_clipping(!preview_->clipping()); }},
      {Qt::Key_B, [this] { steps_->go_to_best(); }},
      {Qt::Key_P, [this] { steps_->play(!steps_->playing()); }},
  };
  for (const auto& [key, act] : keys) connect(new QShortcut(key, this), &QShortcut::activated, this, act);
}

/// Space held on the picture or the slider shows the original; a button that has the focus keeps its Space.
bool Dialog::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Space) {
      if (!key->isAutoRepeat()) preview_->set_original_held(event->type() == QEvent::KeyPress);
      return true;
    }
  }
  if (event->type() == QEvent::FocusOut) preview_->set_original_held(false);
  return QDialog::eventFilter(watched, event);
}

void Dialog::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ActivationChange) {
    if (isActiveWindow())
      QTimer::singleShot(0, this, &Dialog::settle);
    else
      preview_->set_original_held(false);
  }
  QDialog::changeEvent(event);
}

void Dialog::follow() {
  ok_->setEnabled(session_.can_commit());
  if (session_.state() == Session::State::failed)
    notice_->show_error(session_.error(), true);
  else if (session_.state() == Session::State::cancelled)
    notice_->show_remark(tr("Stopped before the agent had decided."), true);
  else if (session_.state() == Session::State::ready && !session_.hint().isEmpty())
    notice_->show_remark(session_.hint(), false);
  else
    notice_->hide();
}

void Dialog::restore() {
  const QSettings settings = memory();
  const QRect room = screen()->availableGeometry();
  const QSize size = settings.value(QStringLiteral("size"), wanted_size).toSize();
  QRect frame = QRect(QPoint(), size).marginsAdded(usual_frame);
  frame.moveCenter(room.center());
  frame.moveTopLeft(settings.value(QStringLiteral("place"), frame.topLeft()).toPoint());
  frame = placed_inside(frame, room);
  place_ = frame.topLeft();
  resize(frame.marginsRemoved(usual_frame).size());
  move(place_);
  if (settings.value(QStringLiteral("maximized")).toBool()) setWindowState(Qt::WindowMaximized);
  preview_->set_mode(Preview::Mode(qBound(0, settings.value(QStringLiteral("view")).toInt(), 3)));
}

/// Brings the window to its place, all of it on the screen, now that its frame is known.
void Dialog::settle() {
  if (std::exchange(settled_, true) || isMaximized() || isFullScreen()) return;
  const QRect frame = frameGeometry();
  const QRect inside = placed_inside(QRect(place_, frame.size()), screen()->availableGeometry());
  resize(size() + inside.size() - frame.size());
  if (inside.topLeft() != frame.topLeft()) move(inside.topLeft());
}

void Dialog::accept() {
  commit_typing(this);
  if (!session_.can_commit()) return;
  QSettings settings = memory();
  settings.setValue(panel_->id() + QLatin1String("/values"),
                    QString::fromStdString(panel_->lasting_values().dump()));
  QDialog::accept();
}

void Dialog::done(int result) {
  QSettings settings = memory();
  settings.setValue(QStringLiteral("maximized"), isMaximized());
  if (!isMaximized()) {
    settings.setValue(QStringLiteral("size"), size());
    settings.setValue(QStringLiteral("place"), pos());
  }
  settings.setValue(QStringLiteral("view"), int(preview_->mode()));
  QDialog::done(result);
}

} // namespace penumbra::ui
