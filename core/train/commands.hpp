#pragma once

#include <CLI/App.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace penumbra {

// Each adds its subcommand to penumbra-train; the subcommand runs when the arguments are parsed.
void add_low_light_commands(CLI::App& app);
void add_denoiser_command(CLI::App& app);
void add_denoise_policy_command(CLI::App& app);
void add_deep_exposure_command(CLI::App& app);
/// "oracle" (train it) and "oracle-evaluate" (report how it ranks).
void add_oracle_commands(CLI::App& app);
void add_match_command(CLI::App& app);
void add_publish_command(CLI::App& app);

/// Reads the JSON of a run; throws Error that names the file.
nlohmann::json read_run(const std::string& path);
/// Writes the settings of a run beside its results, as recipe.json.
void write_run(const std::string& folder, const nlohmann::json& run);

} // namespace penumbra
