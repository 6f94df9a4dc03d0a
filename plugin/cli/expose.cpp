#include "core/agent/agent.hpp"
#include "core/error.hpp"
#include "core/tool/local_exposure.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

#include <charconv>
#include <memory>

namespace penumbra::cli {
namespace {

struct Options {
  PictureOptions pictures;
  std::string method = "ii";
  double strength = 1;
  bool fast = false;
  std::vector<std::string> changes;
};

/// "2=1.5" or "2=off": another EV for a segment, or none.
void change(FusionPlan& plan, const std::string& text) {
  const std::size_t equals = text.find('=');
  int number = 0;
  const char* const end = text.data() + std::min(equals, text.size());
  const bool known = equals != std::string::npos && std::from_chars(text.data(), end, number).ptr == end &&
                     number >= 1 && number <= int(plan.segments.size());
  if (!known)
    throw Error("\"" + text + "\" names no segment; there are segments 1 to " +
                std::to_string(plan.segments.size()) + " in this photo, as in 2=1.5 or 2=off.");
  SegmentExposure& segment = plan.segments[std::size_t(number) - 1];
  const std::string value = text.substr(equals + 1);
  double ev = 0;
  if (value == "off")
    segment.on = false;
  else if (const auto [last, problem] = std::from_chars(value.data(), value.data() + value.size(), ev);
           problem == std::errc() && last == value.data() + value.size() && ev >= -most_ev && ev <= most_ev)
    segment = {ev, true};
  else
    throw Error("\"" + value + "\" is no exposure; give an EV from -3.5 to 3.5, or off.");
}

host::LocalExposureChoice decide(const Options& options, const Image& photo, PictureRun& course) {
  host::LocalExposureValues values;
  values.method = "deep-exposure-" + options.method;
  values.strength = options.strength;
  values.form = options.fast ? FusionForm::fast : FusionForm::exact;
  SubProgress part(course.progress(), 0.1, 0.3);
  course.begin("load");
  part.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make_agent(values.method);
  course.begin("decide");
  AgentSettings settings;
  settings.threads = options.pictures.threads;
  return host::apply(agent->run(photo, settings, part), values);
}

void run(const Options& options) {
  PictureRun course(options.pictures);
  Photo photo = course.read();
  host::LocalExposureChoice choice = decide(options, photo.image, course);
  for (const std::string& text : options.changes) change(choice.plan, text);
  if (!options.pictures.quiet)
    for (std::size_t i = 0; i < choice.plan.segments.size(); ++i)
      note("segment " + std::to_string(i + 1) + ": " +
           (choice.plan.segments[i].on ? host::ev_text(choice.plan.ev(int(i))) : "off"));
  const Recipe recipe = host::recipe_for(choice);
  course.render_and_write(recipe, std::move(photo), 0.3);
}

} // namespace

void add_expose(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("expose", "Balance the exposure of a photo's parts, and fuse the exposures");
  options->pictures.add_to(*command);
  command->add_option("--method", options->method, "Form of DeepExposure: i or ii")
      ->check(CLI::IsMember({"i", "ii"}))
      ->type_name("")
      ->capture_default_str();
  command->add_option("--strength", options->strength, "Multiplies every exposure, 0 to 1.5")
      ->check(CLI::Range(0.0, 1.5))
      ->type_name("X")
      ->capture_default_str();
  command
      ->add_option(
          "--segment", options->changes,
          "Change a segment's exposure, as 2=1.5 (EV) or 2=off; may be repeated. Segment 1 is the darkest")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false)
      ->type_name("N=EV");
  command->add_flag("--fast", options->fast, "Fuse a small copy and apply it as a map of gains");
  options->pictures.add_recipe_out(*command);
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
