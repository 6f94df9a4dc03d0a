// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/io/image_file.hpp"
#include "core/io/terminal.hpp"
#include "core/tool/dialog.hpp"
#include "core/tool/tool.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

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
std::string default_out(const std::string& in, const host::Table& table) {
  const std::filesystem::path path(in);
  return (path.parent_path() / (path.stem().string() + table.suffix + path.extension().string())).string();
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
  void commit(Image result, const Recipe& recipe, host::Output, const std::string&) override {
    Outputs outputs;
    outputs.add(options_.out,
                encode_photo(options_.out, std::move(result), photo_, options_.quality, notes_));
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

Image read_reference(const host::Values& values) {
  const std::string path = values.get<std::string>("reference");
  if (path.empty()) throw Error("There is no reference.");
  Notes notes;
  return read_photo(path, notes).image;
}

void run(Options options) {
  const host::Tool& tool = *host::find_tool(options.tool);
  const host::Parameter* reference = host::find_parameter(tool.table, host::Type::picture);
  if (!options.reference.empty() && !reference) throw Error("--reference belongs to --tool match-look.");
  if (options.out.empty()) options.out = default_out(options.in, tool.table);
  check_files(options.in, options.out, {{options.reference}, {options.recipe_out}});
  FileHost host(options);
  ui::DialogInput details;
  details.path = options.in;
  details.offers_output = false;
  details.interrupted = [] { return interrupted() != 0; };
  host::Values values(tool.table);
  host::Means means;
  if (reference) {
    values.set(reference->id, options.reference);
    details.read = means.reference = read_reference;
  }
  means.choose = host::by_dialog(tool, std::move(details));
  switch (host::run(host, tool, values, means)) {
  case host::Outcome::committed:
    return;
  case host::Outcome::unchanged:
    return note("the original was chosen; nothing was written");
  case host::Outcome::cancelled:
    throw Cancelled();
  }
}

std::vector<std::string> tool_ids() {
  std::vector<std::string> ids;
  for (const host::Table* table : host::tables()) ids.push_back(table->id);
  ids.push_back("match"); // as it was called before
  return ids;
}

} // namespace

void add_open(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand(
      "open", "Brighten a dark photo, balance its exposure, or match its look, in a window");
  command
      ->add_option("input", options->in,
                   "Picture to open (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, camera raw, OpenEXR …)")
      ->required()
      ->type_name("IN");
  command
      ->add_option(
          "-o,--output", options->out,
          "Picture that OK writes; its ending says in which format (IN with \"-enhanced\" in its name)")
      ->type_name("OUT");
  command->add_option("--tool", options->tool, "What to do with it: low-light, local-exposure or match-look")
      ->check(CLI::IsMember(tool_ids()))
      ->capture_default_str();
  command
      ->add_option("--reference", options->reference,
                   "With --tool match-look: the picture whose look is wanted")
      ->type_name("FILE");
  command->add_option("--quality", options->quality, "Of JPEG and WebP")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--recipe-out", options->recipe_out, "Write the edits to this file, for render")
      ->type_name("FILE");
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
