// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/clarity/clarity.hpp"

#include "core/edit/curve/curve_stage.hpp"
#include "core/edit/engine/operations.hpp"
#include "core/error.hpp"
#include "core/image/guided.hpp"

namespace penumbra {
namespace {

constexpr int map_side = 160, radius = 5;
constexpr float epsilon = 4e-3f; // variance of luma: what is an edge, and stays

double amount_of(const EditStep& step) {
  if (!step.parameters.contains("amount")) throw Error("A clarity step needs its \"amount\".");
  return number_in(step.parameters, "amount", "a clarity step", 0, 0, 1);
}

void validate(const EditStep& step) {
  amount_of(step);
  if (!step.maps.empty()) throw Error("A clarity step has no maps.");
}

std::unique_ptr<Stage> prepare(const EditStep& step, const Image& proxy, Size) {
  const float amount = float(amount_of(step));
  if (amount == 0) return {};
  const Map luma = luma_map(resize(proxy, fit_long_side(proxy.width, proxy.height, map_side)));
  // B = a L + b around each place, so that 4 amount (L - B) has the slope 4 amount (1 - a).
  Map strengths = guided_coefficients(luma, luma, radius, epsilon);
  for (std::size_t i = 0; i < strengths.values.size(); i += 2) {
    strengths.values[i] = 4 * amount * (1 - strengths.values[i]);
    strengths.values[i + 1] *= -4 * amount;
  }
  return std::make_unique<CurveStage>(std::move(strengths));
}

} // namespace

const Operation clarity_operation{"clarity", 1, validate, prepare};

EditStep make_clarity_step(double amount) {
  EditStep step;
  step.operation = clarity_operation.name;
  step.parameters["amount"] = amount;
  validate(step);
  return step;
}

} // namespace penumbra
