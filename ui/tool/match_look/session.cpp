// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/match_look/session.hpp"

#include "core/agent/picture_part.hpp"
#include "core/edit/engine/within.hpp"
#include "core/error.hpp"
#include "core/tool/decision.hpp"
#include "ui/preview/pixels.hpp"
#include "ui/window/threads.hpp"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <exception>
#include <new>

namespace penumbra::ui {
namespace {

constexpr int thumbnail_pixels = 512, view_pixels = 1600; ///< long side
constexpr std::size_t max_known = 12;

/// Sliders set by hand are kept apart: they are a state of their own.
host::Values without_hand(host::Values values) {
  return values.set("by-hand", nlohmann::json::object());
}

/// What is kept of a picture that was read.
void reduce(const Image& picture, LookReference& to) {
  require_pixels(picture);
  // A frame is found at full size alone: reduced, its edges are no edges.
  const Rect part = picture_part(picture);
  const bool whole = part.width == picture.width && part.height == picture.height;
  to.look = std::make_shared<const Image>(observe(whole ? picture : crop(picture, part), tuner_side));
  to.view = to_qimage(observe(picture, view_pixels));
  to.thumbnail =
      to.view.scaled(thumbnail_pixels, thumbnail_pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace

MatchLookSession::MatchLookSession(const host::Tool& tool, const DialogInput& input,
                                   const host::Values& values, QObject* parent)
    : ToolSession(tool, input, without_hand(values), parent), open_(input.open), read_(input.read) {
  readers_.setMaxThreadCount(1);
  start_threads(readers_);
  if (const auto hand = host::by_hand(values)) {
    hand_ = Hand{*hand, neutral_values(product_pipeline()), 0};
    wants_hand_ = true;
  }
  connect(this, &Session::step_changed, this, &MatchLookSession::sliders_changed);
  connect(this, &Session::episode_changed, this, &MatchLookSession::sliders_changed);
  connect(this, &Session::state_changed, this, &MatchLookSession::sliders_changed);
  connect(this, &MatchLookSession::reference_changed, this, &Session::reference_view_changed);
}

MatchLookSession::~MatchLookSession() {
  readers_.clear(); // what waits is not wanted any more
  readers_.waitForDone();
}

void MatchLookSession::start() {
  if (state() != State::waiting) return;
  Session::start();
  if (const auto file = wanted().get<std::string>("reference"); !file.empty())
    read_file(QString::fromStdString(file));
  else if (const int layer = wanted().get<int>("layer"); layer != -1)
    read_layer(layer);
}

bool MatchLookSession::can_commit() const {
  return Session::can_commit() && !reading() && (reference_ || hand_);
}

QString MatchLookSession::hint() const {
  if (reference_ || reading() || hand_) return {};
  return tr(
      "Choose the reference, the picture whose look your photo is to take on: drop a file on the box at "
      "the right, paste a picture by Ctrl+V, or press “Choose…”.");
}

Session::Measure MatchLookSession::measure() const {
  return {tr("Distance"), tr("Distance"),
          tr("How far the lights and colours of each step are from those of the reference, 0 to 100: the "
             "lower, the nearer. The star marks the nearest step."),
          true};
}

QString MatchLookSession::step_title(int step) const {
  if (hand_ && step == hand_step()) return tr("By hand");
  if (tuned().goal.polished && step == tuned_steps()) return tr("Polished");
  if (step == 0) return Session::step_title(0);
  return tr("Step %1 of %2").arg(step).arg(tuned_steps() - (tuned().goal.polished ? 1 : 0));
}

QString MatchLookSession::step_caption(int step) const {
  const bool named = (hand_ && step == hand_step()) || (tuned().goal.polished && step == tuned_steps());
  return named ? step_title(step) : Session::step_caption(step);
}

QString MatchLookSession::step_short_caption(int step) const {
  if (hand_ && step == hand_step()) return tr("Hand", "caption in a very narrow place");
  if (tuned().goal.polished && step == tuned_steps()) return tr("Polish", "caption in a very narrow place");
  return Session::step_short_caption(step);
}

const Episode& MatchLookSession::tuned() const {
  static const Episode none;
  return episode() ? *episode() : none;
}

int MatchLookSession::tuned_steps() const {
  return int(tuned().edits.size());
}

FinishValues MatchLookSession::sliders_at(int step) const {
  if (hand_ && step == hand_step()) return hand_->values;
  return step <= tuned_steps() ? sliders_of(tuned(), step) : neutral_values(product_pipeline());
}

FinishValues MatchLookSession::base() const {
  return by_hand() ? hand_->base : sliders_at(step());
}

std::optional<bool> MatchLookSession::same_content() const {
  if (!reference_ || !answered() || tuned().scores.empty()) return std::nullopt;
  return tuned().goal.same_content;
}

// --- values ---

host::Values MatchLookSession::values() const {
  host::Values out = wanted();
  out.set("reference", reference_ ? reference_->file : std::string());
  out.set("layer", reference_ ? reference_->layer : -1);
  if (state() == State::ready && reference_) out.set("step", step() == best_step() ? -1 : step());
  if (by_hand()) out.set("step", -1).set("by-hand", host::changes_of(hand_->values));
  return out;
}

void MatchLookSession::set_values(const host::Values& values) {
  const std::string file = values.get<std::string>("reference");
  const auto hand = host::by_hand(values);
  if (hand_ != std::nullopt && (!hand || hand_->values != *hand)) history_.keep(present());
  hand_.reset();
  wants_hand_ = hand.has_value();
  if (hand) hand_ = Hand{*hand, sliders_at(best_step()), best_step()};
  put(without_hand(values));
  if (state() == State::waiting) return;
  const bool same = answered();
  ask();
  if (same) {
    apply_again();
    set_step(wanted_step() < 0 ? best_step() : wanted_step());
    Q_EMIT step_changed();
  }
  if (!file.empty() && (!reference_ || reference_->file != file)) read_file(QString::fromStdString(file));
}

// --- the reference ---

void MatchLookSession::choose_best() {
  ToolSession::choose_best();
  wants_hand_ = false;
}

void MatchLookSession::choose_file(const QString& path) {
  choose_best();
  read_file(path);
}

void MatchLookSession::read_file(const QString& path) {
  LookReference reference;
  reference.file = path.toStdString();
  reference.name = QFileInfo(path).fileName();
  host::Values named(tool().table);
  named.set("reference", reference.file);
  read(std::move(reference),
       [read = read_, photo = photo(), named] { return host::reference_for(*photo, named, read); });
}

void MatchLookSession::choose_layer(int id) {
  choose_best();
  read_layer(id);
}

void MatchLookSession::read_layer(int id) {
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const auto& one) { return one.id == id; });
  if (found == open_.end()) return; // closed since
  LookReference reference;
  reference.layer = id;
  reference.name = QString::fromStdString(found->name);
  host::Values named(tool().table);
  named.set("layer", id);
  read(std::move(reference), [read = read_, named] { return read(named); });
}

void MatchLookSession::choose_picture(const QImage& picture, const QString& name) {
  choose_best();
  LookReference reference;
  reference.name = name;
  read(std::move(reference), [picture] { return from_qimage(picture); });
}

/// In the reader's thread, one after the other.
void MatchLookSession::read(LookReference reference, std::function<Image()> source) {
  const int ticket = reading_ = ++tickets_;
  readers_.start([this, ticket, reference = std::move(reference), source = std::move(source)]() mutable {
    if (ticket != tickets_) return; // another one was chosen before this one's turn came
    QString problem;
    try {
      reduce(source(), reference);
    } catch (const std::bad_alloc&) {
      problem = tr("There is not enough memory to open “%1”.").arg(reference.name);
    } catch (const std::exception& reason) {
      problem = QString::fromUtf8(reason.what());
    }
    QMetaObject::invokeMethod(
        this, [this, ticket, reference, problem] { receive(ticket, reference, problem); },
        Qt::QueuedConnection);
  });
  Q_EMIT reference_changed();
  note_state();
}

void MatchLookSession::receive(int ticket, LookReference reference, const QString& problem) {
  if (ticket != reading_) return;
  reading_ = 0;
  if (problem.isEmpty()) {
    if (known_.size() >= max_known) known_.erase(known_.begin());
    known_.push_back(reference);
    reference_ = std::move(reference);
    Q_EMIT values_changed();
    Q_EMIT reference_changed();
    note_state();
    ask();
  } else {
    Q_EMIT reference_changed();
    note_state();
    Q_EMIT failed(problem);
  }
}

// --- what is asked and shown ---

std::shared_ptr<const Image> MatchLookSession::goal() const {
  return reference_ ? reference_->look : nullptr;
}

void MatchLookSession::take_back(const Question& question) {
  const auto found = std::find_if(known_.begin(), known_.end(),
                                  [&](const LookReference& one) { return one.look == question.reference; });
  if (found == known_.end()) {
    reference_.reset();
  } else {
    reference_ = *found;
    ToolSession::take_back(question);
  }
  Q_EMIT reference_changed();
}

void MatchLookSession::adopted(const Episode&) {
  if (hand_) {
    hand_->from = std::min(hand_->from, tuned_steps());
    hand_->base = sliders_at(hand_->from);
  }
  history_.settle();
  measure_distances();
}

int MatchLookSession::wanted_step() const {
  return wants_hand_ && hand_ ? hand_step() : ToolSession::wanted_step();
}

Episode MatchLookSession::applied(const Episode& decided) const {
  host::Values values = wanted();
  if (hand_) values.set("by-hand", host::changes_of(hand_->values));
  return host::apply(tool(), decided, values);
}

void MatchLookSession::measure_distances() {
  distances_.clear();
  const std::vector<double>& decided = tuned().scores;
  if (decided.empty()) return;
  const int last = tuned_steps() + (hand_ ? 1 : 0);
  const double strength = wanted().get<double>("strength");
  for (int step = 0; step <= last; ++step) {
    const bool known = step == 0 || (strength == 1.0 && step < int(decided.size()));
    const double distance =
        known ? decided[std::size_t(step)]
              : distance_of(tuned(), applied_finish_values(make_finish_step(sliders_at(step), strength)));
    if (!std::isfinite(distance)) return distances_.clear();
    distances_.push_back(distance);
  }
}

void MatchLookSession::apply_again() {
  const int before = last_step();
  measure_distances();
  restage();
  if (last_step() != before) Q_EMIT episode_changed();
  Q_EMIT sliders_changed();
}

// --- by hand ---

void MatchLookSession::show_hand(std::optional<Hand> hand, int step) {
  const bool other = hand.has_value() != hand_.has_value();
  const int shown = this->step();
  hand_ = std::move(hand);
  apply_again();
  if (step != this->step())
    set_step(step);
  else if (step != shown)
    Q_EMIT step_changed(); // the state that was shown is no more
  if (other) note_state(); // without a reference, setting by hand is what makes it something to commit
}

void MatchLookSession::set_slider(int slider, double value) {
  if (!can_tune()) return;
  const Slider& range = finish_table().at(std::size_t(slider));
  value = std::clamp(std::round(value * 1000) / 1000, range.min, range.max);
  const FinishValues now = sliders();
  if (now[std::size_t(slider)] == value) return;
  Hand hand = by_hand() ? *hand_ : Hand{now, now, step()};
  if (!by_hand()) history_.settle();
  history_.keep(present(), slider);
  hand.values[std::size_t(slider)] = value;
  show_hand(hand, hand_step());
}

void MatchLookSession::reset_hand() {
  if (!by_hand()) return;
  history_.keep(present());
  const int from = hand_->from;
  show_hand(std::nullopt, from);
}

void MatchLookSession::undo() {
  if (!can_undo()) return;
  const Past past = history_.undo(present());
  show_hand(past.hand, past.step);
}

void MatchLookSession::redo() {
  if (!can_redo()) return;
  const Past next = history_.redo(present());
  show_hand(next.hand, next.step);
}

host::Choosing MatchLookSession::choice() const {
  host::Choosing out = ToolSession::choice();
  // What was pasted is gone the next time: then the same sliders are set.
  if (!by_hand() && reference_ && !reference_->can_be_read_again())
    out.values.set("step", -1).set("by-hand", host::changes_of(sliders()));
  return out;
}

} // namespace penumbra::ui
