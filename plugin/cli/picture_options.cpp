#include "plugin/cli/picture_options.hpp"

#include "core/io/bytes.hpp"
#include "core/io/codec.hpp"

#include <cstdio>

namespace penumbra::cli {

void PictureOptions::add_to(CLI::App& command) {
  command.add_option("input", in, "Picture to read (PNG, TIFF, JPEG, WebP, OpenEXR, HDR, PFM)")
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

PictureRun::PictureRun(const PictureOptions& options) : options_(options), terminal_(options.quiet) {
  format_for(options.out);
  check_writable(options.out);
  if (!options.recipe_out.empty()) check_writable(options.recipe_out);
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
  write_photo(options_.out, std::move(result), photo, options_.quality, notes_);
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
  write(std::move(result), photo);
  if (!options_.recipe_out.empty()) write_file(options_.recipe_out, to_json(recipe));
}

} // namespace penumbra::cli
