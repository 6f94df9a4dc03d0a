// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/evaluate/match_methods.hpp"

#ifdef PENUMBRA_HAVE_PAGMO

#include <algorithm>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/cmaes.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>

namespace penumbra::evaluate {
namespace {

constexpr unsigned population_size = 10;
constexpr double sigma = 0.4;

struct Task {
  const Pipeline* pipeline = nullptr;
  const Image *photo = nullptr, *goal = nullptr;

  FinishValues values(const pagmo::vector_double& x) const {
    FinishValues out;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const Slider& s = pipeline->sliders()[i];
      out[i] = std::clamp(s.min + 0.5 * (x[i] + 1) * (s.max - s.min), s.min, s.max);
    }
    return out;
  }
  // What Pagmo asks of a problem.
  pagmo::vector_double fitness(const pagmo::vector_double& x) const {
    const Image result = pipeline->apply(*photo, values(x), {photo->width, photo->height});
    double sum = 0;
    for (std::size_t i = 0; i < result.pixels.size(); ++i) {
      const double d = double(result.pixels[i]) - double(goal->pixels[i]);
      sum += d * d;
    }
    return {sum / double(result.pixels.size())};
  }
  std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
    return {pagmo::vector_double(finish_sliders, -1.0), pagmo::vector_double(finish_sliders, 1.0)};
  }
};

} // namespace

FinishValues cmaes(const Pipeline& pipeline, const Image& photo, const Image& goal, int queries) {
  const Task task{&pipeline, &photo, &goal};
  const FinishValues neutral = neutral_values(pipeline);
  pagmo::vector_double start;
  for (std::size_t i = 0; i < neutral.size(); ++i) {
    const Slider& s = pipeline.sliders()[i];
    start.push_back(2 * (neutral[i] - s.min) / (s.max - s.min) - 1);
  }
  pagmo::population population{pagmo::problem{task}, 0, 11};
  for (unsigned i = 0; i < population_size; ++i) population.push_back(start); // so that it starts there
  // The start costs a query for each of the population.
  const unsigned generations = unsigned(std::max(1, queries / int(population_size) - 1));
  const pagmo::algorithm algorithm{pagmo::cmaes(generations, -1, -1, -1, -1, sigma, 0, 0, false, true, 11)};
  return task.values(algorithm.evolve(population).champion_x());
}

} // namespace penumbra::evaluate

#else

namespace penumbra::evaluate {

FinishValues cmaes(const Pipeline&, const Image&, const Image&, int) {
  throw Error("This build has no CMA-ES: it takes it from Pagmo (Debian: libpagmo-dev).");
}

} // namespace penumbra::evaluate

#endif
