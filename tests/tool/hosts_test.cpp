// SPDX-License-Identifier: GPL-3.0-or-later
// Every tool in every host: what is asked for in the PDB, at the command line, by Repeat and in the window
// gives the same suggested step and the same pixels, at any strength.

#include "core/edit/curve/curve.hpp"
#include "core/edit/denoise/denoise.hpp"
#include "core/tool/local_exposure.hpp"
#include "core/tool/low_light.hpp"
#include "core/tool/match_look.hpp"
#include "plugin/cli/tool_options.hpp"
#include "tests/image/pictures.hpp"
#include "tests/tool/fake_host.hpp"
#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "ui/session/tool_session.hpp"
#include "ui/tool/local_exposure/session.hpp"
#include "ui/tool/match_look/session.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace penumbra::host {
namespace {

/// Decides known edits for each tool, and what it suggests depends on what it was told.
class KnownAgent : public Agent {
 public:
  explicit KnownAgent(std::string id) : id_(std::move(id)) {}
  Episode run(const Input& input, const AgentSettings& settings, Progress&) override {
    Episode episode;
    episode.observation = observe(input.photo, 64);
    if (id_ == "pix-tuner")
      match(episode, settings);
    else if (id_.rfind("deep-exposure", 0) == 0)
      expose(episode);
    else
      brighten(episode, settings);
    episode.origin = {{"method", id_}};
    return episode;
  }

 private:
  static void brighten(Episode& episode, const AgentSettings& settings) {
    for (int t = 0; t < settings.steps; ++t) {
      Map map(1, 1);
      map.values = {0.1f + 0.02f * float(t)};
      episode.edits.push_back(make_curve_step(map));
    }
    episode.suggested = settings.steps / 2;
  }
  static void expose(Episode& episode) {
    FusionPlan plan;
    plan.labels = Map(8, 8);
    for (std::size_t i = 0; i < 64; ++i) plan.labels.values[i] = float(i % 8 / 3);
    plan.segments = {{1.5, true}, {0.5, true}, {-1.0, true}};
    episode.edits = {make_fusion_step(plan)};
    episode.suggested = 1;
  }
  static void match(Episode& episode, const AgentSettings& settings) {
    episode.composition = Composition::alternatives;
    for (int t = 1; t <= settings.steps; ++t)
      episode.edits.push_back(make_finish_step({0.1 * t, 0, 0.05 * t, settings.polish ? 0.5 : 0.25}));
    episode.scores.assign(std::size_t(settings.steps) + 1, 1.0);
    episode.suggested = settings.steps - 1;
  }
  std::string id_;
};

const AgentMaker known = [](const std::string& id) { return std::make_unique<KnownAgent>(id); };

/// A run of a tool on a photo: the step that it came to, and the pixels.
struct Result {
  int step = -1;
  Recipe recipe;
  Floats pixels;
};

struct HostsTest : test::UiTest, ::testing::WithParamInterface<const char*> {
  const Tool& tool = *find_tool(GetParam());
  Image photo = test::photo(90, 60, 3);
  Image goal = test::photo(60, 40, 3, 5);

  Means means() {
    Means out;
    out.make = known;
    out.reference = [this](const Values&) { return goal; };
    return out;
  }
  Result run_on(FakeHost& host, Values values, Means means) {
    Result out;
    means.chosen = [&](const Choosing&, const Episode&, int state) { out.step = state; };
    host.photo = photo;
    EXPECT_EQ(run(host, tool, values, means), Outcome::committed);
    out.recipe = host.recipe;
    out.pixels = host.committed.pixels;
    return out;
  }

  /// As a script calls the procedure of GIMP.
  Result by_procedure(const Values& values) {
    Values passed(tool.table);
    std::string method;
    for (const Parameter& parameter : tool.table.parameters) {
      if (parameter.positional && parameter.type != Type::method)
        set_argument(passed, parameter, argument_of(values, parameter));
      if (parameter.type == Type::method) method = values.get<std::string>(parameter.id);
      if (!parameter.positional && parameter.type != Type::changes)
        method += ":" + std::string(parameter.id) + "=" + values.at(parameter.id).dump();
    }
    if (!method.empty()) set_argument(passed, *find_parameter(tool.table, "method"), method);
    FakeHost host;
    return run_on(host, passed, means());
  }
  static nlohmann::json argument_of(const Values& values, const Parameter& parameter) {
    const nlohmann::json& value = values.at(parameter.id);
    if (parameter.type == Type::flag) return int(value == true);
    if (!is_choice(parameter)) return value;
    const std::vector<Choice> choices = choices_of(values.table(), parameter);
    for (int i = 0; i < int(choices.size()); ++i)
      if (value == choices[std::size_t(i)].id) return i;
    return -1;
  }

  /// Repeat, from the last values as the host keeps them.
  Result by_repeat(const Values& values) {
    const std::string kept = to_json(values, Kept::host).dump();
    FakeHost host;
    host.mode = RunMode::with_last_values;
    return run_on(host, values_from_json(tool, nlohmann::json::parse(kept)), means());
  }

  Result by_command_line(const Values& values) {
    std::vector<std::string> words{tool.table.command};
    for (const auto& [option, value] : options_of(values)) {
      words.push_back(option);
      if (!value.empty()) words.push_back(value);
    }
    Values parsed(tool.table);
    CLI::App program;
    CLI::App* command = program.add_subcommand(tool.table.command);
    cli::add_options(*command, parsed);
    std::reverse(words.begin(), words.end()); // as CLI11 wants them
    program.parse(words);
    FakeHost host;
    return run_on(host, parsed, means());
  }

  std::unique_ptr<ui::ToolSession> session_of(const ui::DialogInput& input, const Values& values) {
    const std::string id = tool.table.id;
    if (id == "local-exposure") return std::make_unique<ui::LocalExposureSession>(tool, input, values);
    if (id == "match-look") return std::make_unique<ui::MatchLookSession>(tool, input, values);
    return std::make_unique<ui::ToolSession>(tool, input, values);
  }
  /// The window opens at initial values; they are then set one by one, as by a person.
  Result by_window(const Values& values) {
    Result out;
    FakeHost host;
    host.mode = RunMode::interactive;
    Means with = means();
    with.choose = [&](Host&, std::shared_ptr<const Image> shown, const Values&) {
      ui::DialogInput input;
      input.photo = shown;
      input.make_agent = known;
      input.read = with.reference;
      Values start(tool.table);
      if (find_parameter(tool.table, "reference")) start.set("reference", values.at("reference"));
      const auto session = session_of(input, start);
      session->start();
      const auto settled = [&] {
        return wait(
            [&] { return session->can_commit() && (session->last_step() > 0 || session->best_step() > 0); });
      };
      EXPECT_TRUE(settled());
      for (const Parameter& parameter : tool.table.parameters)
        if (parameter.type != Type::step && parameter.type != Type::picture &&
            parameter.type != Type::layer && parameter.type != Type::changes)
          session->set(parameter.id, values.at(parameter.id));
      EXPECT_TRUE(settled());
      if (const int step = values.get<int>("step"); step >= 0) session->set_step(step);
      return std::optional(session->choice());
    };
    return run_on(host, Values(tool.table), with);
  }
};

TEST_P(HostsTest, SuggestAndRenderTheSameAtAnyStrength) {
  Values values(tool.table);
  if (find_parameter(tool.table, "reference")) values.set("reference", "/looks/a.png");
  if (find_parameter(tool.table, "polish")) values.set("polish", true);
  if (find_parameter(tool.table, "clarity")) values.set("clarity", 0.3);
  std::optional<int> suggested;
  for (const double strength : {1.0, 0.5, 0.3, 1.5}) {
    values.set("strength", strength);
    const Result procedure = by_procedure(values);
    if (!suggested) suggested = procedure.step;
    EXPECT_EQ(procedure.step, *suggested) << strength;
    for (const Result& other : {by_repeat(values), by_command_line(values), by_window(values)}) {
      EXPECT_EQ(other.step, procedure.step) << strength;
      EXPECT_EQ(other.recipe.steps, procedure.recipe.steps) << strength;
      EXPECT_EQ(other.pixels, procedure.pixels) << strength;
    }
  }
  EXPECT_GT(*suggested, 0);
}

TEST_P(HostsTest, ObeyTheStepThatIsAskedFor) {
  Values values(tool.table);
  if (find_parameter(tool.table, "reference")) values.set("reference", "/looks/a.png");
  values.set("step", 2).set("strength", 0.75);
  const Result procedure = by_procedure(values);
  EXPECT_EQ(procedure.step, 2);
  for (const Result& other : {by_repeat(values), by_command_line(values), by_window(values)}) {
    EXPECT_EQ(other.step, 2);
    EXPECT_EQ(other.pixels, procedure.pixels);
  }
}

TEST_P(HostsTest, WhatDoesNotDecideNeverReachesTheAgent) {
  Values values(tool.table);
  const Values before = decision_of(values);
  for (const Parameter& parameter : tool.table.parameters) {
    if (parameter.type != Type::amount) continue;
    Values other = values;
    other.set(parameter.id, 0.4);
    EXPECT_EQ(decision_of(other) == before, parameter.decides == Decides::no) << parameter.id;
    Values more = values;
    more.set(parameter.id, 0.7);
    EXPECT_EQ(decision_of(other), decision_of(more)) << parameter.id << ": how much does not matter";
  }
  EXPECT_EQ(decision_of(Values(values).set("step", 2)), before);
  EXPECT_EQ(decision_of(Values(values).set("output", "new-layer")), before);
}

INSTANTIATE_TEST_SUITE_P(Tools, HostsTest, ::testing::Values("low-light", "local-exposure", "match-look"));

} // namespace
} // namespace penumbra::host
