#include "core/error.hpp"
#include "plugin/cli/commands.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace penumbra::cli {
namespace {

/// Training is a program of its own beside this one, since it brings LibTorch; it takes this one's place.
[[noreturn]] void replace_by_trainer(std::vector<std::string> arguments) {
  std::error_code problem;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", problem);
  const std::string program = (self.parent_path() / "penumbra-train").string();
  if (!std::filesystem::exists(program, problem))
    throw Error("The training program " + program + " is not there; install/build makes it.");
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  throw Error("The training program " + program + " cannot be started: " + std::strerror(errno) + ".");
}

} // namespace

void add_train(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train", "Train a model from its recipe (all arguments go to penumbra-train; see train --help)");
  command->prefix_command(); // everything after the name is kept as it is
  command->set_help_flag();  // --help too
  command->callback([command] { replace_by_trainer(command->remaining()); });
}

} // namespace penumbra::cli
