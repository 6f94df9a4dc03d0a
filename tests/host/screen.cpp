// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/host/screen.hpp"

#include "core/io/bytes.hpp"
#include "core/io/codec.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace penumbra::test {
namespace {

using namespace std::chrono_literals;
constexpr auto patience = 120s; // a slow machine with other work; nobody waits where all is well
constexpr int max_deviation = 2;
constexpr int min_side = 16; // of a spot

} // namespace

bool wait_until(const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(100ms);
  }
  return true;
}

Screen::Screen(const std::string& folder, int width, int height)
    : folder_(folder), width_(width), height_(height) {
  std::filesystem::create_directories(folder_);
  const std::string number = folder_ + "/display";
  const std::string size = std::to_string(width) + "x" + std::to_string(height) + "x24";
  // The server chooses a free number, tells it on its first output, and shows its pixels in a file.
  server_ = std::make_unique<Process>(std::vector<std::string>{"Xvfb", "-displayfd", "1", "-nolisten", "tcp",
                                                               "-screen", "0", size, "-fbdir", folder_},
                                      std::map<std::string, std::string>{}, number);
  // Where another server starts at the same moment, complaints about the numbers tried come before the
  // number.
  const auto display = [&] {
    std::istringstream lines(contents(number));
    for (std::string line; std::getline(lines, line) && !lines.eof();)
      if (!line.empty() && line.find_first_not_of("0123456789") == std::string::npos) return line;
    return std::string();
  };
  wait_until([&] { return !server_->running() || !display().empty(); });
  if (display().empty()) throw std::runtime_error("Xvfb did not start:\n" + contents(number));
  name_ = ":" + display();
  manager_ = std::make_unique<Process>(
      std::vector<std::string>{"openbox", "--sm-disable"},
      std::map<std::string, std::string>{{"DISPLAY", name_}, {"XDG_CONFIG_HOME", folder_}},
      folder_ + "/openbox.log");
}

std::string Screen::run(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"xdotool"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const std::string log = folder_ + "/xdotool.log";
  Process(command, {{"DISPLAY", name_}}, log).wait(60);
  return contents(log);
}

std::string Screen::find(const std::string& title) {
  std::istringstream found(run({"search", "--onlyvisible", "--name", title}));
  std::string window;
  found >> window;
  return window.find_first_not_of("0123456789") == std::string::npos ? window : "";
}

std::string Screen::wait_for(const std::string& title) {
  std::string window;
  if (!wait_until([&] { return !(window = find(title)).empty(); }))
    throw std::runtime_error("there is no window \"" + title + "\"");
  return window;
}

Area Screen::place(const std::string& window) {
  // Openbox puts windows into frames; xdotool counts the frame's offset twice unless asked through a click.
  std::istringstream values(run({"mousemove", "--window", window, "0", "0", "getmouselocation", "--shell",
                                 "getwindowgeometry", "--shell", window}));
  Area area;
  bool pointer = true; // X and Y come first of the pointer, then of the window
  for (std::string line; std::getline(values, line);) {
    const auto number = [&] { return std::stoi(line.substr(line.find('=') + 1)); };
    if (line.rfind("WINDOW=", 0) == 0) pointer = false;
    if (line.rfind("X=", 0) == 0 && pointer) area.x = number();
    if (line.rfind("Y=", 0) == 0 && pointer) area.y = number(), pointer = false;
    if (line.rfind("WIDTH=", 0) == 0) area.width = number();
    if (line.rfind("HEIGHT=", 0) == 0) area.height = number();
  }
  return area;
}

int Screen::count(const std::string& program) {
  std::istringstream found(run({"search", "--onlyvisible", "--class", program}));
  int windows = 0;
  for (std::string line; std::getline(found, line);)
    windows += !line.empty() && line.find_first_not_of("0123456789") == std::string::npos;
  return windows;
}

void Screen::activate(const std::string& window) {
  const bool active = wait_until([&] {
    run({"windowactivate", window});
    std::istringstream now(run({"getactivewindow"}));
    std::string id;
    now >> id;
    return id == window;
  });
  if (!active) throw std::runtime_error("a window does not become active");
  run({"windowfocus", window});
}

void Screen::key(const std::string& keys) {
  run({"key", keys});
}

void Screen::click(int x, int y) {
  run({"mousemove", std::to_string(x), std::to_string(y), "click", "1"});
}

void Screen::drag(int from_x, int from_y, int to_x, int to_y) {
  const auto at = [](int x) { return std::to_string(x); };
  run({"mousemove", at(from_x), at(from_y), "mousedown", "1", "mousemove", at((from_x + to_x) / 2), at(to_y),
       "mousemove", at(to_x), at(to_y), "mouseup", "1"});
}

void Screen::turn_wheel(int x, int y, int notches) {
  run({"mousemove", std::to_string(x), std::to_string(y), "click", "--repeat",
       std::to_string(std::abs(notches)), notches > 0 ? "5" : "4"});
}

/// The file is an X window dump: big-endian words, colour cells, then the pixels.
Image Screen::picture() const {
  const std::string dump = contents(folder_ + "/Xvfb_screen0");
  const auto byte = [&](std::size_t i) { return std::uint32_t(std::uint8_t(dump.at(i))); };
  const auto word = [&](int i) {
    const std::size_t at = std::size_t(i) * 4;
    return byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
  };
  const std::size_t pixels = word(0) + word(19) * 12, line = word(12);
  Image out(width_, height_, 3);
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x)
      for (int c = 0; c < 3; ++c)
        out.at(x, y, c) = float(byte(pixels + std::size_t(y) * line + std::size_t(x) * 4 + (2 - c))) / 255.0f;
  return out;
}

void Screen::save(const std::string& file) const {
  std::filesystem::create_directories(std::filesystem::path(file).parent_path());
  cli::write_file(file, cli::encode(picture(), cli::Format::png, 8, 100));
}

Colour colour_at(const Image& picture, int x, int y) {
  Colour colour;
  for (int c = 0; c < 3; ++c) colour[std::size_t(c)] = int(std::lround(picture.at(x, y, c) * 255));
  return colour;
}

Area spot(const Image& picture, const Area& area, const Colour& colour) {
  std::vector<int> columns(std::size_t(picture.width)), rows(std::size_t(picture.height));
  for (int y = std::max(0, area.y); y < std::min(picture.height, area.bottom()); ++y)
    for (int x = std::max(0, area.x); x < std::min(picture.width, area.right()); ++x) {
      const Colour here = colour_at(picture, x, y);
      bool same = true;
      for (std::size_t c = 0; c < 3; ++c) same = same && std::abs(here[c] - colour[c]) <= max_deviation;
      if (same) ++columns[std::size_t(x)], ++rows[std::size_t(y)];
    }
  // Rims and letters may have the colour here and there: they are thin.
  const auto span = [](const std::vector<int>& counts) {
    const auto thick = [](int count) { return count >= min_side; };
    const auto first = std::find_if(counts.begin(), counts.end(), thick);
    const auto last = std::find_if(counts.rbegin(), counts.rend(), thick);
    return std::pair{int(first - counts.begin()), int(counts.rend() - last)};
  };
  const auto [left, right] = span(columns);
  const auto [top, bottom] = span(rows);
  if (left >= right || top >= bottom) return {};
  return {left, top, right - left, bottom - top};
}

} // namespace penumbra::test
