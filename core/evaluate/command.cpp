// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/command.hpp"

#include "core/edit/engine/strength.hpp"
#include "core/evaluate/evaluate.hpp"
#include "core/evaluate/match.hpp"
#include "core/io/terminal.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

namespace penumbra::evaluate {
namespace {

/// The folder of other people's weights, where there is one, may hold NIQE's parameters.
std::string default_niqe_model() {
  const char* folder = std::getenv("PENUMBRA_ORACLES");
  if (!folder) return {};
  const auto path = std::filesystem::path(folder) / "niqe.safetensors";
  return std::filesystem::exists(path) ? path.string() : std::string();
}

void run(Options options) {
  // Where the models are is known to the agents; a denoise step, which is rendered without them, asks the
  // environment.
  if (!options.method.models.empty()) setenv("PENUMBRA_MODELS", options.method.models.c_str(), 1);
  if (options.niqe_model.empty()) options.niqe_model = default_niqe_model();
  if (options.niqe_model.empty())
    cli::note(
        "NIQE is left out: give its parameters with --niqe FILE, or name their folder in PENUMBRA_ORACLES");
  cli::Terminal progress;
  const std::vector<SetResult> results = evaluate(options, progress);
  progress.finish();
  for (const SetResult& result : results) std::cout << table(result) << "\n";
}

constexpr const char* about =
    "Judges methods on folders of photos. A folder with manifest.json holds bracketed exposures (dark frame "
    "against reference), one with input/ and expertC/ pairs of the same names; any other holds photos.";

constexpr const char* about_methods =
    "What to judge; may be repeated. none, auto-levels, gamma100, clahe, mertens (fixed "
    "exposures of -1, 0, +1 EV fused), folder:PATH (ready results named "
    "like the photos), or a method of the tool with variants behind colons: step=best|last|reference|N, "
    "best, last, steps=N, size=N, strength=X, denoise=X, clarity=X, mean-map, exact, fast, as in "
    "all-e:size=96:mean-map. "
    "Default: none, the tool's baselines and "
    "every method of the tool";

/// Adds the options that all tools share, and the run.
void add_tool(CLI::App& command, const std::string& name, const std::string& id, const char* description) {
  CLI::App* tool = command.add_subcommand(name, description);
  const auto options = std::make_shared<Options>();
  options->tool = id;
  tool->add_option("folders", options->folders, "Folders of photos")->required();
  tool->add_option("--method", options->methods, about_methods)
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  tool->add_option("--steps", options->method.agent.steps, "Length of the episode, 1 to 12")
      ->check(CLI::Range(1, 12))
      ->capture_default_str();
  tool->add_option("--working-size", options->method.agent.working_size,
                   "Long side in pixels that is decided at; 0: the model's own")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  tool->add_option("--step", options->method.step,
                   "Step to judge: best (the preselected one), last, a number")
      ->capture_default_str();
  tool->add_option("--strength", options->method.strength, "How much of what was decided is applied")
      ->check(CLI::Range(min_strength, max_strength))
      ->capture_default_str();
  tool->add_flag("--keep", options->sets.keep,
                 "The photos are good: judge how little they change (median and 10th percentile of PSNR)");
  tool->add_option("--list", options->sets.list, R"(JSON file whose "pictures" name the photos to use)")
      ->check(CLI::ExistingFile);
  tool->add_flag("--all-dark", options->sets.all_dark,
                 "All dark frames of a bracket, not the primary one alone");
  tool->add_flag("--bright", options->sets.bright,
                 "Over-exposed frames of a bracket: the aligned one above mean luma 150 nearest to 190");
  tool->add_option(
      "--long-side", options->long_side,
      "Reduce photos to this long side first; 0: not; default: 600 for photos without references "
      "and list, as published figures are measured");
  tool->add_option(
          "--noise", options->noise,
          "Add a camera's noise to the photos first: deviation of the shot noise at full scale in linear "
          "light, as 0.02; the same at every run")
      ->check(CLI::Range(0.0, 1.0));
  tool->add_option("--limit", options->sets.limit, "At most so many photos of each folder; 0: all")
      ->check(CLI::NonNegativeNumber);
  tool->add_option("--niqe", options->niqe_model, "NIQE's parameters (safetensors: mu, cov, gaussian_window)")
      ->check(CLI::ExistingFile);
  tool->add_option("--models", options->method.models, "Folder of the models")->check(CLI::ExistingDirectory);
  tool->add_option("--oracle", options->method.agent.oracle,
                   "Low light: preselect steps by these weights, NIMA on VGG-16 (safetensors, PyTorch's "
                   "names) or Penumbra's own form; default: the oracle among the models")
      ->check(CLI::ExistingFile);
  tool->add_option("--csv", options->csv, "Write the figures of each picture to this file");
  tool->add_option("--html", options->html, "Write a page with the pictures side by side into this folder");
  tool->add_option("--threads", options->method.agent.threads, "Threads to use; 0: all cores")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  tool->callback([options] { run(*options); });
}

} // namespace

void add_tools(CLI::App& program) {
  program.require_subcommand(1);
  add_tool(program, "low-light", "low-light", about);
  add_tool(program, "expose", "local-exposure", about);
  add_match_evaluation(program);
}

} // namespace penumbra::evaluate
