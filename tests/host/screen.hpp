// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"
#include "tests/host/gimp_session.hpp"

#include <array>
#include <functional>
#include <memory>
#include <string>

namespace penumbra::test {

/// Asks again and again until it is so, for minutes: tests depend on what happens, never on how fast.
bool wait_until(const std::function<bool()>& done);

/// A rectangle of the screen, in pixels.
struct Area {
  int x = 0, y = 0, width = 0, height = 0;
  int middle_x() const { return x + width / 2; }
  int middle_y() const { return y + height / 2; }
  int right() const { return x + width; }
  int bottom() const { return y + height; }
};

using Colour = std::array<int, 3>; ///< RGB, 0…255

/// A screen of its own (Xvfb) with a window manager, and hands for mouse and keyboard.
class Screen {
 public:
  /// Keeps its files in `folder`. Throws std::runtime_error where it does not start.
  Screen(const std::string& folder, int width, int height);

  const std::string& name() const { return name_; } ///< ":7"
  int width() const { return width_; }
  int height() const { return height_; }

  /// The visible window whose title matches a regular expression; empty: there is none.
  std::string find(const std::string& title);
  /// The same, waited for; throws std::runtime_error where it does not come.
  std::string wait_for(const std::string& title);
  /// Where a window lies, without its frame.
  Area place(const std::string& window);
  /// How many windows of a program are to be seen, menus included.
  int count(const std::string& program);
  /// Gives a window the keyboard, and waits until it has it.
  void activate(const std::string& window);

  void key(const std::string& keys); ///< "ctrl+z"
  void click(int x, int y);
  void drag(int from_x, int from_y, int to_x, int to_y);
  void turn_wheel(int x, int y, int notches); ///< downwards where it is positive

  /// What is to be seen: RGB in [0,1].
  Image picture() const;
  void save(const std::string& file) const; ///< PNG

 private:
  std::string run(const std::vector<std::string>& arguments);

  std::string folder_, name_;
  int width_, height_;
  std::unique_ptr<Process> server_, manager_;
};

/// The colour of a pixel of a picture().
Colour colour_at(const Image& picture, int x, int y);
/// Where a colour (by at most 2 levels off) fills a part of `area`; a width of 0: nowhere.
Area spot(const Image& picture, const Area& area, const Colour& colour);

} // namespace penumbra::test
