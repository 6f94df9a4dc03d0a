#include "core/agent/pix_tuner/polish.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <nlopt.h>

namespace penumbra {
namespace {

struct Task {
  const Pipeline& pipeline;
  const Image &photo, &goal;
  const std::vector<bool>& counts;
  Size full;
  FinishValues best{};
  double least = 1e9;
};

/// Sliders from the optimiser's -1…1.
FinishValues sliders(const Pipeline& pipeline, const double* x) {
  FinishValues values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& s = pipeline.sliders()[i];
    values[i] = std::clamp(s.least + 0.5 * (x[i] + 1) * (s.most - s.least), s.least, s.most);
  }
  return values;
}

double error_at(unsigned, const double* x, double*, void* data) {
  Task& task = *static_cast<Task*>(data);
  const FinishValues values = sliders(task.pipeline, x);
  const double error =
      squared_error(task.pipeline.apply(task.photo, values, task.full), task.goal, task.counts);
  if (error < task.least) task.least = error, task.best = values;
  return error;
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

FinishValues polish(const Pipeline& pipeline, const Image& photo, const Image& goal,
                    const std::vector<bool>& counts, Size full, const FinishValues& start, int queries) {
  Task task{pipeline, photo, goal, counts, full, start};
  task.least = squared_error(pipeline.apply(photo, start, full), goal, counts);
  std::array<double, finish_sliders> x;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Slider& s = pipeline.sliders()[i];
    x[i] = 2 * (start[i] - s.least) / (s.most - s.least) - 1;
  }
  nlopt_opt optimiser = nlopt_create(NLOPT_LN_BOBYQA, finish_sliders);
  if (!optimiser) throw Error("There is not enough memory to polish.");
  nlopt_set_min_objective(optimiser, error_at, &task);
  nlopt_set_lower_bounds1(optimiser, -1);
  nlopt_set_upper_bounds1(optimiser, 1);
  // About as far as the policy may be off: more where its picture is.
  nlopt_set_initial_step1(optimiser, std::clamp(2 * std::sqrt(task.least), 0.01, 0.2));
  nlopt_set_maxeval(optimiser, queries);
  nlopt_set_xtol_abs1(optimiser, 1e-5);
  double least = 0;
  nlopt_optimize(optimiser, x.data(), &least); // what was best is in the task, however it ended
  nlopt_destroy(optimiser);
  return task.best;
}

} // namespace penumbra
