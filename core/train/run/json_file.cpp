// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/json_file.hpp"

#include "core/error.hpp"

#include <fstream>

namespace penumbra {

nlohmann::json read_json(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw Error("The file " + path + " cannot be opened.");
  try {
    return nlohmann::json::parse(in);
  } catch (const nlohmann::json::exception& problem) {
    throw Error("The file " + path + " cannot be read: " + problem.what());
  }
}

} // namespace penumbra
