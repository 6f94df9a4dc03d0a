#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"
#include "core/io/image_file.hpp"
#include "core/io/terminal.hpp"
#include "core/tool/dialog.hpp"
#include "plugin/cli/commands.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace penumbra::cli {
namespace {

struct Options {
  std::string in, out, recipe_out, reference, tool = "low-light";
  int quality = 95;
};

/// "night.jpg" gives "night-enhanced.jpg", "night-balanced.jpg" or "night-matched.jpg".
std::string default_out(const std::string& in, const std::string& tool) {
  const std::string suffix = tool == "local-exposure" ? "-balanced"
                             : tool == "match"        ? "-matched"
                                                      : "-enhanced";
  const std::filesystem::path path(in);
  return (path.parent_path() / (path.stem().string() + suffix + path.extension().string())).string();
}

/// A picture file as the document of an editor: the dialog works on it, OK writes another file.
class FileHost : public host::Host {
 public:
  explicit FileHost(const Options& options) : options_(options) {}

  host::RunMode run_mode() const override { return host::RunMode::interactive; }
  Image read() override {
    photo_ = read_photo(options_.in, notes_);
    return std::move(photo_.image);
  }
  std::string name() const override { return std::filesystem::path(options_.in).filename().string(); }
  void commit(const Image& result, const Recipe& recipe, host::Output, const std::string&) override {
    Outputs outputs;
    outputs.add(options_.out, encode_photo(options_.out, result, photo_, options_.quality, notes_));
    if (!options_.recipe_out.empty()) outputs.add(options_.recipe_out, to_json(recipe));
    outputs.commit();
    terminal_.finish();
    for (const std::string& text : notes_) note(text);
    std::printf("%s\n", options_.out.c_str());
  }
  Progress& progress() override { return terminal_; }
  void message(const std::string& text) override {
    terminal_.finish();
    note(text);
  }

 private:
  const Options& options_;
  Photo photo_;
  Notes notes_;
  Terminal terminal_;
};

Image read_reference(const host::MatchLookValues& values) {
  if (values.reference.empty()) throw Error("There is no reference.");
  Notes notes;
  return read_photo(values.reference, notes).image;
}

void run(Options options) {
  if (!options.reference.empty() && options.tool != "match")
    throw Error("--reference belongs to --tool match.");
  if (options.out.empty()) options.out = default_out(options.in, options.tool);
  check_files(options.in, options.out, {{options.reference}, {options.recipe_out}});
  FileHost host(options);
  ui::DialogInput details;
  details.path = options.in;
  details.offers_output = false;
  details.interrupted = [] { return interrupted() != 0; };
  const auto use_tool = [&] {
    if (options.tool == "local-exposure") {
      host::LocalExposureValues values;
      return host::run_local_exposure(host, values, host::by_local_exposure_dialog(details));
    }
    if (options.tool == "match") {
      host::MatchLookValues values;
      values.reference = options.reference;
      return host::run_match_look(
          host, values, read_reference,
          host::by_match_look_dialog({.window = details, .open = {}, .read = read_reference}));
    }
    host::LowLightValues values;
    return host::run_low_light(host, values, host::by_dialog(details));
  };
  switch (use_tool()) {
  case host::Outcome::committed:
    return;
  case host::Outcome::unchanged:
    return note("the original was chosen; nothing was written");
  case host::Outcome::cancelled:
    throw Cancelled();
  }
}

} // namespace

void add_open(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand(
      "open", "Brighten a dark photo, balance its exposure, or match its look, in a window");
  command->add_option("input", options->in, "Picture to open (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, camera raw, OpenEXR …)")
      ->required()
      ->type_name("IN");
  command
      ->add_option(
          "-o,--output", options->out,
          "Picture that OK writes; its ending says in which format (IN with \"-enhanced\" in its name)")
      ->type_name("OUT");
  command->add_option("--tool", options->tool, "What to do with it: low-light, local-exposure or match")
      ->check(CLI::IsMember({"low-light", "local-exposure", "match"}))
      ->capture_default_str();
  command
      ->add_option("--reference", options->reference, "With --tool match: the picture whose look is wanted")
      ->type_name("FILE");
  command->add_option("--quality", options->quality, "Of JPEG and WebP")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--recipe-out", options->recipe_out, "Write the edits to this file, for render")
      ->type_name("FILE");
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
