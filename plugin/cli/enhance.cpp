#include "core/agent/agent.hpp"
#include "core/error.hpp"
#include "core/tool/low_light.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

#include <algorithm>
#include <memory>

namespace penumbra::cli {
namespace {

struct Options {
  PictureOptions pictures;
  host::LowLightValues values;
  int working_size = 0;
  std::string oracle;
};

std::vector<std::string> methods() {
  std::vector<std::string> ids;
  for (const AgentInfo& info : agents())
    if (info.tool == "low-light") ids.push_back(info.id);
  return ids;
}

host::Choice decide(const Options& options, const Image& photo, PictureRun& course) {
  SubProgress part(course.progress(), 0.1, 0.5);
  course.begin("load");
  part.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make_agent(options.values.method);
  course.begin("decide");
  part.step(0.0, "Looking at the photo");
  AgentSettings settings;
  settings.steps = options.values.steps;
  settings.denoise = options.values.denoise > 0;
  settings.working_size = options.working_size;
  settings.threads = options.pictures.threads;
  settings.oracle = options.oracle;
  return {options.values, host::apply(agent->run(photo, settings, part), options.values)};
}

void run(const Options& options) {
  if (options.values.step > host::last_step(options.values))
    throw CLI::ValidationError("--step", std::to_string(options.values.step) + " is more than the " +
                                             std::to_string(options.values.steps) + " steps of --steps");
  host::check(options.values);

  PictureRun course(options.pictures, {{options.oracle}, {}});
  Photo photo = course.read();
  const host::Choice choice = decide(options, photo.image, course);
  const int last = int(choice.episode.edits.size()); // clarity adds a step, denoising where it is useful
  const int step = options.values.step < 0 ? choice.episode.suggested : std::min(options.values.step, last);
  const Recipe recipe = host::recipe_for(choice, step);
  course.render_and_write(recipe, std::move(photo), 0.5);
  if (step == 0 && options.values.step < 0 && !options.pictures.quiet)
    note("step 0 was found best: the photo is bright enough and was left as it is");
}

} // namespace

void add_enhance(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("enhance", "Brighten a dark photo, step by step");
  options->pictures.add_to(*command);
  command->add_option("--method", options->values.method, "Who decides")
      ->check(CLI::IsMember(methods()))
      ->type_name("")
      ->capture_default_str();
  command->add_option("--steps", options->values.steps, "Steps to decide, 1 to 12")
      ->check(CLI::Range(1, 12))
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option("--step", options->values.step, "Step to keep, 0 to N (the one that the oracle prefers)")
      ->check(CLI::Range(0, 14))
      ->type_name("N");
  command->add_option("--strength", options->values.strength, "Of each step, 0 to 1.5")
      ->check(CLI::Range(0.0, 1.5))
      ->type_name("X")
      ->capture_default_str();
  command
      ->add_option("--denoise", options->values.denoise,
                   "Share of the noise to take off, 0 to 1; 0 leaves it")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("X")
      ->capture_default_str();
  command
      ->add_option("--clarity", options->values.clarity,
                   "How much to raise local contrast, 0 to 1; 0 leaves it")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("X")
      ->capture_default_str();
  command
      ->add_option("--working-size", options->working_size,
                   "Long side in pixels of the small copy that is decided on (the model's own)")
      ->check(CLI::Range(16, 8192))
      ->type_name("PIXELS");
  command
      ->add_option("--oracle", options->oracle,
                   "Compare the steps by these weights: NIMA on VGG-16 (safetensors, PyTorch's names), or "
                   "Penumbra's own form (the shipped oracle)")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  options->pictures.add_recipe_out(*command);
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
