// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/io/terminal.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/examples.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <new>

namespace {

constexpr const char* description =
    "Penumbra retouches photographs step by step. \"penumbra COMMAND --help\" explains a command.";

constexpr const char* epilogue = R"(Exit status:
  0    done
  1    the work failed; one line on stderr, "penumbra: ...", says why and what to do
  2    the command line was not understood
  130  cancelled by Ctrl+C; no output file was touched

Environment:
  PENUMBRA_MODELS  the folder of the models, where it is not the built or installed one

Examples:
  penumbra enhance night.jpg -o brighter.jpg
  penumbra enhance night.tif -o brighter.tif --step 4 --recipe-out night.json
  penumbra render another.tif --recipe night.json -o same-edit.tif)";

constexpr const char* version = "penumbra " PENUMBRA_VERSION R"(
Licence GPL-3.0-or-later: https://www.gnu.org/licenses/gpl-3.0.html
This is free software; there is no warranty, to the extent permitted by law.)";

enum ExitCode { done = 0, failed = 1, misused = 2, cancelled = 130 };

/// One line, whatever a library put into its message.
int say(std::string message, int code) {
  // A name may hold line ends and escape sequences; what a library's message ends with is of no use.
  while (!message.empty() && message.back() == '\n') message.pop_back();
  std::fprintf(stderr, "penumbra: %s\n", penumbra::cli::printable(message).c_str());
  return code;
}

int misuse(const CLI::App& program, const CLI::ParseError& problem) {
  const auto chosen = program.get_subcommands();
  const std::string command = chosen.empty() ? "" : " " + chosen.front()->get_name();
  return say(std::string(problem.what()) + ". See \"penumbra" + command + " --help\".", misused);
}

int run(int argc, char** argv) {
  CLI::App program(description, "penumbra");
  program.set_version_flag("--version", version, "Print version and licence, and exit");
  program.footer(epilogue);
  program.require_subcommand(1);
  for (const auto add : penumbra::cli::commands()) add(program);
  penumbra::cli::add_examples(program);
  const auto known = program.get_subcommands({});
  if (argc > 1 && argv[1][0] != '-' && std::none_of(known.begin(), known.end(), [&](const CLI::App* each) {
        return each->check_name(argv[1]);
      }))
    return say("there is no command \"" + std::string(argv[1]) + "\". See \"penumbra --help\".", misused);
  try {
    program.parse(argc, argv);
    std::cout.flush();
    return std::cout ? done : say("the output cannot be written.", failed);
  } catch (const CLI::Success& help) { // --help, --version
    return program.exit(help);
  } catch (const CLI::ParseError& problem) {
    return misuse(program, problem);
  }
}

} // namespace

int main(int argc, char** argv) {
  penumbra::cli::watch_for_interrupts();
  try {
    return run(argc, argv);
  } catch (const penumbra::Cancelled&) {
    return say("cancelled; nothing was written.", cancelled);
  } catch (const std::bad_alloc&) {
    return say("there is not enough memory.", failed);
  } catch (const std::exception& problem) {
    return say(problem.what(), failed);
  }
}
