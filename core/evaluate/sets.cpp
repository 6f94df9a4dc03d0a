// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/sets.hpp"

#include "core/error.hpp"
#include "core/evaluate/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace penumbra::evaluate {
namespace {

namespace fs = std::filesystem;

nlohmann::json read_json(const fs::path& path) {
  std::ifstream file(path);
  if (!file) throw Error("The file " + path.string() + " cannot be read.");
  try {
    return nlohmann::json::parse(file);
  } catch (const nlohmann::json::exception& e) {
    throw Error("The file " + path.string() + " is not JSON: " + e.what());
  }
}

std::vector<std::string> sorted_pictures(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && is_picture(entry.path().string()))
      names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<Item> brackets(const fs::path& folder, bool all_dark) {
  std::vector<Item> items;
  const fs::path manifest = folder / "manifest.json";
  try {
    for (const auto& scene : read_json(manifest)) {
      const std::string name = scene.at("scene"), reference = scene.at("reference");
      const std::vector<std::string> dark = scene.at("dark_inputs");
      if (dark.empty()) continue;
      const std::string primary = scene.value("primary_input", dark.front());
      for (const std::string& frame : all_dark ? dark : std::vector<std::string>{primary})
        items.push_back({all_dark ? name + "_" + fs::path(frame).stem().string() : name,
                         (folder / name / frame).string(), (folder / name / reference).string()});
    }
  } catch (const nlohmann::json::exception& e) {
    throw Error("The manifest " + manifest.string() + " does not describe brackets: " + e.what());
  }
  return items;
}

std::vector<Item> bright_frames(const fs::path& folder) {
  std::vector<Item> items;
  const fs::path manifest = folder / "manifest.json";
  try {
    for (const auto& scene : read_json(manifest)) {
      const std::string name = scene.at("scene"), reference = scene.at("reference");
      std::string chosen;
      double nearest = 0;
      for (const auto& frame : scene.at("frames")) {
        const double luma = frame.at("mean_luma"), distance = std::abs(luma - 190);
        if (!frame.at("aligned").get<bool>() || luma <= 150 || frame.at("file") == reference) continue;
        if (chosen.empty() || distance < nearest) chosen = frame.at("file"), nearest = distance;
      }
      if (!chosen.empty())
        items.push_back({name, (folder / name / chosen).string(), (folder / name / reference).string()});
    }
  } catch (const nlohmann::json::exception& e) {
    throw Error("The manifest " + manifest.string() + " does not describe brackets: " + e.what());
  }
  return items;
}

std::vector<Item> pairs(const fs::path& folder) {
  std::vector<Item> items;
  for (const std::string& file : sorted_pictures(folder / "input")) {
    const fs::path reference = folder / "expertC" / file;
    if (!fs::exists(reference)) throw Error("The reference " + reference.string() + " is missing.");
    items.push_back({fs::path(file).stem().string(), (folder / "input" / file).string(), reference.string()});
  }
  return items;
}

std::vector<std::string> listed(const fs::path& list) {
  try {
    std::vector<std::string> names;
    const nlohmann::json json = read_json(list);
    for (const auto& picture : json.at("pictures")) names.push_back(picture.at("file"));
    return names;
  } catch (const nlohmann::json::exception& e) {
    throw Error("The list " + list.string() + R"( needs "pictures": [{"file": NAME}, …]: )" + e.what());
  }
}

} // namespace

PictureSet find_pictures(const std::string& folder, const SetOptions& options) {
  const fs::path root(folder);
  if (!fs::is_directory(root)) throw Error("There is no folder " + folder + ".");
  PictureSet set;
  set.name = fs::canonical(root).filename().string();
  if (fs::exists(root / "manifest.json")) {
    set.kind = Kind::brackets;
    set.items = options.bright ? bright_frames(root) : brackets(root, options.all_dark);
  } else if (fs::is_directory(root / "input") && fs::is_directory(root / "expertC")) {
    set.kind = Kind::pairs;
    set.items = pairs(root);
  } else {
    set.kind = options.keep ? Kind::keep : Kind::photos;
    for (const std::string& file : options.list.empty() ? sorted_pictures(root) : listed(options.list)) {
      const std::string path = (root / file).string();
      set.items.push_back({fs::path(file).stem().string(), path, options.keep ? path : std::string()});
    }
  }
  if (set.items.empty()) throw Error("The folder " + folder + " holds no photos to judge.");
  if (options.limit > 0 && set.items.size() > std::size_t(options.limit))
    set.items.resize(std::size_t(options.limit));
  return set;
}

} // namespace penumbra::evaluate
