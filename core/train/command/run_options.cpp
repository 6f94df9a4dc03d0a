// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/run_options.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

namespace penumbra {

void RunOptions::add_to(CLI::App& command, const std::string& photos_are) {
  command.add_option("--photos", photos, "folder of " + photos_are)->required();
  command.add_option("--out", out, "folder for weights, checkpoint and log")->required();
  command.add_option("--recipe", recipe, "JSON of the run's settings; defaults where absent");
  command.add_option("--minutes", minutes, "stop after so many minutes; go on later with --resume");
  command.add_option("--report", report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  command.add_flag("--resume", resume, "go on from the checkpoint in the output folder");
}

void RunOptions::keep(const nlohmann::json& run) const {
  std::filesystem::create_directories(out);
  std::ofstream(out + "/recipe.json") << run.dump(1) << '\n';
}

} // namespace penumbra
