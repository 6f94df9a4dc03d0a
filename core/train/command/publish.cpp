// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/publish.hpp"
#include "core/train/command/commands.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  Publication publication;
  std::string working_size;
};

} // namespace

void add_publish_command(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  Publication& publication = arguments->publication;
  CLI::App* command = app.add_subcommand("publish", "Puts trained weights among the models of the product");
  command
      ->add_option("--weights", publication.weights,
                   "safetensors file to publish; its numbers are stored as half floats")
      ->required();
  command->add_option("--models", publication.models, "folder of manifest.json")->required();
  command->add_option("--id", publication.id, "id in the manifest, and the name of folder and file")
      ->required();
  command->add_option("--task", publication.task, "what the model is for")->required();
  command->add_option("--model-version", publication.version, "version in the manifest")->required();
  command->add_option("--working-size", arguments->working_size,
                      "long side in pixels at which the model decides");
  command->callback([arguments] {
    if (!arguments->working_size.empty())
      arguments->publication.metadata["working_size"] = arguments->working_size;
    publish(arguments->publication);
  });
}

} // namespace penumbra
