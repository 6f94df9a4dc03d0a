// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace penumbra::cli {
namespace {

/// Reads from both until both are at their end.
void collect(int out, int err, Outcome& outcome) {
  pollfd files[2]{{out, POLLIN, 0}, {err, POLLIN, 0}};
  std::string* const texts[2]{&outcome.out, &outcome.err};
  while (files[0].fd >= 0 || files[1].fd >= 0) {
    poll(files, 2, -1);
    for (int i = 0; i < 2; ++i) {
      if (files[i].fd < 0 || !files[i].revents) continue;
      char buffer[4096];
      const ssize_t count = read(files[i].fd, buffer, sizeof buffer);
      if (count > 0)
        texts[i]->append(buffer, std::size_t(count));
      else
        files[i].fd = -1; // a terminal ends with an error, a pipe with nothing
    }
  }
}

} // namespace

Outcome run(const std::vector<std::string>& arguments, const RunSettings& settings) {
  int out[2], err[2];
  if (pipe(out) != 0 ||
      (settings.terminal ? openpty(&err[0], &err[1], nullptr, nullptr, nullptr) : pipe(err)) != 0)
    throw Error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    for (const int file : {out[0], out[1], err[0], err[1]}) close(file);
    if (settings.terminal) setenv("TERM", "xterm", 1);
    std::vector<char*> argv{const_cast<char*>(settings.program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(settings.program.c_str(), argv.data());
    _exit(126);
  }
  close(out[1]);
  close(err[1]);
  if (settings.while_running) settings.while_running(child);
  Outcome outcome;
  collect(out[0], err[0], outcome);
  close(out[0]);
  close(err[0]);
  int status = 0;
  waitpid(child, &status, 0);
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

std::vector<std::string> ProgramTest::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string ProgramTest::recipe(const std::vector<EditStep>& steps, const std::string& name) const {
  Recipe recipe;
  recipe.steps = steps;
  write_file(path(name), to_json(recipe));
  return path(name);
}

Image test_picture(int width, int height, int channels, int bits) {
  Image image(width, height, channels);
  const int steps = bits == 8 ? 255 : 65535;
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    const int level = int(i * 7919 % std::size_t(steps + 1));
    const bool alpha = image.has_alpha() && i % std::size_t(channels) == std::size_t(channels) - 1;
    image.pixels[i] = bits == 32 && !alpha ? float(level) / 16384.0f - 1.0f : float(level) / float(steps);
  }
  // Where alpha is 0 a format may forget the colour; that is another test's subject.
  for (int y = 0; image.has_alpha() && y < height; ++y)
    for (int x = 0; x < width; ++x) {
      float& alpha = image.at(x, y, channels - 1);
      if (alpha < 0.5f) alpha = 1;
    }
  return image;
}

float difference(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels)
    return std::numeric_limits<float>::infinity();
  float max = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    const float x = a.pixels[i], y = b.pixels[i];
    if (std::isnan(x) != std::isnan(y)) return std::numeric_limits<float>::infinity();
    if (!std::isnan(x)) max = std::max(max, std::fabs(x - y));
  }
  return max;
}

} // namespace penumbra::cli
