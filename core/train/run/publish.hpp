// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace penumbra {

/// What the manifest says of a model that goes into the product.
struct Publication {
  std::string weights; ///< file to publish; may be the published one itself
  std::string models;  ///< folder of manifest.json
  std::string id, task, version;
  std::map<std::string, std::string> metadata; ///< added to the weights' own, "working_size" for instance
};

/// Writes weights, as half floats, to MODELS/ID/ID.safetensors and their entry, with its SHA-256, into
/// MODELS/manifest.json, in place of an older entry of that id. Throws Error.
void publish(const Publication& publication);

} // namespace penumbra
