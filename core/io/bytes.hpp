#pragma once

#include <string>

namespace penumbra::cli {

/// The whole of a file. Throws Error that names it.
std::string read_file(const std::string& path);

/// Throws Error where `path` cannot become a file: no such folder, no permission, a folder of that name. To
/// be asked before long work begins.
void check_writable(const std::string& path);

/// Writes through a temporary file in the same folder, which takes the place of `path` only when it is
/// complete: whatever goes wrong, an earlier file stays as it was. Symbolic links are followed; what is no
/// regular file (/dev/stdout) is written to directly. Throws Error; throws Cancelled where the user asked for
/// it before the last moment.
void write_file(const std::string& path, const std::string& bytes);

} // namespace penumbra::cli
