#include "core/agent/sliders.hpp"
#include "core/edit/finish/cube.hpp"
#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

#include <charconv>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>

namespace penumbra::cli {
namespace {

using AgentMaker = std::function<std::unique_ptr<Agent>()>;

struct Options {
  PictureOptions pictures;
  std::string reference, cube;
  AgentSettings agent;
  int step = -1;
  double strength = 1;
  std::vector<std::string> changes;
};

/// "contrast=0.2": another value for a slider.
void change(FinishValues& values, const std::string& text) {
  const std::size_t equals = text.find('=');
  std::string names;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& slider = finish_table()[i];
    names += (i ? ", " : "") + std::string(slider.name);
    if (equals == std::string::npos || text.substr(0, equals) != slider.name) continue;
    const char *const begin = text.data() + equals + 1, *const end = text.data() + text.size();
    double value = 0;
    const auto [last, problem] = std::from_chars(begin, end, value);
    if (problem != std::errc() || last != end || !(value >= slider.least && value <= slider.most))
      throw Error("\"" + text.substr(equals + 1) + "\" is no value for " + slider.name +
                  ": give a number from " + nlohmann::json(slider.least).dump() + " to " +
                  nlohmann::json(slider.most).dump() + ".");
    values[i] = value;
    return;
  }
  throw Error("\"" + text + "\" names no slider; there are " + names + ", as in contrast=0.2.");
}

std::string line_of(const Episode& episode, int state) {
  const FinishValues values = sliders_of(episode, state);
  const bool polished = episode.goal.polished && state == int(episode.edits.size());
  char text[64];
  std::snprintf(text, sizeof text, "%s %2d  distance %6.3f ", polished ? "polished" : "step", state,
                episode.scores[std::size_t(state)]);
  std::string line = text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::snprintf(text, sizeof text, " %s %+.3f", finish_table()[i].name, values[i]);
    line += text;
  }
  return line;
}

/// The photo as it is, for sliders that are set by hand alone.
Episode by_hand() {
  Episode episode;
  episode.composition = Composition::alternatives;
  episode.origin = {{"tool", "match-look"}, {"by_hand", true}};
  return episode;
}

Episode decide(const Options& options, const Image& photo, const AgentMaker& make, PictureRun& course) {
  if (options.reference.empty()) return by_hand();
  course.begin("read the reference");
  Notes notes;
  const Image reference = read_photo(options.reference, notes).image;
  course.begin("load");
  SubProgress part(course.progress(), 0.1, 0.3);
  part.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make();
  course.begin("decide");
  AgentSettings settings = options.agent;
  settings.threads = options.pictures.threads;
  return agent->run({photo, &reference}, settings, part);
}

/// The sliders of a state with the changes of the command line, as a recipe.
Recipe recipe_for(const Episode& episode, int state, const Options& options) {
  Recipe recipe = recipe_of(episode, state); // throws where there is no such state
  FinishValues values = sliders_of(episode, state);
  for (const std::string& text : options.changes) change(values, text);
  recipe.steps = {make_finish_step(values, options.strength)};
  recipe.origin["strength"] = options.strength;
  return recipe;
}

void run(const Options& options) {
  FinishValues tried{}; // what is wrong in the command line is said before anything is worked on
  for (const std::string& text : options.changes) change(tried, text);
  PictureRun course(options.pictures, {{options.reference}, {options.cube}});
  // The model is loaded while the pictures are read.
  const AgentMaker make = options.reference.empty() ? AgentMaker() : make_agent_ahead("pix-tuner");
  Photo photo = course.read();
  const Episode episode = decide(options, photo.image, make, course);
  const int step = options.step >= 0 ? options.step : episode.suggested;
  if (!options.pictures.quiet && !options.reference.empty()) {
    note(episode.goal.same_content ? "The reference shows the same: finishing."
                                   : "The reference shows something else: its look is taken over.");
    for (int i = 0; i <= int(episode.edits.size()); ++i) note(line_of(episode, i) + (i == step ? "  <" : ""));
  }
  const Recipe recipe = recipe_for(episode, step, options);
  if (!options.cube.empty()) {
    const FinishValues values = applied_finish_values(recipe.steps[0]);
    course.also(options.cube, to_cube(values));
    if (values.back() != 0) note("The .cube file holds all but the sharpness, which no look-up table can.");
  }
  course.render_and_write(recipe, std::move(photo), 0.3);
}

} // namespace

void add_match(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  options->agent.steps = 10;
  CLI::App* command = program.add_subcommand(
      "match", "Bring a photo to the look of a reference, by nine sliders set in ten steps");
  options->pictures.add_to(*command);
  command
      ->add_option("--reference", options->reference,
                   "Picture whose look is wanted; without it, --set alone says what to do")
      ->type_name("FILE");
  static const std::map<std::string, Content> contents{
      {"auto", Content::automatic}, {"same", Content::same}, {"other", Content::other}};
  command
      ->add_option("--content", options->agent.content,
                   "What the reference shows: the same as the photo, something other, or auto")
      ->transform(CLI::CheckedTransformer(contents))
      ->type_name("same|other|auto");
  command->add_option("--steps", options->agent.steps, "Steps of the policy, 1 to 10")
      ->check(CLI::Range(1, 10))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--step", options->step, "Render this step instead of the nearest; 0: nothing changed")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->add_option("--strength", options->strength, "Multiplies every slider, 0 to 1.5, within its range")
      ->check(CLI::Range(0.0, 1.5))
      ->type_name("X")
      ->capture_default_str();
  command->add_option("--set", options->changes, "Change a slider, as contrast=0.2; may be repeated")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  command->add_flag("--polish", options->agent.polish, "Go on from the nearest step with an optimiser");
  options->pictures.add_recipe_out(*command);
  command->add_option("--cube", options->cube, "Write the colours as a .cube look-up table")
      ->type_name("FILE");
  command->callback([options] {
    if (options->reference.empty() && options->changes.empty())
      throw CLI::RequiredError("--reference (or --set)");
    run(*options);
  });
}

} // namespace penumbra::cli
