// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/local_exposure/session.hpp"

#include "core/edit/engine/within.hpp"
#include "core/error.hpp"
#include "core/tool/decision.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra::ui {
namespace {

constexpr int mask_side = 192; ///< long side of the masks, which are quickly made
constexpr float dimmed = 0.22f;
constexpr float overlay_alpha = 0.6f;

QRgb premultiplied(float red, float green, float blue, float alpha) {
  const auto byte = [&](float v) { return int(std::lround(255 * v * alpha)); };
  return qRgba(byte(red), byte(green), byte(blue), int(std::lround(255 * alpha)));
}

} // namespace

LocalExposureSession::LocalExposureSession(const host::Tool& tool, const DialogInput& input,
                                           const host::Values& values, QObject* parent)
    : ToolSession(tool, input, values, parent), first_(values.at("segments")) {}

void LocalExposureSession::adopted(const Episode& episode) {
  plan_ = fusion_plan(episode.edits.front());
  decided_ = plan_.segments;
  try {
    host::Values values = wanted();
    plan_.segments = host::plan_of(episode, values.set("segments", first_)).segments;
  } catch (const Error&) { // they were of another photo
  }
  first_ = nlohmann::json::object();
  solo_ = -1;
  history_.clear(); // other segments
  const Image& seen = episode.observation;
  small_ = resize(seen, fit_long_side(seen.width, seen.height, mask_side));
  masks_ = segment_masks(plan_.labels, int(plan_.segments.size()), small_);
  set_overlay({});
}

host::Values LocalExposureSession::with_segments(host::Values values) const {
  return values.set("segments", host::changes_of(decided_, plan_.segments));
}

Episode LocalExposureSession::applied(const Episode& decided) const {
  return host::apply(tool(), decided, with_segments(wanted()));
}

void LocalExposureSession::changed() {
  restage();
  Q_EMIT segments_changed();
}

void LocalExposureSession::set_ev(int segment, double ev) {
  SegmentExposure& exposure = plan_.segments.at(std::size_t(segment));
  ev = std::clamp(std::round(ev * 100) / 100, -max_ev, max_ev);
  if (ev == exposure.ev) return;
  history_.keep(present(), segment);
  exposure.ev = ev;
  changed();
}

void LocalExposureSession::set_on(int segment, bool on) {
  SegmentExposure& exposure = plan_.segments.at(std::size_t(segment));
  if (on == exposure.on) return;
  history_.keep(present());
  exposure.on = on;
  solo_ = -1;
  changed();
}

void LocalExposureSession::solo(int segment) {
  history_.keep(present());
  auto& segments = plan_.segments;
  if (segment == solo_) {
    for (std::size_t i = 0; i < segments.size(); ++i) segments[i].on = on_before_solo_[i];
    solo_ = -1;
  } else {
    if (solo_ < 0) {
      on_before_solo_.clear();
      for (const SegmentExposure& exposure : segments) on_before_solo_.push_back(exposure.on);
    }
    for (std::size_t i = 0; i < segments.size(); ++i) segments[i].on = int(i) == segment;
    solo_ = segment;
  }
  changed();
}

void LocalExposureSession::reset_segments() {
  if (plan_.segments == decided_) return;
  history_.keep(present());
  plan_.segments = decided_;
  solo_ = -1;
  changed();
}

void LocalExposureSession::show_list(List list) {
  plan_.segments = std::move(list.segments);
  solo_ = list.solo;
  on_before_solo_ = std::move(list.on_before_solo);
  changed();
}

void LocalExposureSession::undo() {
  if (can_undo()) show_list(history_.undo(present()));
}

void LocalExposureSession::redo() {
  if (can_redo()) show_list(history_.redo(present()));
}

float LocalExposureSession::mask(int segment, std::size_t pixel) const {
  return masks_.values[pixel * std::size_t(masks_.channels) + std::size_t(segment)];
}

QImage LocalExposureSession::segment_picture(int segment) const {
  if (small_.empty() || segment >= masks_.channels) return {};
  QImage out(small_.width, small_.height, QImage::Format_RGB32);
  for (int y = 0; y < small_.height; ++y) {
    auto* to = reinterpret_cast<QRgb*>(out.scanLine(y));
    for (int x = 0; x < small_.width; ++x) {
      const float* from = small_.row(y) + 3 * x;
      const float light = dimmed + (1 - dimmed) * mask(segment, std::size_t(y) * small_.width + x);
      to[x] = premultiplied(from[0], from[1], from[2], light) | 0xff000000u;
    }
  }
  return out;
}

void LocalExposureSession::point_out(int segment) {
  if (segment < 0 || segment >= masks_.channels) return set_overlay({});
  // Over the whole photo: what is not picture has no segments.
  const Part part = episode()->part;
  QImage out(int(std::lround(masks_.width / (part.right - part.left))),
             int(std::lround(masks_.height / (part.bottom - part.top))), QImage::Format_ARGB32_Premultiplied);
  out.fill(Qt::transparent);
  const Rect place = rect_of(part, {out.width(), out.height()});
  for (int y = 0; y < std::min(place.height, masks_.height); ++y) {
    auto* to = reinterpret_cast<QRgb*>(out.scanLine(place.y + y)) + place.x;
    for (int x = 0; x < std::min(place.width, masks_.width); ++x)
      to[x] =
          premultiplied(0.95f, 0.2f, 0.2f, overlay_alpha * mask(segment, std::size_t(y) * masks_.width + x));
  }
  set_overlay(out);
}

host::Choosing LocalExposureSession::choice() const {
  host::Choosing out = ToolSession::choice();
  out.values = with_segments(out.values);
  return out;
}

} // namespace penumbra::ui
