#include "core/io/bytes.hpp"

#include "core/error.hpp"
#include "core/io/terminal.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace penumbra::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const std::string& path, const std::string& why) {
  throw Error("The file \"" + path + "\" cannot be written: " + why + ".");
}

/// Removes the temporary file unless it took its place.
struct Temporary {
  std::string path;
  int file = -1;
  bool keep = false;
  ~Temporary() {
    if (file >= 0) close(file);
    if (!keep && !path.empty()) unlink(path.c_str());
  }
};

void write_all(int file, const std::string& bytes, const std::string& path) {
  constexpr std::size_t most = 16u << 20; // between two looks at whether the user wants to stop
  for (std::size_t at = 0; at < bytes.size();) {
    stop_if_interrupted();
    const ssize_t written = write(file, bytes.data() + at, std::min(most, bytes.size() - at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) cannot_write(path, std::strerror(errno));
    at += std::size_t(written);
  }
}

/// The folder that will hold `path`.
fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

/// `path` with a symbolic link at its end followed.
fs::path target_of(const std::string& path) {
  std::error_code ignored;
  if (!fs::is_symlink(path, ignored)) return path;
  const fs::path target = fs::weakly_canonical(path, ignored);
  return ignored ? fs::path(path) : target;
}

} // namespace

std::string read_file(const std::string& path) {
  std::error_code problem;
  if (!fs::exists(path, problem)) throw Error("There is no file \"" + path + "\".");
  if (fs::is_directory(path, problem)) throw Error("\"" + path + "\" is a folder, not a file.");
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  if (in) bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  if (!in || in.bad()) throw Error("The file \"" + path + "\" cannot be read: " + std::strerror(errno) + ".");
  return bytes;
}

void check_writable(const std::string& path) {
  std::error_code problem;
  const fs::path target = target_of(path);
  const fs::file_status status = fs::status(target, problem);
  if (fs::is_directory(status)) cannot_write(path, "it is a folder");
  if (fs::exists(status) && !fs::is_regular_file(status)) return;
  const fs::path folder = folder_of(target);
  if (!fs::is_directory(folder, problem)) cannot_write(path, "there is no folder " + folder.string());
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    cannot_write(path, "the folder " + folder.string() + " is not writable");
}

void write_file(const std::string& path, const std::string& bytes) {
  check_writable(path);
  const fs::path target = target_of(path);
  std::error_code problem;
  const fs::file_status before = fs::status(target, problem);
  if (fs::exists(before) && !fs::is_regular_file(before)) {
    const int file = open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) cannot_write(path, std::strerror(errno));
    Temporary closes{"", file};
    return write_all(file, bytes, path);
  }

  Temporary temporary;
  temporary.path = (folder_of(target) / ("." + target.filename().string() + ".XXXXXX")).string();
  temporary.file = mkstemp(temporary.path.data());
  if (temporary.file < 0) {
    temporary.path.clear();
    cannot_write(path, std::strerror(errno));
  }
  write_all(temporary.file, bytes, path);
  // mkstemp gives 0600; take the earlier file's permissions, or those of any new file.
  const mode_t mask = umask(0);
  umask(mask);
  const mode_t mode = fs::exists(before) ? mode_t(before.permissions()) & 0777 : 0666 & ~mask;
  fchmod(temporary.file, mode);
  const int closed = close(temporary.file);
  temporary.file = -1;
  if (closed != 0) cannot_write(path, std::strerror(errno));
  stop_if_interrupted();
  if (std::rename(temporary.path.c_str(), target.c_str()) != 0) cannot_write(path, std::strerror(errno));
  temporary.keep = true;
}

} // namespace penumbra::cli
