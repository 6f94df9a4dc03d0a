// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/cli/picture_options.hpp"

#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/io/formats.hpp"

#include <cstdio>

namespace penumbra::cli {

void PictureOptions::add_to(CLI::App& command) {
  command
      .add_option("input", in,
                  "Picture to read (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL, camera raw, OpenEXR …)")
      ->required()
      ->type_name("IN");
  command.add_option("-o,--output", out, "Picture to write; its ending says in which format")
      ->required()
      ->type_name("OUT");
  command.add_option("--quality", quality, "Of JPEG and WebP")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command.add_option("--threads", threads, "Threads to use (0: all cores)")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.add_option("--device", device, "What renders: auto, cpu, cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->type_name("")
      ->capture_default_str();
  command.add_flag("-q,--quiet", quiet, "No progress bar and no notes");
  command.add_flag("-v,--verbose", verbose, "Say on stderr what took how long");
}

void PictureOptions::add_recipe_out(CLI::App& command) {
  command.add_option("--recipe-out", recipe_out, "Write the edits to this file, for render")
      ->type_name("FILE");
}

RenderOptions PictureOptions::render_options() const {
  RenderOptions options;
  options.threads = threads;
  options.device = device == "cpu"    ? RenderOptions::Device::cpu
                   : device == "cuda" ? RenderOptions::Device::cuda
                                      : RenderOptions::Device::automatic;
  return options;
}

void check_files(const std::string& in, const std::string& out, const SideFiles& side) {
  format_for(out);
  check_writable(out);
  const auto refuse = [](const std::string& path, const std::string& what) {
    throw Error("\"" + path + "\" is " + what + " and would be destroyed; name another file to write.");
  };
  for (const std::string& path : side.read)
    if (!path.empty() && same_file(path, out)) refuse(out, "read by this command as well");
  for (std::size_t i = 0; i < side.written.size(); ++i) {
    const std::string& path = side.written[i];
    if (path.empty()) continue;
    check_writable(path);
    if (same_file(path, in)) refuse(path, "the picture to read");
    if (same_file(path, out)) refuse(path, "the picture to write");
    for (const std::string& other : side.read)
      if (!other.empty() && same_file(path, other)) refuse(path, "read by this command as well");
    for (std::size_t k = 0; k < i; ++k)
      if (!side.written[k].empty() && same_file(path, side.written[k])) refuse(path, "named for two outputs");
  }
}

PictureRun::PictureRun(const PictureOptions& options, SideFiles side)
    : options_(options), terminal_(options.quiet) {
  side.written.push_back(options.recipe_out);
  check_files(options.in, options.out, side);
}

void PictureRun::also(const std::string& path, std::string text) {
  if (!path.empty()) also_.emplace_back(path, std::move(text));
}

void PictureRun::begin(const std::string& part) {
  end();
  part_ = part;
  since_ = Clock::now();
}

void PictureRun::end() {
  if (!part_.empty())
    times_.emplace_back(part_, std::chrono::duration<double>(Clock::now() - since_).count());
  part_.clear();
}

Photo PictureRun::read() {
  begin("read");
  terminal_.step(0.0, "Reading");
  return read_photo(options_.in, notes_);
}

void PictureRun::write(Image result, const Photo& photo) {
  begin("write");
  terminal_.step(0.9, "Writing");
  Outputs outputs;
  outputs.add(options_.out, encode_photo(options_.out, std::move(result), photo, options_.quality, notes_));
  for (const auto& [path, text] : also_) outputs.add(path, text);
  outputs.commit();
  terminal_.finish();
  end();
  if (!options_.quiet)
    for (const std::string& text : notes_) note(text);
  if (options_.verbose) {
    std::string line;
    for (const auto& [part, seconds] : times_) {
      char text[64];
      std::snprintf(text, sizeof text, "%s%s %.3f s", line.empty() ? "" : ", ", part.c_str(), seconds);
      line += text;
    }
    std::fprintf(stderr, "penumbra: %s\n", line.c_str());
  }
}

void PictureRun::render_and_write(const Recipe& recipe, Photo photo, double begun) {
  SubProgress part(terminal_, begun, 0.9);
  begin("render");
  Image result = render(recipe.steps, photo.image, part, options_.render_options());
  photo.image = {};
  also(options_.recipe_out, to_json(recipe));
  write(std::move(result), photo);
}

} // namespace penumbra::cli
