// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/edit/curve/curve.hpp"
#include "core/tool/run_dialog.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <thread>

namespace penumbra::test {

/// A photo with edges, gradients and colour: dark, as the tool's photos are.
inline Image sample_photo(int width, int height, int channels = 3, Encoding encoding = Encoding::srgb) {
  Image photo(width, height, channels, encoding);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c) {
        const float u = float(x) / float(width), v = float(y) / float(height);
        const bool window = (x / 37 + y / 29) % 3 == 0;
        photo.at(x, y, c) = photo.has_alpha() && c == channels - 1
                                ? std::min(1.0f, 0.2f + u)
                                : 0.05f + 0.25f * u * (c + 1) / 3 + (window ? 0.3f * v : 0.0f);
      }
  return photo;
}

/// Counts what is asked of it; brightens by a map that grows from left to right.
struct FakeWorld {
  std::atomic<int> made{0}, runs{0}, finished{0}, cancelled{0};
  std::atomic<bool> hold{false}; ///< while true an agent works on and on, until it is cancelled
  std::string failure;           ///< thrown by run() where it is not empty
  int best = 4;
};

class FakeAgent : public Agent {
 public:
  FakeAgent(FakeWorld& world, std::string method) : world_(world), method_(std::move(method)) {
    ++world_.made;
  }

  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    ++world_.runs;
    try {
      while (world_.hold) {
        progress.step(0.1, "Thinking");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      progress.step(0.5, "Thinking");
    } catch (const Cancelled&) {
      ++world_.cancelled;
      throw;
    }
    if (!world_.failure.empty()) throw Error(world_.failure);
    Episode episode;
    episode.observation = observe(input.photo, 96);
    for (int step = 0; step < settings.steps; ++step) {
      Map map(episode.observation.width, episode.observation.height);
      for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x)
          map.values[std::size_t(y) * map.width + x] =
              0.1f + 0.3f * float(x) / float(map.width) + 0.02f * float(step);
      episode.edits.push_back(make_curve_step(std::move(map)));
      round_maps(episode.edits.back());
    }
    episode.suggested = std::min(world_.best, settings.steps);
    for (int state = 0; state <= int(episode.edits.size()); ++state)
      episode.scores.push_back(6.0 - 0.1 * std::pow(state - episode.suggested, 2));
    episode.origin["method"] = method_;
    ++world_.finished;
    return episode;
  }

 private:
  FakeWorld& world_;
  const std::string method_;
};

inline ui::DialogInput fake_input(FakeWorld& world, Image photo) {
  ui::DialogInput input;
  input.photo = std::make_shared<Image>(std::move(photo));
  input.name = "sample";
  input.make_agent = [&world](const std::string& method) {
    return std::make_unique<FakeAgent>(world, method);
  };
  return input;
}

} // namespace penumbra::test
