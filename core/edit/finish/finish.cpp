// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/finish.hpp"

#include "core/edit/engine/operations.hpp"
#include "core/edit/engine/point_stage.hpp"
#include "core/edit/engine/strength.hpp"
#include "core/edit/finish/finish_kernel.hpp"
#include "core/edit/finish/paper_finish.hpp"
#include "core/error.hpp"

#include <algorithm>

namespace penumbra {
namespace {

class FinishPoints : public PointStage {
 public:
  explicit FinishPoints(const FinishFactors& factors) : factors_(factors) {}
  void apply_planes(const Planes& planes, Size) const override {
    finish_points(planes.colour, planes.colours, factors_, planes.place.width * planes.place.height);
  }

 private:
  FinishFactors factors_;
};

/// With sharpness, which looks at the neighbours.
class FinishStage : public Stage {
 public:
  FinishStage(const FinishFactors& factors, Size full)
      : points_(factors), blur_(full), any_points_(factors.points()), sharpness_(factors.sharpness) {}
  int margin() const override { return blur_.margin(); }
  void apply(Image& tile, int x, int y, Size full) const override {
    if (any_points_) points_.apply(tile, x, y, full);
    sharpen(tile, x, y, SharpnessBlur(full), sharpness_);
  }

 private:
  FinishPoints points_;
  SharpnessBlur blur_;
  bool any_points_;
  float sharpness_;
};

std::unique_ptr<Stage> stage_of(const FinishFactors& factors, Size full) {
  if (factors.neutral()) return {};
  if (factors.sharpness == 0) return std::make_unique<FinishPoints>(factors);
  return std::make_unique<FinishStage>(factors, full);
}

double number(const nlohmann::json& parameters, const char* key, double absent, double min, double max) {
  return number_in(parameters, key, "a finish", absent, min, max);
}

double strength_of(const EditStep& step) {
  return number(step.parameters, "strength", 1.0, min_strength, max_strength);
}

void validate(const EditStep& step) {
  if (!step.maps.empty()) throw Error("A finish has no maps.");
  for (const Slider& slider : finish_table())
    number(step.parameters, slider.name, slider.neutral, slider.min, slider.max);
  strength_of(step);
}

std::unique_ptr<Stage> prepare(const EditStep& step, const Image&, Size full) {
  return stage_of(FinishFactors(applied_finish_values(step)), full);
}

void require_values(const Pipeline& pipeline, const FinishValues& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& slider = pipeline.sliders()[i];
    if (!(values[i] >= slider.min && values[i] <= slider.max))
      throw Error(std::string(slider.title) + " lies between " + nlohmann::json(slider.min).dump() + " and " +
                  nlohmann::json(slider.max).dump() + ".");
  }
}

void require_rgb(const Image& photo) {
  require_pixels(photo);
  if (photo.channels != 3 || photo.encoding != Encoding::srgb)
    throw Error("A finishing pipeline takes RGB pictures without alpha, sRGB-encoded.");
}

class Product : public Pipeline {
 public:
  const std::array<Slider, finish_sliders>& sliders() const override { return finish_table(); }
  Image apply(const Image& photo, const FinishValues& values, Size full) const override {
    require_rgb(photo);
    require_values(*this, values);
    Image result = photo;
    if (const auto stage = stage_of(FinishFactors(values), full)) stage->apply(result, 0, 0, full);
    return result;
  }
};

class Paper : public Pipeline {
 public:
  const std::array<Slider, finish_sliders>& sliders() const override { return paper_table(); }
  Image apply(const Image& photo, const FinishValues& values, Size) const override {
    require_rgb(photo);
    require_values(*this, values);
    return paper_finish(photo, values);
  }
};

} // namespace

const Operation finish_operation{"finish", 1, validate, prepare};

const std::array<Slider, finish_sliders>& finish_table() {
  static constexpr std::array<Slider, finish_sliders> table{{{"exposure", "Exposure", -2, 2, 0},
                                                             {"temperature", "Temperature", -1, 1, 0},
                                                             {"tint", "Tint", -1, 1, 0},
                                                             {"saturation", "Saturation", -1, 1, 0},
                                                             {"contrast", "Contrast", -1, 1, 0},
                                                             {"highlights", "Highlights", -1, 1, 0},
                                                             {"shadows", "Shadows", -1, 1, 0},
                                                             {"blacks", "Blacks", -1, 1, 0},
                                                             {"sharpness", "Sharpness", -1, 1, 0}}};
  return table;
}

EditStep make_finish_step(const FinishValues& values, double strength) {
  EditStep step;
  step.operation = finish_operation.name;
  step.version = finish_operation.version;
  for (std::size_t i = 0; i < values.size(); ++i) step.parameters[finish_table()[i].name] = values[i];
  step.parameters["strength"] = strength;
  validate(step);
  return step;
}

FinishValues finish_values(const EditStep& step) {
  if (step.operation != finish_operation.name) throw Error("The step is no finish.");
  validate(step);
  FinishValues values;
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = step.parameters.value(finish_table()[i].name, finish_table()[i].neutral);
  return values;
}

FinishValues applied_finish_values(const EditStep& step) {
  FinishValues values = finish_values(step);
  const double strength = strength_of(step);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::clamp(strength * values[i], finish_table()[i].min, finish_table()[i].max);
  return values;
}

const Pipeline& product_pipeline() {
  static const Product pipeline;
  return pipeline;
}

const Pipeline& paper_pipeline() {
  static const Paper pipeline;
  return pipeline;
}

EditStep make_pipeline_step(const Pipeline& pipeline, const FinishValues& values) {
  if (&pipeline == &product_pipeline()) return make_finish_step(values);
  require_values(pipeline, values);
  EditStep step;
  step.operation = "pipeline";
  for (std::size_t i = 0; i < values.size(); ++i) step.parameters[pipeline.sliders()[i].name] = values[i];
  return step;
}

FinishValues pipeline_values(const Pipeline& pipeline, const EditStep& step) {
  if (&pipeline == &product_pipeline()) return finish_values(step);
  FinishValues values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto found = step.parameters.find(pipeline.sliders()[i].name);
    if (found == step.parameters.end() || !found->is_number())
      throw Error(std::string("The step says nothing of ") + pipeline.sliders()[i].title + ".");
    values[i] = found->get<double>();
  }
  require_values(pipeline, values);
  return values;
}

FinishValues neutral_values(const Pipeline& pipeline) {
  FinishValues values;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = pipeline.sliders()[i].neutral;
  return values;
}

} // namespace penumbra
