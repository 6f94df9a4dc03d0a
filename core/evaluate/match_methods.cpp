// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/match_methods.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace penumbra::evaluate {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

constexpr Matrix rgb_to_lms{{{0.3811, 0.5783, 0.0402}, {0.1967, 0.7244, 0.0782}, {0.0241, 0.1288, 0.8444}}};
constexpr Matrix lms_to_rgb{
    {{4.4679, -3.5873, 0.1193}, {-1.2186, 2.3809, -0.1624}, {0.0497, -0.2439, 1.2045}}};

std::array<double, 3> times(const Matrix& m, const std::array<double, 3>& v) {
  std::array<double, 3> out{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) out[i] += m[i][k] * v[k];
  return out;
}

const double root[3] = {std::sqrt(3.0), std::sqrt(6.0), std::sqrt(2.0)};

std::array<double, 3> to_lab(const float* p) {
  std::array<double, 3> lms = times(rgb_to_lms, {double(p[0]), double(p[1]), double(p[2])});
  for (double& v : lms) v = std::log10(std::max(v, 1.0 / 255));
  const auto [l, m, s] = lms;
  return {(l + m + s) / root[0], (l + m - 2 * s) / root[1], (l - m) / root[2]};
}

void to_rgb(const std::array<double, 3>& lab, float* p) {
  const double a = lab[0] / root[0], b = lab[1] / root[1], c = lab[2] / root[2];
  std::array<double, 3> lms{a + b + c, a + b - c, a - 2 * b};
  for (double& v : lms) v = std::pow(10.0, v);
  const std::array<double, 3> rgb = times(lms_to_rgb, lms);
  for (std::size_t i = 0; i < 3; ++i) p[i] = float(std::clamp(rgb[i], 0.0, 1.0));
}

struct Moments {
  std::array<double, 3> mean{}, deviation{};
};

Moments moments(const Image& image) {
  Moments m;
  std::array<double, 3> squares{};
  const double n = double(image.pixels.size()) / 3;
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    const auto lab = to_lab(image.pixels.data() + i);
    for (std::size_t c = 0; c < 3; ++c) m.mean[c] += lab[c] / n, squares[c] += lab[c] * lab[c] / n;
  }
  for (std::size_t c = 0; c < 3; ++c)
    m.deviation[c] = std::sqrt(std::max(0.0, squares[c] - m.mean[c] * m.mean[c]));
  return m;
}

class None : public MatchMethod {
 public:
  MatchOutcome run(const MatchPair& pair, MatchKind) override { return {pair.photo, 0, 0}; }
};

class Reinhard : public MatchMethod {
 public:
  MatchOutcome run(const MatchPair& pair, MatchKind) override {
    return {reinhard(pair.photo, pair.goal), 0, 0};
  }
};

class Cmaes : public MatchMethod {
 public:
  Cmaes(const Pipeline& pipeline, int queries) : pipeline_(pipeline), queries_(queries) {}
  MatchOutcome run(const MatchPair& pair, MatchKind kind) override {
    if (kind == MatchKind::style) throw Error("CMA-ES compares pixels; it cannot match a style.");
    const FinishValues values = cmaes(pipeline_, pair.photo, pair.goal, queries_);
    return {pipeline_.apply(pair.photo, values, {pair.photo.width, pair.photo.height}), queries_, 0};
  }

 private:
  const Pipeline& pipeline_;
  int queries_;
};

class Policy : public MatchMethod {
 public:
  Policy(const Pipeline& pipeline, const MatchMethodOptions& options, int steps, int polish_queries)
      : pipeline_(pipeline), tuner_(make_agent("pix-tuner", options.models)) {
    settings_.pipeline = &pipeline;
    settings_.weights = options.weights;
    settings_.threads = options.threads;
    settings_.steps = steps;
    settings_.polish = polish_queries > 0;
    settings_.polish_queries = polish_queries;
  }
  MatchOutcome run(const MatchPair& pair, MatchKind kind) override {
    Progress silent;
    settings_.content = kind == MatchKind::style ? Content::other : Content::same;
    const Episode episode = tuner_->run({pair.photo, &pair.goal}, settings_, silent);
    const FinishValues values = sliders_of(episode, episode.suggested, pipeline_);
    return {pipeline_.apply(pair.photo, values, {pair.photo.width, pair.photo.height}), episode.goal.queries,
            0};
  }

 private:
  const Pipeline& pipeline_;
  std::unique_ptr<Agent> tuner_;
  AgentSettings settings_;
};

/// Adds the time.
class Timed : public MatchMethod {
 public:
  explicit Timed(std::unique_ptr<MatchMethod> method) : method_(std::move(method)) {}
  MatchOutcome run(const MatchPair& pair, MatchKind kind) override {
    const auto since = std::chrono::steady_clock::now();
    MatchOutcome outcome = method_->run(pair, kind);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
    return outcome;
  }

 private:
  std::unique_ptr<MatchMethod> method_;
};

int number(const std::string& text, const std::string& method, int min, int max) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < min || value > max)
    throw Error("\"" + method + "\" needs a number from " + std::to_string(min) + " to " +
                std::to_string(max) + ".");
  return value;
}

std::unique_ptr<MatchMethod> method_of(const std::string& text, const Pipeline& pipeline,
                                       const MatchMethodOptions& options) {
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (text == "none") return std::make_unique<None>();
  if (text == "reinhard") return std::make_unique<Reinhard>();
  if (name == "cmaes") return std::make_unique<Cmaes>(pipeline, number(rest, text, 20, 100000));
  if (name == "policy" || name == "polish") {
    if (&pipeline == &paper_pipeline() && options.weights.empty())
      throw Error("The shipped policies are trained on the product's sliders; leave out \"" + text +
                  "\" or name weights for the paper's with --weights.");
    int steps = 10, queries = name == "polish" ? AgentSettings().polish_queries : 0;
    if (rest.rfind("steps=", 0) == 0)
      steps = number(rest.substr(6), text, 1, 10);
    else if (queries && rest.rfind("queries=", 0) == 0)
      queries = number(rest.substr(8), text, 20, 100000);
    else if (!rest.empty())
      throw Error("\"" + text + "\" is not known; variants are policy:steps=N and polish:queries=N.");
    return std::make_unique<Policy>(pipeline, options, steps, queries);
  }
  throw Error("There is no method \"" + text +
              "\"; known are none, reinhard, policy, policy:steps=N, polish, polish:queries=N and cmaes:N.");
}

} // namespace

Image reinhard(const Image& photo, const Image& reference) {
  const Moments from = moments(photo), to = moments(reference);
  Image out = photo;
  for (std::size_t i = 0; i < out.pixels.size(); i += 3) {
    std::array<double, 3> lab = to_lab(photo.pixels.data() + i);
    for (std::size_t c = 0; c < 3; ++c)
      lab[c] = (lab[c] - from.mean[c]) * (to.deviation[c] / std::max(from.deviation[c], 1e-6)) + to.mean[c];
    to_rgb(lab, out.pixels.data() + i);
  }
  return out;
}

std::unique_ptr<MatchMethod> make_match_method(const std::string& text, const Pipeline& pipeline,
                                               const MatchMethodOptions& options) {
  return std::make_unique<Timed>(method_of(text, pipeline, options));
}

} // namespace penumbra::evaluate
