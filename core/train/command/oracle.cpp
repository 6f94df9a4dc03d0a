// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/system/all_e/all_e.hpp"
#include "core/train/command/commands.hpp"
#include "core/train/command/run_options.hpp"
#include "core/train/oracle/oracle_evaluation.hpp"
#include "core/train/oracle/oracle_trainer.hpp"
#include "core/train/run/json_file.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

namespace penumbra {
namespace {

struct Training {
  RunOptions options;
  std::vector<std::string> left_out;
};

void train(const Training& arguments) {
  const RunOptions& options = arguments.options;
  auto run = options.run<OracleRun>();
  if (!arguments.left_out.empty()) run.left_out = arguments.left_out;
  at::set_num_threads(1);
  OracleTrainer trainer(run, options.photos, options.out);
  options.keep(run);
  options.train(trainer);
}

struct Evaluation {
  std::string weights, photos, brackets, night, models, out;
  int held_out = 0;
  RankingRule rule;
};

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  const nlohmann::json pictures = read_json(list).at("pictures");
  for (const nlohmann::json& picture : pictures) names.push_back(picture.at("file"));
  return names;
}

/// How the oracle orders pictures.
void judge_order(const Evaluation& arguments, const Oracle& oracle, const PhotoSet& photos,
                 nlohmann::json& report) {
  if (!photos.photos.empty()) {
    const RankingTable table = rank_degradations(oracle, photos);
    print(table, "Photographs and their degradations");
    report["degradations"] = to_json(table);
  }
  if (!arguments.brackets.empty()) {
    const PairCount pairs = rank_brackets(oracle, arguments.brackets);
    std::printf("Brackets: reference above frames more than 40 away in mean luma: %.2f %% (%d)\n",
                pairs.percent(), pairs.all);
    report["brackets"] = {{"percent", pairs.percent()}, {"pairs", pairs.all}};
  }
}

/// What it makes of ALL-E's episodes.
void judge_choices(const Evaluation& arguments, const Oracle& oracle, const PhotoSet& photos,
                   nlohmann::json& report) {
  const Ladder ladder = ladder_of(make_all_e(arguments.models));
  const auto add = [&](const char* key, const char* title, const std::vector<LadderResult>& results) {
    print(results, title);
    report[key] = to_json(results);
  };
  if (!photos.photos.empty()) {
    add("photos", "Photographs that need no brightening",
        climb_photos(oracle, ladder, photos, arguments.rule));
    add("darkened", "The same photographs under-exposed",
        climb_darkened(oracle, ladder, photos, arguments.rule));
    if (!arguments.night.empty())
      add("night", "Dark by intent",
          climb_photos(oracle, ladder, photos, arguments.rule, names_in(arguments.night)));
  }
  if (!arguments.brackets.empty())
    add("bracket_frames", "Dark bracket frames",
        climb_brackets(oracle, ladder, arguments.brackets, arguments.rule));
}

void evaluate(const Evaluation& arguments) {
  at::set_num_threads(1);
  const auto oracle = load_oracle(arguments.weights);
  PhotoSet photos;
  if (!arguments.photos.empty()) photos = load_photos(arguments.photos, 384);
  if (arguments.held_out > 0) photos = hold_out(photos, arguments.held_out);
  nlohmann::json report = nlohmann::json::object();
  if (arguments.models.empty())
    judge_order(arguments, *oracle, photos, report);
  else
    judge_choices(arguments, *oracle, photos, report);
  if (!arguments.out.empty()) std::ofstream(arguments.out) << report.dump(1) << '\n';
}

} // namespace

void add_oracle_commands(CLI::App& app) {
  const auto training = std::make_shared<Training>();
  CLI::App* command = app.add_subcommand(
      "oracle", "the aesthetic oracle, in NIMA's form, from photographs and their degradations");
  training->options.report = 250;
  training->options.add_to(*command, "good photographs");
  command->add_option("--leave-out", training->left_out,
                      "families of degradations not to train on, to check that the order carries over");
  command->callback([training] { train(*training); });

  const auto evaluation = std::make_shared<Evaluation>();
  command = app.add_subcommand("oracle-evaluate", "how well an oracle ranks");
  command->add_option("--oracle", evaluation->weights, "weights of Penumbra's oracle or of NIMA on VGG-16")
      ->required();
  command->add_option("--photos", evaluation->photos, "folder of photographs to spoil in every way");
  command->add_option("--held-out", evaluation->held_out,
                      "take only every so-manieth photo, those that training with the same number held out");
  command->add_option("--brackets", evaluation->brackets, "folder of exposure brackets with manifest.json");
  command->add_option("--night", evaluation->night, "JSON list of those photographs that are dark by intent");
  command->add_option("--models", evaluation->models,
                      "judge what the oracle preselects of the steps of ALL-E in this folder of models, "
                      "instead of how it orders pictures");
  command->add_option("--least-gain", evaluation->rule.min_gain,
                      "points by which a state must exceed the untouched photo");
  command->add_option("--vivid", evaluation->rule.vivid,
                      "points needed for each 1 of the photo's vividness above --plain");
  command->add_option("--plain", evaluation->rule.plain, "vividness that asks for nothing");
  command->add_option("--tie", evaluation->rule.tie,
                      "points by which a later state may fall short of the best");
  command->add_option("--out", evaluation->out, "JSON file for the figures");
  command->callback([evaluation] { evaluate(*evaluation); });
}

} // namespace penumbra
