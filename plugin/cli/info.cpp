// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/agent.hpp"
#include "core/edit/engine/edit.hpp"
#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/io/image_file.hpp"
#include "core/io/terminal.hpp"
#include "core/model/manifest.hpp"
#include "core/tool/tool.hpp"
#include "plugin/cli/commands.hpp"

#include <algorithm>
#include <cctype>
#include <dlfcn.h>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

namespace penumbra::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string file;
  bool credits = false, parameters = false;
};

std::string state_of(const std::string& folder, const ModelEntry& entry) {
  try {
    load_model(folder, entry);
    return "intact";
  } catch (const Error& problem) {
    return problem.what();
  }
}

void print_models() {
  const std::string folder = models_folder();
  std::cout << "Models:   " << folder << '\n';
  for (const ModelEntry& entry : list_models(folder)) {
    std::cout << "  " << entry.id << " " << entry.version << " (" << entry.task << "): " << entry.file << ", "
              << state_of(folder, entry) << '\n';
    const fs::path card = fs::path(folder) / fs::path(entry.file).parent_path() / "card.md";
    std::error_code ignored;
    if (fs::exists(card, ignored)) std::cout << "    card:   " << card.string() << '\n';
    std::cout << "    recipe: " << (fs::path(folder) / entry.recipe).string() << '\n';
  }
}

/// Without loading it: whether LibTorch is in this process.
bool torch_is_loaded() {
  void* library = dlopen("libtorch_cpu.so", RTLD_LAZY | RTLD_NOLOAD);
  if (library) dlclose(library);
  return library != nullptr;
}

void print_program() {
  std::cout << "Penumbra  " PENUMBRA_VERSION ", GPL-3.0-or-later\nMethods:  ";
  for (const AgentInfo& agent : agents())
    std::cout << (&agent == &agents().front() ? "" : ", ") << agent.id << " (" << agent.title << ", "
              << agent.tool << ")";
  std::cout << "\nEdits:    ";
  for (const Operation& operation : operations())
    std::cout << (&operation == &operations().front() ? "" : ", ") << operation.name << " "
              << operation.version;
  const CudaDevice card = cuda_device();
  std::cout << "\nDevices:  CPU, " << std::max(1u, std::thread::hardware_concurrency())
            << " threads; CUDA: " << (card.name.empty() ? "none (" + card.reason + ")" : card.name)
            << "\nLibTorch: " << (torch_is_loaded() ? "loaded" : "not loaded (a method loads it)") << '\n';
  try {
    print_models();
  } catch (const Error& problem) {
    std::cout << "Models:   " << problem.what() << '\n';
  }
}

void print_credits() {
  std::cout << read_file((fs::path(models_folder()) / "CREDITS").string());
}

void print_recipe(const Recipe& recipe) {
  std::cout << "Recipe with " << recipe.steps.size() << " step" << (recipe.steps.size() == 1 ? "" : "s")
            << '\n';
  if (!recipe.origin.empty())
    std::cout << "Origin:   " << recipe.origin.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
              << '\n';
  int number = 0;
  for (const EditStep& step : recipe.steps) {
    std::cout << ++number << ". " << step.operation << " " << step.version;
    if (!step.parameters.empty()) std::cout << " " << step.parameters.dump();
    for (const Map& map : step.maps) {
      const auto [min, max] = std::minmax_element(map.values.begin(), map.values.end());
      std::cout << ", map " << map.width << " x " << map.height << " x " << map.channels << " from " << *min
                << " to " << *max;
    }
    std::cout << '\n';
  }
}

void print_picture(const std::string& path) {
  Notes notes;
  const Photo photo = read_photo(path, notes);
  const Image& image = photo.image;
  std::cout << "Picture:     " << photo.format << ", " << image.width << " x " << image.height << ", "
            << (image.colour_channels() == 3 ? "RGB" : "grey")
            << (image.has_alpha() ? " with transparency" : "") << ", "
            << (photo.bits == 32 ? std::string("float") : std::to_string(photo.bits) + " bits") << '\n'
            << "Profile:     "
            << (!photo.profile_name.empty()              ? photo.profile_name
                : photo.image.encoding == Encoding::srgb ? "none (taken as sRGB)"
                                                         : "none (taken as linear light, sRGB primaries)")
            << '\n'
            << "Orientation: " << photo.orientation
            << (photo.orientation == 1 ? " (upright)" : " (turned upright when read)") << '\n'
            << "Metadata:    " << (photo.has_tags ? "yes" : "none") << '\n';
  for (const std::string& text : notes) note(text);
}

void run(const Options& options) {
  if (options.credits) return print_credits();
  if (options.parameters) {
    std::cout << host::parameters_as_markdown();
    return;
  }
  if (options.file.empty()) return print_program();
  const std::string bytes = read_file(options.file);
  const auto first =
      std::find_if_not(bytes.begin(), bytes.end(), [](unsigned char c) { return std::isspace(c); });
  if (first == bytes.end() || *first != '{') return print_picture(options.file);
  try {
    print_recipe(recipe_from_json(bytes));
  } catch (const Error& problem) {
    throw Error(options.file + ": " + problem.what());
  }
}

} // namespace

void add_info(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("info", "Tell about this program and its models, or about a picture or recipe");
  command->add_option("file", options->file, "Picture or recipe")->type_name("FILE");
  command->add_flag("--credits", options->credits, "Print who made what the models learnt from");
  command->add_flag("--parameters", options->parameters,
                    "Print the parameters of the tools: ranges, initial values, what each does");
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
