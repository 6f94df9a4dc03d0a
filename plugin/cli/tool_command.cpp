// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/cli/tool_command.hpp"

#include "core/io/terminal.hpp"
#include "core/tool/sentence.hpp"
#include "plugin/cli/tool_options.hpp"

#include <filesystem>
#include <utility>

namespace penumbra::cli {
namespace {

/// Picture files as the host: one is read, another is written, whatever came out.
class FileHost : public host::Host {
 public:
  FileHost(const ToolCommand& command, SideFiles side)
      : command_(command), options_(command.pictures), course_(options_, std::move(side)) {}

  host::RunMode run_mode() const override { return host::RunMode::noninteractive; }
  Image read() override {
    photo_ = course_.read();
    return std::move(photo_.image);
  }
  std::string name() const override { return std::filesystem::path(options_.in).filename().string(); }
  void commit(Image result, const Recipe& recipe, host::Output, const std::string&) override {
    course_.also(options_.recipe_out, to_json(recipe));
    if (command_.also) command_.also(recipe, course_);
    course_.write(std::move(result), photo_);
  }
  bool writes_unchanged() const override { return true; }
  RenderOptions render_options() const override { return options_.render_options(); }
  void begin(const std::string& part) override { course_.begin(part); }
  Progress& progress() override { return course_.progress(); }
  void message(const std::string& text) override {
    if (!options_.quiet) note(text);
  }

  Image read_reference(const std::string& path) { return read_photo(path, unsaid_).image; }

 private:
  const ToolCommand& command_;
  const PictureOptions& options_;
  PictureRun course_;
  Photo photo_;
  Notes unsaid_; ///< of the reference: it is not written
};

/// Which step is kept, which is suggested where an agent was asked, and what it does.
void say(const Episode& decided, const Episode& applied, int state) {
  std::string step = "step " + std::to_string(state) + " of " + std::to_string(applied.edits.size());
  if (state == applied.suggested)
    step += ", as suggested";
  else if (!decided.edits.empty())
    step += "; suggested is step " + std::to_string(applied.suggested);
  note(step + ": " + host::sentence_of(recipe_of(applied, state).steps, decided.observation));
}

} // namespace

CLI::App* ToolCommand::add_to(CLI::App& program) {
  CLI::App* command = program.add_subcommand(tool.table.command, tool.table.blurb);
  pictures.add_to(*command);
  cli::add_options(*command, values);
  return command;
}

void ToolCommand::run(const std::function<void(const host::Choosing&, const Episode&, int)>& chosen) {
  check(tool, values); // what is wrong is said before anything is worked on
  const host::Parameter* picture = host::find_parameter(tool.table, host::Type::picture);
  SideFiles files = side;
  if (picture) files.read.push_back(values.get<std::string>(picture->id));
  FileHost host(*this, std::move(files));
  host::Means means;
  means.make = make_ahead(tool, values);
  means.settings = settings;
  means.settings.threads = pictures.threads;
  means.reference = [&](const host::Values& named) {
    const std::string path = picture ? named.get<std::string>(picture->id) : "";
    if (path.empty()) throw Error("There is no reference.");
    return host.read_reference(path);
  };
  means.chosen = [&](const host::Choosing& made, const Episode& applied, int state) {
    if (!pictures.quiet) say(made.decided, applied, state);
    if (chosen) chosen(made, applied, state);
  };
  if (host::run(host, tool, values, means) == host::Outcome::cancelled) throw Cancelled();
}

} // namespace penumbra::cli
