// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bytes.hpp"

#include "core/error.hpp"
#include "core/io/terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
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

[[noreturn]] void cannot_write(const std::string& path) {
  cannot_write(path, std::strerror(errno));
}

void write_all(int file, const std::string& bytes, const std::string& path) {
  constexpr std::size_t max = 16u << 20; // between two looks at whether the user wants to stop
  for (std::size_t at = 0; at < bytes.size();) {
    stop_if_interrupted();
    const ssize_t written = write(file, bytes.data() + at, std::min(max, bytes.size() - at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) cannot_write(path);
    at += std::size_t(written);
  }
}

/// The folder that will hold `path`.
fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

/// `path` with symbolic links at its end followed, whether something is there or not.
fs::path target_of(const fs::path& path) {
  fs::path target = path;
  std::error_code problem;
  for (int links = 0; fs::is_symlink(target, problem); ++links) {
    if (links == 40) cannot_write(path, "its symbolic links go round in a circle");
    const fs::path next = fs::read_symlink(target, problem);
    if (problem) break;
    target = next.is_absolute() ? next : folder_of(target) / next;
  }
  return target;
}

/// Where a file is or would be, the same for every way to name it.
fs::path place_of(const std::string& path) {
  std::error_code problem;
  const fs::path target = target_of(path);
  const fs::path folder = fs::canonical(folder_of(target), problem);
  return problem ? fs::absolute(target).lexically_normal() : folder / target.filename();
}

mode_t mode_of_new_files() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

/// Names of temporary files begin so, and go on with the process that made them.
std::string temporary_start(const fs::path& target) {
  return "." + target.filename().string().substr(0, 200) + ".penumbra-";
}

/// Takes away what a process that was killed left of an earlier attempt at `target`.
void remove_leftovers(const fs::path& target) {
  const std::string start = temporary_start(target);
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder_of(target), problem)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind(start, 0) != 0) continue;
    int process = 0;
    std::from_chars(name.data() + start.size(), name.data() + name.size(), process);
    if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) fs::remove(entry.path(), problem);
  }
}

} // namespace

/// One of Outputs: where it goes, and what is there of it.
struct Outputs::File {
  std::string path; ///< as the user calls it
  fs::path target;  ///< links followed
  std::string name; ///< of the temporary file; empty: it has none
  int file = -1;
  bool replaces = false;  ///< a file is there already
  bool in_place = false;  ///< which keeps its inode
  bool special = false;   ///< which is no regular file
  bool exchanged = false; ///< `name` is the earlier file now
  std::string bytes;      ///< for those that are not written to a temporary file

  ~File() {
    if (file >= 0) close(file);
    if (!name.empty()) unlink(name.c_str());
  }

  std::string temporary_name() const {
    return (folder_of(target) / (temporary_start(target) + std::to_string(getpid()) + "-XXXXXX")).string();
  }

  void make_temporary() {
    remove_leftovers(target);
    file = open(folder_of(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0) return;
    name = temporary_name(); // a file system without nameless files
    file = mkstemp(name.data());
    if (file >= 0) return;
    name.clear();
    cannot_write(path);
  }

  /// Gives a nameless file a name: its own where that is free, so that it is there at once.
  bool link_as(const fs::path& to) const {
    const std::string self = "/proc/self/fd/" + std::to_string(file);
    return linkat(AT_FDCWD, self.c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }

  void give_name() {
    if (!name.empty()) return;
    std::string free = temporary_name();
    const int taken = mkstemp(free.data()); // finds a free name …
    if (taken < 0) cannot_write(path);
    close(taken);
    unlink(free.c_str()); // … which linkat() wants to make itself
    if (!link_as(free)) cannot_write(path);
    name = free;
  }

  void put() {
    if (special) return put_special();
    if (in_place) return overwrite(bytes);
    if (!replaces && name.empty() && link_as(target)) return;
    give_name();
    if (replaces && renameat2(AT_FDCWD, name.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
      exchanged = true;
      return;
    }
    if (std::rename(name.c_str(), target.c_str()) != 0) cannot_write(path);
    name.clear();
  }

  /// Undoes put(), as far as the file system lets it.
  void put_back(const std::string& before) {
    if (in_place)
      overwrite(before);
    else if (exchanged)
      std::rename(name.c_str(), target.c_str()), name.clear();
    else if (!replaces)
      unlink(target.c_str());
  }

  void put_special() {
    const int to = open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (to < 0) cannot_write(path);
    File closes;
    closes.file = to;
    write_all(to, bytes, path);
  }

  void overwrite(const std::string& with) const {
    const int to = open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (to < 0) cannot_write(path);
    File closes;
    closes.file = to;
    if (const int problem = posix_fallocate(to, 0, off_t(std::max<std::size_t>(with.size(), 1)));
        problem == ENOSPC)
      cannot_write(path, std::strerror(problem)); // before anything is overwritten
    for (std::size_t at = 0; at < with.size();) {
      const ssize_t written = pwrite(to, with.data() + at, with.size() - at, off_t(at));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) cannot_write(path);
      at += std::size_t(written);
    }
    if (ftruncate(to, off_t(with.size())) != 0) cannot_write(path);
  }
};

std::string read_file(const std::string& path) {
  std::error_code problem;
  if (!fs::exists(path, problem)) throw Error("There is no file \"" + path + "\".");
  if (fs::is_directory(path, problem)) throw Error("\"" + path + "\" is a folder, not a file.");
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  if (const auto size = fs::file_size(path, problem); in && !problem && size > 0) {
    bytes.resize(size);
    in.read(bytes.data(), std::streamsize(size));
    bytes.resize(std::size_t(in.gcount()));
    if (in.eof()) in.clear(); // shorter than it was; what follows tells
  }
  if (in) bytes.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
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
  // root may write everything; a file that nobody may write is meant to stay
  constexpr auto writers = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  if (fs::exists(status) &&
      ((status.permissions() & writers) == fs::perms::none || access(target.c_str(), W_OK) != 0))
    cannot_write(path, "it is read-only");
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    cannot_write(path, "the folder " + folder.string() + " is not writable");
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code problem;
  if (fs::exists(a, problem) && fs::exists(b, problem)) return fs::equivalent(a, b, problem);
  return place_of(a) == place_of(b);
}

Outputs::Outputs() = default;
Outputs::~Outputs() = default;

void Outputs::add(const std::string& path, const std::string& bytes) {
  check_writable(path);
  auto file = std::make_unique<File>();
  file->path = path;
  file->target = target_of(path);
  struct stat before {};
  file->replaces = stat(file->target.c_str(), &before) == 0;
  file->special = file->replaces && !S_ISREG(before.st_mode);
  file->in_place = file->replaces && !file->special && before.st_nlink > 1;
  if (file->special || file->in_place) {
    file->bytes = bytes;
  } else {
    file->make_temporary();
    write_all(file->file, bytes, path);
    // the earlier file's permissions, or those of any new file
    fchmod(file->file, file->replaces ? before.st_mode & 0777 : mode_of_new_files());
  }
  files_.push_back(std::move(file));
}

void Outputs::commit() {
  stop_if_interrupted();
  std::stable_partition(files_.begin(), files_.end(), [](const auto& file) { return !file->special; });
  std::vector<std::pair<File*, std::string>> done; // and what was there of those that are overwritten
  try {
    for (const auto& file : files_) {
      std::string before = file->in_place ? read_file(file->target) : std::string();
      done.emplace_back(file.get(), std::move(before));
      file->put();
    }
  } catch (...) {
    for (auto it = done.rbegin(); it != done.rend(); ++it) {
      if (it == done.rbegin() && !it->first->in_place) continue; // it did not take its place
      try {
        it->first->put_back(it->second);
      } catch (const Error&) { // then nothing helps
      }
    }
    files_.clear();
    throw;
  }
  files_.clear(); // takes the earlier files away
}

void write_file(const std::string& path, const std::string& bytes) {
  Outputs outputs;
  outputs.add(path, bytes);
  outputs.commit();
}

} // namespace penumbra::cli
