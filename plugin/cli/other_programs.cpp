// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "plugin/cli/commands.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace penumbra::cli {
namespace {

/// A program beside this one takes its place.
[[noreturn]] void replace_by(const std::string& name, const std::string& what,
                             std::vector<std::string> arguments) {
  std::error_code problem;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", problem);
  const std::string program = (self.parent_path() / name).string();
  if (!std::filesystem::exists(program, problem))
    throw Error("The " + what + " program " + program + " is not there; install/build makes it.");
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  throw Error("The " + what + " program " + program + " cannot be started: " + std::strerror(errno) + ".");
}

/// Adds a command whose arguments all go to another program, so that what that one loads (LibTorch, GEGL) costs
/// the others nothing.
void pass_on(CLI::App& program, const std::string& command_name, const std::string& help,
             const std::string& name, const std::string& what) {
  CLI::App* command = program.add_subcommand(command_name, help + " (all arguments go to " + name + "; see " +
                                                               command_name + " --help)");
  command->prefix_command(); // everything after the name is kept as it is
  command->set_help_flag();  // --help too
  command->callback([command, name, what] { replace_by(name, what, command->remaining()); });
}

} // namespace

void add_train(CLI::App& program) {
  pass_on(program, "train", "Train a model from its recipe", "penumbra-train", "training");
}

void add_evaluate(CLI::App& program) {
  pass_on(program, "evaluate", "Judge methods on folders of photos", "penumbra-evaluate", "evaluation");
}

} // namespace penumbra::cli
