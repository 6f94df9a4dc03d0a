// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/publish.hpp"

#include "core/error.hpp"
#include "core/model/half_weights.hpp"
#include "core/model/manifest.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace penumbra {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

json read_manifest(const fs::path& path) {
  if (!fs::exists(path)) return {{"models", json::array()}};
  std::ifstream in(path);
  try {
    return json::parse(in);
  } catch (const json::exception& problem) {
    throw Error("The list of models " + path.string() + " cannot be read: " + problem.what());
  }
}

} // namespace

void publish(const Publication& publication) {
  TensorFile weights = read_safetensors(publication.weights);
  for (const auto& [key, value] : publication.metadata) weights.metadata[key] = value;
  const fs::path folder = fs::path(publication.models) / publication.id;
  fs::create_directories(folder);
  const std::string file = publication.id + "/" + publication.id + ".safetensors";
  write_half_safetensors((fs::path(publication.models) / file).string(), weights);

  std::ostringstream bytes;
  bytes << std::ifstream(fs::path(publication.models) / file, std::ios::binary).rdbuf();
  const fs::path path = fs::path(publication.models) / "manifest.json";
  json manifest = read_manifest(path);
  const json entry{{"id", publication.id},           {"task", publication.task},
                   {"version", publication.version}, {"file", file},
                   {"sha256", sha256(bytes.str())},  {"recipe", publication.id + "/recipe.json"}};
  json kept = json::array();
  bool replaced = false;
  for (const json& old : manifest.at("models")) {
    if (old.at("id") != publication.id) {
      kept.push_back(old);
      continue;
    }
    kept.push_back(entry);
    replaced = true;
  }
  if (!replaced) kept.push_back(entry);
  manifest["models"] = kept;
  std::ofstream out(path);
  out << manifest.dump(1) << '\n';
  if (!out.flush()) throw Error("The list of models " + path.string() + " cannot be written.");
}

} // namespace penumbra
