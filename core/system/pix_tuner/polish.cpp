// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/pix_tuner/polish.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <memory>
#include <nlopt.h>

namespace penumbra {
namespace {

struct Task {
  const Pipeline& pipeline;
  const std::function<double(const FinishValues&)>& cost;
  nlopt_opt optimiser;
  FinishValues best{};
  double min;
  std::exception_ptr problem; ///< NLopt is C, through which nothing may be thrown
};

/// Sliders from the optimiser's -1…1.
FinishValues sliders(const Pipeline& pipeline, const double* x) {
  FinishValues values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& s = pipeline.sliders()[i];
    values[i] = std::clamp(s.min + 0.5 * (x[i] + 1) * (s.max - s.min), s.min, s.max);
  }
  return values;
}

double cost_at(unsigned, const double* x, double*, void* data) {
  Task& task = *static_cast<Task*>(data);
  try {
    const FinishValues values = sliders(task.pipeline, x);
    const double cost = task.cost(values);
    if (cost < task.min) task.min = cost, task.best = values;
    return cost;
  } catch (...) {
    task.problem = std::current_exception();
    nlopt_force_stop(task.optimiser);
    return HUGE_VAL;
  }
}

} // namespace

double squared_error(const Image& a, const Image& b, const std::vector<bool>& counts) {
  if (a.pixels.size() != b.pixels.size()) throw Error("Pictures that are compared must be of one size.");
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    if (!counts.empty() && !counts[i / std::size_t(a.channels)]) continue;
    const double d = double(a.pixels[i]) - double(b.pixels[i]);
    sum += d * d, ++n;
  }
  return n ? sum / double(n) : 0;
}

FinishValues minimise(const Pipeline& pipeline, const FinishValues& start, double step, int queries,
                      const std::function<double(const FinishValues&)>& cost) {
  std::array<double, finish_sliders> x;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Slider& s = pipeline.sliders()[i];
    x[i] = std::clamp(2 * (start[i] - s.min) / (s.max - s.min) - 1, -1.0, 1.0);
  }
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(
      nlopt_create(NLOPT_LN_BOBYQA, finish_sliders), nlopt_destroy);
  if (!optimiser) throw Error("There is not enough memory to polish.");
  Task task{pipeline, cost, optimiser.get(), start, HUGE_VAL, {}}; // looks at the start first
  nlopt_set_min_objective(optimiser.get(), cost_at, &task);
  nlopt_set_lower_bounds1(optimiser.get(), -1);
  nlopt_set_upper_bounds1(optimiser.get(), 1);
  nlopt_set_initial_step1(optimiser.get(), step);
  nlopt_set_maxeval(optimiser.get(), queries);
  nlopt_set_xtol_abs1(optimiser.get(), 1e-5);
  double min = 0;
  nlopt_optimize(optimiser.get(), x.data(), &min); // what was best is in the task, however it ended
  if (task.problem) std::rethrow_exception(task.problem);
  return task.best;
}

FinishValues polish(const Pipeline& pipeline, const Image& photo, const Image& goal,
                    const std::vector<bool>& counts, Size full, const FinishValues& start, int queries,
                    double start_error) {
  const auto error = [&](const FinishValues& values) {
    if (values == start) return start_error;
    return squared_error(pipeline.apply(photo, values, full), goal, counts);
  };
  // About as far as the policy may be off: more where its picture is.
  const double step = std::clamp(2 * std::sqrt(start_error), 0.01, 0.2);
  return minimise(pipeline, start, step, queries, error);
}

} // namespace penumbra
