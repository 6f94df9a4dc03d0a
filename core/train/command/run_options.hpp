// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/run/json_file.hpp"

#include <CLI/App.hpp>
#include <cstdio>
#include <string>

namespace penumbra {

/// What every training run is told on the command line.
struct RunOptions {
  std::string photos, out, recipe;
  double minutes = 0;
  int report = 100; ///< updates between two reports and checkpoints
  bool resume = false;

  /// Adds the options to a subcommand; they must live as long as it.
  void add_to(CLI::App& command, const std::string& photos_are);
  /// The settings of the recipe; defaults where it has none, or where there is no recipe. Throws Error that
  /// names the file.
  template <class Run> Run run() const { return recipe.empty() ? Run() : read_json(recipe).get<Run>(); }
  /// Writes the settings of a run beside its results, as recipe.json.
  void keep(const nlohmann::json& run) const;
  /// Goes on from the checkpoint where that is wanted and there is one, otherwise from what `begin` sets up,
  /// to the end of the run or of the minutes.
  template <class Trainer, class Begin> void train(Trainer& trainer, Begin begin) const {
    if (resume && trainer.resume())
      std::puts("Going on from the checkpoint.");
    else
      begin();
    trainer.train(minutes, report);
  }
  template <class Trainer> void train(Trainer& trainer) const {
    train(trainer, [] {});
  }
};

} // namespace penumbra
