// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace penumbra::cli {

/// The whole of a file. Throws Error that names it.
std::string read_file(const std::string& path);

/// Throws Error where `path` cannot become a file: no such folder, no permission, a folder of that name, a file
/// that may not be written. To be asked before long work begins.
void check_writable(const std::string& path);

/// Whether both are the same file, or would be: symbolic links (dangling ones too) and hard links are followed.
bool same_file(const std::string& a, const std::string& b);

/// Files that are written together or not at all. Each is complete under another name, or none, before the first
/// takes its place; whatever goes wrong before, earlier files stay as they were, and no other file is left: on
/// file systems that allow it the new ones have no name until then, so that even SIGKILL leaves nothing.
///
/// Symbolic links are followed, dangling ones too. A file with several hard links is overwritten in place, so
/// that they stay one file. What is no regular file (/dev/stdout) is written to directly, last.
class Outputs {
 public:
  Outputs();
  ~Outputs();
  Outputs(const Outputs&) = delete;
  /// Throws Error; throws Cancelled where the user asked for it.
  void add(const std::string& path, const std::string& bytes);
  /// Replaces all of them. Throws Error, having put back what was replaced already, as far as that is possible.
  void commit();

 private:
  struct File;
  std::vector<std::unique_ptr<File>> files_;
};

/// One file by itself.
void write_file(const std::string& path, const std::string& bytes);

} // namespace penumbra::cli
