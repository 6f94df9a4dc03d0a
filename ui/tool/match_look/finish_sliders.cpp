// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/match_look/finish_sliders.hpp"

#include "ui/widget/slider_row.hpp"
#include "ui/widget/undo_buttons.hpp"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <algorithm>

namespace penumbra::ui {
namespace {

/// What a slider of the finish is called, and what it does to the picture.
struct Words {
  const char *name, *tip;
};
constexpr Words words[finish_sliders] = {
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "&Exposure"),
     QT_TRANSLATE_NOOP(
         "penumbra::ui::FinishSliders",
         "Makes the whole picture lighter or darker, as a longer or shorter exposure does: +1 EV "
         "doubles the light.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "&Temperature"),
     QT_TRANSLATE_NOOP(
         "penumbra::ui::FinishSliders",
         "Above 0 the colours get warmer, towards orange, below 0 cooler, towards blue. How light "
         "they are stays.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "T&int"),
     QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders",
                       "Above 0 the colours turn towards magenta, below 0 towards green. How light they are "
                       "stays.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "Sat&uration"),
     QT_TRANSLATE_NOOP(
         "penumbra::ui::FinishSliders",
         "Above 0 colours get stronger, as far as none is cut off; below 0 paler, and at -100 % "
         "the picture is grey.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "Co&ntrast"),
     QT_TRANSLATE_NOOP(
         "penumbra::ui::FinishSliders",
         "Above 0 light parts get lighter and dark parts darker; below 0 both come nearer to the "
         "middle.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "&Highlights"),
     QT_TRANSLATE_NOOP(
         "penumbra::ui::FinishSliders",
         "Changes the light parts alone: below 0 they darken, and what exposure pushed past white "
         "comes back.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "Sha&dows"),
     QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders",
                       "Changes the dark parts alone: above 0 they lighten, below 0 they darken. Black stays "
                       "black.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "Blac&ks"),
     QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders",
                       "Changes what is nearly black: above 0 it fades to grey, as on old prints; below 0 it "
                       "gets blacker.")},
    {QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders", "Sharpness"),
     QT_TRANSLATE_NOOP("penumbra::ui::FinishSliders",
                       "Above 0 edges get sharper, below 0 softer, by the same amount in pictures of every "
                       "size.")},
};

/// Exposure is counted in EV, the others in percent of their range.
double factor(std::size_t slider) {
  return slider == 0 ? 1 : 100;
}

} // namespace

FinishSliders::FinishSliders(MatchLookSession& session, QWidget* parent)
    : QWidget(parent), session_(session) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(3);
  for (std::size_t i = 0; i < finish_sliders; ++i) {
    const Slider& range = finish_table()[i];
    const QString text = tr(words[i].name), name = QString(text).remove('&');
    const double f = factor(i);
    const Unit unit = i == 0 ? Unit{range.min, range.max, 0.05, 0.5, 0, 2, tr(" EV"), true}
                             : Unit{f * range.min, f * range.max, 1, 10, 0, 1, tr(" %"), true};
    auto* row = new SliderRow(unit, name, i == 0 ? tr("%1 in EV").arg(name) : tr("%1 in percent").arg(name),
                              tr(words[i].tip) + '\n' +
                                  tr("A double click, or Delete, goes back to the value of the step."));
    row->number()->setButtonSymbols(QAbstractSpinBox::NoButtons);
    auto* label = new QLabel(text);
    label->setBuddy(row->slider());
    label->setMinimumWidth(label->sizeHint().width() + 2); // the line below a letter needs it
    label->setToolTip(tr(words[i].tip));
    grid->addWidget(label, int(i), 0);
    grid->addWidget(row, int(i), 1);
    connect(row, &SliderRow::changed, this,
            [this, i, f](double value) { session_.set_slider(int(i), value / f); });
    connect(row, &SliderRow::reset, this, [this, i] { session_.set_slider(int(i), session_.base()[i]); });
    rows_.push_back(row);
  }
  // The exposure's number is written otherwise, but the sliders are to be of one length.
  int widest = 0;
  for (const SliderRow* row : rows_) widest = std::max(widest, row->number()->sizeHint().width());
  for (SliderRow* row : rows_) row->number()->setFixedWidth(widest);
  grid->setColumnStretch(1, 1);

  reset_ = new QToolButton;
  reset_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  reset_->setToolTip(
      tr("Sets all nine sliders back to the step that you began with. Undo brings yours back."));
  connect(reset_, &QToolButton::clicked, &session_, &MatchLookSession::reset_hand);
  undo_ = new UndoButtons;
  connect(undo_, &UndoButtons::undo, &session_, &MatchLookSession::undo);
  connect(undo_, &UndoButtons::redo, &session_, &MatchLookSession::redo);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(reset_);
  buttons->addWidget(undo_);
  grid->addLayout(buttons, finish_sliders, 0, 1, 2);
  connect(&session_, &MatchLookSession::sliders_changed, this, &FinishSliders::follow);
  follow();
}

void FinishSliders::follow() {
  const FinishValues values = session_.sliders();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i]->show_value(values[i] * factor(i));
    rows_[i]->setEnabled(session_.can_tune());
  }
  const QString caption = session_.step_caption(session_.base_step());
  const bool number = caption == QLocale().toString(session_.base_step());
  reset_->setText(number ? tr("Reset to Step %1").arg(caption) : tr("Reset to “%1”").arg(caption));
  reset_->setEnabled(session_.by_hand() && session_.can_tune());
  undo_->allow(session_.can_undo(), session_.can_redo());
}

} // namespace penumbra::ui
