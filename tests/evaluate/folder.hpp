// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluate/pictures.hpp"
#include "tests/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace penumbra::evaluate {

/// A folder for one test, into which pictures and texts can be put, in folders of their own too.
class Folder : public test::TemporaryFolder {
 public:
  void write(const std::string& name, const Image& image) const { write_picture(made(name), image); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(made(name)) << text; }

 private:
  std::string made(const std::string& name) const {
    const std::string file = *this / name;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    return file;
  }
};

inline std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace penumbra::evaluate
