// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/evaluate/command.hpp"
#include "core/io/terminal.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

/// penumbra-evaluate, which `penumbra evaluate` starts. Exit status as penumbra's: 0 done, 1 failed, 2 misused,
/// 130 cancelled.
int main(int argc, char** argv) {
  penumbra::cli::watch_for_interrupts();
  CLI::App app("Judges methods on folders of photos.", "penumbra-evaluate");
  app.set_version_flag("--version", "penumbra-evaluate " PENUMBRA_VERSION);
  penumbra::evaluate::add_tools(app);
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) ? 2 : 0;
  } catch (const penumbra::Cancelled&) {
    std::fprintf(stderr, "penumbra-evaluate: cancelled.\n");
    return 130;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "penumbra-evaluate: %s\n", problem.what());
    return 1;
  }
}
