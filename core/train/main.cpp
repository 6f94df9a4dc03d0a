#include "core/error.hpp"
#include "core/nn/tensors.hpp"
#include "core/train/publish.hpp"
#include "core/train/trainer.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <malloc.h>

namespace {

using namespace penumbra;

nlohmann::json read_json(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw Error("The recipe " + path + " cannot be opened.");
  try {
    return nlohmann::json::parse(in);
  } catch (const nlohmann::json::exception& problem) {
    throw Error("The recipe " + path + " cannot be read: " + problem.what());
  }
}

struct LowLightArguments {
  std::string photos, out, recipe, init, watch;
  double minutes = 0;
  int report = 100, workers = 0;
  bool resume = false;
};

void train_low_light(const LowLightArguments& arguments) {
  LowLightRun run;
  if (!arguments.recipe.empty()) run = read_json(arguments.recipe).get<LowLightRun>();
  if (arguments.workers > 0) run.workers = arguments.workers;
  LowLightTrainer trainer(run, arguments.photos, arguments.out);
  std::ofstream(arguments.out + "/recipe.json") << nlohmann::json(run).dump(1) << '\n';
  if (!arguments.watch.empty()) trainer.watch(arguments.watch);
  if (arguments.resume && trainer.resume())
    std::puts("Going on from the checkpoint.");
  else if (!arguments.init.empty())
    trainer.start_from(arguments.init);
  trainer.train(arguments.minutes, arguments.report);
}

} // namespace

int main(int argc, char** argv) {
  // LibTorch frees and maps its large activations anew at every step otherwise, which costs up to half of the
  // time.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 2147483647);
  mallopt(M_TOP_PAD, 1 << 28);

  CLI::App app("Trains Penumbra's agents.", "penumbra-train");
  app.require_subcommand(1);
  LowLightArguments low_light;
  CLI::App* all_e =
      app.add_subcommand("all-e", "ALL-E's low-light policy: supervised warm start, then asynchronous "
                                  "advantage actor-critic");
  all_e->add_option("--photos", low_light.photos, "folder of well-exposed photographs")->required();
  all_e->add_option("--out", low_light.out, "folder for weights, checkpoint and log")->required();
  all_e->add_option("--recipe", low_light.recipe, "JSON of the run's settings; defaults where absent");
  all_e->add_option("--init", low_light.init,
                    "weights to start the reinforcement learning from, instead of a warm start");
  all_e->add_option("--watch", low_light.watch,
                    "folder with input/ and expertC/ to report on, never learnt from");
  all_e->add_option("--minutes", low_light.minutes, "stop after so many minutes; go on later with --resume");
  all_e->add_option("--report", low_light.report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  all_e->add_option("--workers", low_light.workers, "worker threads, one core each");
  all_e->add_flag("--resume", low_light.resume, "go on from the checkpoint in the output folder");
  all_e->callback([&] { train_low_light(low_light); });

  Publication publication;
  std::string working_size;
  CLI::App* publishing =
      app.add_subcommand("publish", "Puts trained weights among the models of the product");
  publishing->add_option("--weights", publication.weights, "safetensors file to copy")->required();
  publishing->add_option("--models", publication.models, "folder of manifest.json")->required();
  publishing->add_option("--id", publication.id, "id in the manifest, and the name of folder and file")
      ->required();
  publishing->add_option("--task", publication.task, "what the model is for")->required();
  publishing->add_option("--model-version", publication.version, "version in the manifest")->required();
  publishing->add_option("--working-size", working_size, "long side in pixels at which the model decides");
  publishing->callback([&] {
    if (!working_size.empty()) publication.metadata["working_size"] = working_size;
    publish(publication);
  });
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) ? 2 : 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "penumbra-train: %s\n", problem.what());
    return 1;
  }
}
