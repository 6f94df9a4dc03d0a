// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/commands.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <malloc.h>

int main(int argc, char** argv) {
  // LibTorch frees and maps its large activations anew at every step otherwise, which costs up to half of the
  // time.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 2147483647);
  mallopt(M_TOP_PAD, 1 << 28);

  CLI::App app("Trains Penumbra's agents.", "penumbra-train");
  app.require_subcommand(1);
  penumbra::add_low_light_commands(app);
  penumbra::add_steps_command(app);
  penumbra::add_denoise_policy_command(app);
  penumbra::add_denoiser_command(app);
  penumbra::add_deep_exposure_command(app);
  penumbra::add_exposure_map_command(app);
  penumbra::add_oracle_commands(app);
  penumbra::add_match_command(app);
  penumbra::add_style_net_command(app);
  penumbra::add_publish_command(app);
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) ? 2 : 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "penumbra-train: %s\n", problem.what());
    return 1;
  }
}
