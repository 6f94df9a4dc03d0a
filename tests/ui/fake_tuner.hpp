// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/sliders.hpp"
#include "core/error.hpp"
#include "core/tool/run_dialog.hpp"
#include "tests/ui/fake_agent.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

namespace penumbra::test {

/// Counts what is asked of it; goes to a known exposure and contrast in even steps.
struct TunerWorld {
  std::atomic<int> made{0}, runs{0}, cancelled{0}, reads{0};
  std::atomic<bool> hold{false};      ///< while true the tuner works on and on, until it is cancelled
  std::atomic<bool> hold_read{false}; ///< while true a reference is read and read
  double exposure = 1.0;
};

class FakeTuner : public Agent {
 public:
  explicit FakeTuner(TunerWorld& world) : world_(world) { ++world_.made; }

  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    ++world_.runs;
    try {
      while (world_.hold) {
        progress.step(0.1, "Thinking");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    } catch (const Cancelled&) {
      ++world_.cancelled;
      throw;
    }
    Episode episode;
    episode.composition = Composition::alternatives;
    episode.lower_is_better = true;
    episode.observation = observe(input.photo, 48);
    episode.states = {episode.observation};
    episode.goal.picture = observe(*input.reference, 48);
    episode.goal.same_content = settings.content != Content::other;
    episode.goal.polished = settings.polish;
    const int states = settings.steps + (settings.polish ? 1 : 0);
    for (int step = 0; step <= states; ++step) {
      FinishValues values{};
      values[0] = std::round(1000 * world_.exposure * step / states) / 1000;
      values[4] = std::round(200.0 * step / states) / 1000;
      if (step > 0) episode.edits.push_back(make_finish_step(values));
      episode.scores.push_back(distance_of(episode, values));
    }
    episode.suggested = states;
    episode.origin = {{"method", "fake"}};
    return episode;
  }

 private:
  TunerWorld& world_;
};

/// The reference "/looks/a.png" is grey, any other brighter; one with "gone" in its name is not there.
inline ui::DialogInput fake_match_input(TunerWorld& world, Image photo) {
  ui::DialogInput input;
  input.photo = std::make_shared<Image>(std::move(photo));
  input.name = "sample";
  input.path = "/photos/walk.jpg";
  input.make_agent = [&world](const std::string&) { return std::make_unique<FakeTuner>(world); };
  input.open = {{-4, "sky.xcf", sample_photo(20, 12)}, {15, "sky.xcf: Layer & more", {}}};
  input.read = [&world](const host::Values& values) {
    ++world.reads;
    while (world.hold_read) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const auto file = values.get<std::string>("reference");
    if (file.find("gone") != std::string::npos) throw Error("The file " + file + " cannot be read.");
    Image picture = sample_photo(120, 90);
    const float light = file == "/looks/a.png" ? 0.2f : 0.45f;
    for (float& v : picture.pixels) v += light;
    return picture;
  };
  return input;
}

} // namespace penumbra::test
