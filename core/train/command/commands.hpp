// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>

namespace penumbra {

// Each adds its subcommand to penumbra-train; the subcommand runs when the arguments are parsed.
void add_low_light_commands(CLI::App& app);
/// "steps": the network that suggests a step.
void add_steps_command(CLI::App& app);
void add_denoiser_command(CLI::App& app);
void add_denoise_policy_command(CLI::App& app);
void add_deep_exposure_command(CLI::App& app);
void add_exposure_map_command(CLI::App& app);
/// "oracle" (train it) and "oracle-evaluate" (report how it ranks).
void add_oracle_commands(CLI::App& app);
void add_match_command(CLI::App& app);
void add_style_net_command(CLI::App& app);
void add_publish_command(CLI::App& app);

} // namespace penumbra
