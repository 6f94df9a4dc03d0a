// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

#include <cmath>
#include <memory>
#include <random>

namespace penumbra::cli {
namespace {

struct Options {
  PictureOptions pictures;
  double ev = -3;
  double noise = 1;
  unsigned seed = 1;
};

// Of a small sensor at a moderate sensitivity, relative to full scale: variance of the photon noise for each
// unit of light, and standard deviation of the read noise.
constexpr float photon_variance = 1.5e-4f, read_noise = 6e-4f;

/// The photo as an exposure shorter by `ev` would have been: less light, and the noise of that light.
Image darkened(const Image& photo, const Options& options) {
  Image image = convert(photo, Encoding::linear);
  const float gain = std::exp2(float(options.ev));
  std::mt19937 random(options.seed);
  std::normal_distribution<float> normal;
  const int colours = image.colour_channels();
  for (std::size_t i = 0; i < image.pixels.size(); i += std::size_t(image.channels))
    for (int c = 0; c < colours; ++c) {
      float& value = image.pixels[i + std::size_t(c)];
      value *= gain;
      const float variance = photon_variance * std::max(value, 0.0f) + read_noise * read_noise;
      if (options.noise > 0) value += float(options.noise) * std::sqrt(variance) * normal(random);
    }
  return convert(image, photo.encoding);
}

void run(const Options& options) {
  PictureRun course(options.pictures);
  const Photo photo = course.read();
  course.begin("darken");
  course.progress().step(0.2, "Darkening");
  course.write(darkened(photo.image, options), photo);
}

} // namespace

void add_darken(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("darken", "Make a dark photo to try things on: less light, and its noise");
  options->pictures.add_to(*command);
  command->add_option("--ev", options->ev, "Exposure, in EV")
      ->check(CLI::Range(-12.0, 12.0))
      ->type_name("EV")
      ->capture_default_str();
  command->add_option("--noise", options->noise, "Amount of noise; 0: none, 1: a small sensor's")
      ->check(CLI::Range(0.0, 100.0))
      ->type_name("X")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Of the noise")->type_name("N")->capture_default_str();
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
