// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/io/image_file.hpp"
#include "core/io/terminal.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <string>
#include <vector>

namespace penumbra::cli {

/// What all commands from a picture to a picture share.
struct PictureOptions {
  std::string in, out, recipe_out;
  int quality = 95;
  int threads = 0;
  std::string device = "auto";
  bool quiet = false;
  bool verbose = false;

  void add_to(CLI::App& command);
  /// --recipe-out, for commands that decide on edits.
  void add_recipe_out(CLI::App& command);
  RenderOptions render_options() const;
};

/// Files of a run beside the picture that is read and the one that is written; empty names are none.
struct SideFiles {
  std::vector<std::string> read; ///< references, recipes
  std::vector<std::string> written;
};

/// Throws Error where an output cannot become a file, is named twice, or would destroy what the run reads: only
/// the picture itself may be replaced by its result.
void check_files(const std::string& in, const std::string& out, const SideFiles& side);

/// One run of such a command: reads, writes, says what is to be said and how long it took.
class PictureRun {
 public:
  /// Checks the files (check_files) before anything is worked on. --recipe-out is among them by itself.
  explicit PictureRun(const PictureOptions& options, SideFiles side = {});
  Photo read();
  /// The next part of the work has this name in the list of times.
  void begin(const std::string& part);
  /// Another file, to be written with the picture: together or not at all.
  void also(const std::string& path, std::string text);
  void write(Image result, const Photo& photo);
  /// Renders a recipe on the photo and writes the picture, and the recipe where that is wanted. `begun`: how
  /// much of the work is done before, of 1.
  void render_and_write(const Recipe& recipe, Photo photo, double begun);
  Progress& progress() { return terminal_; }

 private:
  using Clock = std::chrono::steady_clock;
  void end();

  const PictureOptions& options_;
  Terminal terminal_;
  Notes notes_;
  std::vector<std::pair<std::string, std::string>> also_; ///< paths and texts
  std::string part_;
  Clock::time_point since_;
  std::vector<std::pair<std::string, double>> times_; ///< seconds
};

} // namespace penumbra::cli
