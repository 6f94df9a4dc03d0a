// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.hpp"

#include <QLocale>
#include <QMetaObject>
#include <algorithm>
#include <cstdlib>
#include <thread>

namespace penumbra::ui {
namespace {

constexpr std::int64_t cache_bytes = 256ll << 20;
constexpr std::size_t kept_answers = 12;

Source make_source(const DialogInput& input) {
  Source source{std::make_shared<Pyramid>(input.photo), nullptr, input.selection_blend};
  const Map& map = input.selection;
  if (!map.values.empty()) {
    if (map.width != input.photo->width || map.height != input.photo->height || map.channels != 1)
      throw Error("The selection does not have the size of the picture.");
    auto image = std::make_shared<Image>();
    image->width = map.width, image->height = map.height, image->channels = 1;
    image->pixels = map.values;
    source.selection = std::make_shared<Pyramid>(std::move(image));
  }
  return source;
}

} // namespace

std::vector<TileKey> tiles_of(Size level, const QRect& area) {
  const QRect inside = area & QRect(0, 0, level.width, level.height);
  std::vector<TileKey> keys;
  if (inside.isEmpty()) return keys;
  for (int row = inside.top() / tile_side; row <= inside.bottom() / tile_side; ++row)
    for (int column = inside.left() / tile_side; column <= inside.right() / tile_side; ++column)
      keys.push_back({level.width, level.height, column, row});
  const auto distance = [&](const TileKey& key) {
    const Rect r = key.rect();
    return std::abs(r.x + r.width / 2 - inside.center().x()) +
           std::abs(r.y + r.height / 2 - inside.center().y());
  };
  std::stable_sort(keys.begin(), keys.end(),
                   [&](const TileKey& a, const TileKey& b) { return distance(a) < distance(b); });
  return keys;
}

Session::Session(const DialogInput& input, Work work, QObject* parent)
    : QObject(parent), photo_(input.photo), source_(make_source(input)),
      plan_(std::make_shared<Plan>(0, std::vector<EditStep>{}, nullptr)), cache_(cache_bytes) {
  const int threads = int(std::thread::hardware_concurrency());
  renderer_ = std::make_unique<Renderer>(
      source_,
      [this](TileResult result) {
        QMetaObject::invokeMethod(
            this, [this, result = std::move(result)] { receive(result); }, Qt::QueuedConnection);
      },
      threads);
  decider_ = std::make_unique<Decider>(
      photo_, std::move(work),
      [this](int ticket, double fraction, const std::string&) {
        QMetaObject::invokeMethod(
            this,
            [this, ticket, fraction] {
              if (ticket != ticket_ || state_ != State::deciding) return;
              progress_ = fraction;
              Q_EMIT progress_changed();
            },
            Qt::QueuedConnection);
      },
      [this](Answer answer) {
        QMetaObject::invokeMethod(
            this, [this, answer = std::move(answer)] { receive(answer); }, Qt::QueuedConnection);
      });
}

Session::~Session() = default;

const std::vector<double>& Session::scores() const {
  return applied_.scores;
}

Session::Measure Session::measure() const {
  return {tr("Estimated quality"), tr("Quality"),
          tr("Estimated quality of each step: the higher, the better. The star marks the best."), false};
}

QString Session::step_title(int step) const {
  return step == 0 ? tr("Original") : tr("Step %1 of %2").arg(step).arg(last_step());
}

QString Session::step_caption(int step) const {
  return step == 0 ? tr("Original") : QLocale().toString(step);
}

QString Session::step_short_caption(int step) const {
  return QLocale().toString(step);
}

void Session::set_step(int step) {
  step = std::clamp(step, 0, last_step());
  if (step == step_) return;
  step_ = step;
  Q_EMIT step_changed();
  schedule();
}

void Session::start() {
  if (state_ != State::waiting) return;
  state_ = State::deciding;
  ask();
}

void Session::ask() {
  if (state_ == State::waiting) return;
  const Question wanted = question();
  if (answer_ && answer_->question == wanted) {
    decider_->cancel();
    set_state(State::ready);
  } else if (const auto known = answers_.find(wanted); known != answers_.end()) {
    decider_->cancel();
    adopt(known->second);
  } else {
    progress_ = 0;
    ticket_ = decider_->ask(wanted);
    set_state(State::deciding);
  }
}

void Session::adopt(std::shared_ptr<const Answer> answer) {
  answer_ = std::move(answer);
  adopted(*answer_->episode);
  stage();
  const int wanted = wanted_step();
  step_ = std::min(wanted < 0 ? best_step() : wanted, last_step());
  Q_EMIT scores_changed();
  schedule();
  Q_EMIT episode_changed();
  Q_EMIT step_changed();
  set_state(State::ready);
}

void Session::receive(const Answer& answer) {
  // An answer to an earlier question, or to one that was cancelled, is not wanted any more.
  if (answer.ticket != ticket_ || state_ != State::deciding || answer.cancelled) return;
  if (!answer.episode) {
    error_ = QString::fromStdString(answer.error);
    set_state(State::failed);
    return;
  }
  auto kept = std::make_shared<const Answer>(answer);
  if (answers_.size() >= kept_answers) answers_.erase(answers_.begin());
  answers_[answer.question] = kept;
  adopt(kept);
}

void Session::cancel() {
  if (state_ != State::deciding) return;
  decider_->cancel();
  if (answer_) {
    take_back(answer_->question);
    Q_EMIT values_changed();
    set_state(State::ready);
  } else {
    set_state(State::cancelled);
  }
}

void Session::retry() {
  ask();
}

void Session::set_state(State state) {
  if (state != State::failed) error_.clear();
  state_ = state;
  Q_EMIT state_changed();
}

void Session::stage() {
  Episode now = applied(*answer_->episode);
  std::vector<int> since(now.edits.size() + 1, ++generation_);
  // After another episode nothing is the same: steps may depend on the proxy too.
  if (now.composition == Composition::alternatives && applied_.composition == now.composition &&
      answer_->proxy == proxy_)
    for (std::size_t i = 0; i < std::min(now.edits.size(), applied_.edits.size()); ++i)
      if (now.edits[i] == applied_.edits[i]) since[i + 1] = since_[i + 1];
  since_ = std::move(since);
  applied_ = std::move(now);
  proxy_ = answer_->proxy;
  plan_ = std::make_shared<Plan>(generation_, applied_.edits, proxy_, applied_.composition);
}

void Session::restage() {
  if (!answer_) return;
  stage();
  step_ = std::min(step_, last_step());
  Q_EMIT scores_changed();
  schedule();
}

void Session::set_overlay(const QImage& overlay) {
  if (overlay.isNull() && overlay_.isNull()) return;
  overlay_ = overlay;
  Q_EMIT overlay_changed();
}

TileKey Session::thumbnail_key() const {
  const Size full = photo_size();
  const Size size = fit_long_side(full.width, full.height, thumbnail_side);
  return {size.width, size.height, 0, 0};
}

QImage Session::thumbnail(int step) {
  const QImage* image = cache_.find(thumbnail_key(), step);
  return image ? *image : QImage();
}

void Session::show(Size level, const QRect& visible, Size overview) {
  const auto keys = tiles_of(level, visible);
  if (level == level_ && overview == overview_ && keys == visible_) return;
  level_ = level;
  overview_ = overview;
  visible_ = keys;
  schedule();
}

void Session::schedule() {
  std::vector<TileJob> jobs;
  const int last = plan_->last_step();
  const auto wants = [&](const TileKey& key, int step) { return !fresh(key, step); };
  const auto rest = [&](const TileKey& key) {
    for (int step = 0; step <= last; ++step)
      if (wants(key, step)) return jobs.push_back({key, step, last});
  };
  // First what the eye is on, then what the slider shows next, then what zooming out shows. The photo itself
  // costs next to nothing, and stands in for every state that is not there yet. The thumbnails come after
  // it: they are made from the reduced copy that it needs.
  const int now = std::min(step_, last);
  for (const int step : {0, now})
    for (const TileKey& key : visible_)
      if (wants(key, step)) jobs.push_back({key, step, step});
  rest(thumbnail_key());
  for (const TileKey& key : visible_) rest(key);
  std::set<TileKey> needed(visible_.begin(), visible_.end());
  needed.insert(thumbnail_key());
  for (const TileKey& key : tiles_of(overview_, QRect(0, 0, overview_.width, overview_.height))) {
    if (needed.insert(key).second) rest(key);
  }
  cache_.trim(needed);
  renderer_->request(plan_, std::move(jobs));
}

void Session::receive(const TileResult& result) {
  if (!result.error.empty()) {
    error_ = QString::fromStdString(result.error);
    state_ = State::failed;
    Q_EMIT state_changed();
    return;
  }
  if (!cache_.put(result)) return;
  if (result.job.key == thumbnail_key()) Q_EMIT thumbnails_changed();
  Q_EMIT tile_changed(result.job.key);
}

} // namespace penumbra::ui
