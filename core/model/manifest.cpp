// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/manifest.hpp"

#include "core/error.hpp"
#include "core/json.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <openssl/evp.h>

namespace penumbra {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Folder of the shared library this code lives in.
fs::path library_folder() {
  Dl_info info{};
  if (!dladdr(reinterpret_cast<const void*>(&find_model), &info) || !info.dli_fname) return {};
  std::error_code ignored;
  return fs::weakly_canonical(info.dli_fname, ignored).parent_path();
}

} // namespace

std::string models_folder(const std::string& given) {
  std::vector<fs::path> places;
  if (!given.empty())
    places.push_back(given);
  else if (const char* wanted = std::getenv("PENUMBRA_MODELS"); wanted && *wanted)
    places.push_back(wanted);
  else {
    const fs::path here = library_folder();
    places = {here / "models", here.parent_path() / "models", here.parent_path() / "share/penumbra/models"};
  }
  std::string tried;
  for (const fs::path& place : places) {
    std::error_code ignored;
    if (fs::exists(place / "manifest.json", ignored)) return place.string();
    tried += (tried.empty() ? "" : ", ") + place.string();
  }
  throw Error("Penumbra's models were not found (looked in " + tried +
              "). Install Penumbra again, or set PENUMBRA_MODELS to the folder that holds manifest.json.");
}

std::vector<ModelEntry> list_models(const std::string& folder) {
  const fs::path path = fs::path(folder) / "manifest.json";
  std::vector<ModelEntry> entries;
  try {
    const json manifest = parse_json(read_file(path.string()));
    for (const json& entry : manifest.at("models"))
      entries.push_back({entry.at("id"), entry.at("task"), entry.at("version"), entry.at("file"),
                         entry.at("sha256"), entry.at("recipe")});
  } catch (const json::exception& problem) {
    throw Error("The list of models " + path.string() + " cannot be read: " + problem.what());
  }
  return entries;
}

ModelEntry find_model(const std::string& folder, const std::string& id) {
  std::string known;
  for (const ModelEntry& entry : list_models(folder)) {
    if (entry.id == id) return entry;
    known += (known.empty() ? "" : ", ") + entry.id;
  }
  throw Error("There is no model \"" + id + "\"; " + (fs::path(folder) / "manifest.json").string() +
              " lists: " + known + ".");
}

TensorFile load_model(const std::string& folder, const ModelEntry& entry) {
  const fs::path file = fs::path(entry.file).lexically_normal();
  if (file.empty() || file.is_absolute() || *file.begin() == "..")
    throw Error("The manifest's model \"" + entry.id + "\" names a file outside its folder: " + entry.file +
                ".");
  const fs::path path = fs::path(folder) / file;
  std::error_code ignored;
  if (!fs::exists(path, ignored))
    throw Error("The weights file " + path.string() + " is missing. Install Penumbra again to restore it.");
  const std::string bytes = read_file(path.string());
  if (sha256(bytes) != entry.sha256)
    throw Error("The weights file " + path.string() +
                " is not the one that the manifest names (its SHA-256 differs). Install Penumbra again to "
                "restore it.");
  return parse_safetensors(bytes, path.string());
}

std::string sha256(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (!EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr))
    throw Error("SHA-256 is not available in this OpenSSL.");
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  return text;
}

} // namespace penumbra
