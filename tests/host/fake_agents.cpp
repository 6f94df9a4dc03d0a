// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for libpenumbra-agents.so, loaded in its place by the tests' copy of the plug-in: known edits,
// so that pixels can be computed by hand, and failures on demand. PENUMBRA_FAKE_AGENT says which.

#include "core/abi.hpp"
#include "core/agent/library.hpp"
#include "core/edit/curve/curve.hpp"
#include "core/edit/finish/finish.hpp"
#include "core/edit/fusion/fusion.hpp"
#include "core/error.hpp"
#include "core/export.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <libgimp/gimp.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>

PENUMBRA_SHOW_ABI;

namespace {

using namespace penumbra;

/// What a user could do to the image while the agent thinks.
void meddle(const std::string& how) {
  int count = 0;
  int* images = gimp_image_list(&count);
  const gint32 image = count ? images[0] : -1;
  g_free(images);
  if (how == "delete-layer") gimp_image_remove_layer(image, gimp_image_get_active_layer(image));
  if (how == "delete-image") gimp_image_delete(image);
  if (how == "select") gimp_image_select_rectangle(image, GIMP_CHANNEL_OP_REPLACE, 0, 0, 3, 3);
  if (how == "indexed")
    gimp_image_convert_indexed(image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_WEB, 0, FALSE, FALSE,
                               "");
  if (how == "precision") gimp_image_convert_precision(image, GIMP_PRECISION_U16_LINEAR);
}

/// Curve steps of one strength all over the picture, 0.25; step 4 is suggested.
class FakeAgent : public Agent {
 public:
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    const char* wanted = std::getenv("PENUMBRA_FAKE_AGENT");
    const std::string how = wanted ? wanted : "";
    if (how == "fail") throw Error("The fake agent fails.");
    if (how == "fail-otherwise") throw std::out_of_range("some library's own words");
    if (how == "die") std::abort();
    if (how == "wait") wait(progress);
    meddle(how);
    Episode episode;
    episode.observation = observe(input.photo, 64);
    Map map(1, 1);
    map.values = {0.25f};
    for (int i = 0; i < settings.steps; ++i) {
      episode.edits.push_back(make_curve_step(map));
      progress.step(double(i + 1) / settings.steps, "Deciding");
    }
    episode.suggested = how == "leave" ? 0 : std::min(4, settings.steps);
    for (int i = 0; i <= settings.steps; ++i)
      episode.scores.push_back(6 - 0.1 * std::abs(i - episode.suggested));
    episode.origin = {{"method", "fake"}};
    return episode;
  }

 private:
  /// Until the process is ended from outside; tells its process in a file.
  static void wait(Progress& progress) {
    if (const char* file = std::getenv("PENUMBRA_FAKE_AGENT_FILE")) std::ofstream(file) << getpid() << ".";
    for (int i = 0; i < 600; ++i) {
      progress.step(i / 600.0, "Waiting");
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
};

/// Left half +1.5 EV, right half -0.75 EV.
class FakeExposureAgent : public Agent {
 public:
  Episode run(const Input& input, const AgentSettings&, Progress&) override {
    Episode episode;
    episode.observation = observe(input.photo, 64);
    FusionPlan plan;
    plan.labels = Map(64, 64);
    for (std::size_t i = 0; i < plan.labels.values.size(); ++i)
      plan.labels.values[i] = i % 64 < 32 ? 0.0f : 1.0f;
    plan.segments = {{1.5, true}, {-0.75, true}};
    plan.weights.locality = 0.5;
    episode.edits = {make_fusion_step(plan)};
    episode.suggested = 1;
    return episode;
  }
};

/// One EV up in the last step, whatever the reference.
class FakeTuner : public Agent {
 public:
  Episode run(const Input& input, const AgentSettings& settings, Progress&) override {
    Episode episode;
    episode.composition = Composition::alternatives;
    episode.observation = observe(input.photo, 32);
    episode.states = {episode.observation};
    episode.goal.picture = observe(*input.reference, 32);
    for (int t = 0; t <= settings.steps; ++t) {
      if (t > 0) episode.edits.push_back(make_finish_step({double(t) / settings.steps}));
      episode.scores.push_back(10.0 - t);
    }
    episode.lower_is_better = true;
    episode.suggested = settings.steps;
    return episode;
  }
};

} // namespace

extern "C" PENUMBRA_API MakeAgent penumbra_make_agent; // a change of the type is then seen by the compiler

void penumbra_make_agent(const char* id, const char*, std::unique_ptr<Agent>* agent) {
  if (std::string(id).rfind("deep-exposure", 0) == 0)
    *agent = std::make_unique<FakeExposureAgent>();
  else if (std::string(id) == "pix-tuner")
    *agent = std::make_unique<FakeTuner>();
  else
    *agent = std::make_unique<FakeAgent>();
}
