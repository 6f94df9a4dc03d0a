// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/model/safetensors.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

/// One entry of models/manifest.json.
struct ModelEntry {
  std::string id;      ///< "all-e"
  std::string task;    ///< "low-light"
  std::string version; ///< "1"
  std::string file;    ///< relative to the manifest
  std::string sha256;  ///< of the file, lower-case hexadecimal
  std::string recipe;  ///< relative to the manifest: how it was trained
};

/// Folder of the models: `given` if not empty, else the environment variable PENUMBRA_MODELS, else beside the
/// library as built or installed. Throws Error where there is no manifest.
PENUMBRA_API std::string models_folder(const std::string& given = {});

/// All entries of the manifest, in its order; throws Error where it cannot be read.
PENUMBRA_API std::vector<ModelEntry> list_models(const std::string& folder);

/// The manifest's entry of a model; throws Error that lists the known ids.
PENUMBRA_API ModelEntry find_model(const std::string& folder, const std::string& id);

/// Reads the weights of an entry after checking their SHA-256; throws Error saying which file is missing,
/// damaged or outside `folder`.
PENUMBRA_API TensorFile load_model(const std::string& folder, const ModelEntry& entry);

/// SHA-256 (FIPS 180-4) of bytes, lower-case hexadecimal.
PENUMBRA_API std::string sha256(const std::string& bytes);

} // namespace penumbra
