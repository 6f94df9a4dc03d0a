// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/progress.hpp"

#include <chrono>
#include <string>

namespace penumbra::cli {

/// From here on Ctrl+C and SIGTERM ask for a clean cancel; a second one ends the program at once.
void watch_for_interrupts();

/// The signal that asked for it; 0 while none did.
int interrupted();

/// Throws Cancelled once the user asked for it: for the moments between two pieces of work.
void stop_if_interrupted();

/// While one exists, a signal that asks for the end ends the program at once, with a word on stderr and status
/// 130: for work that cannot be asked to stop, by libraries, of which nothing is left behind.
class EndsAtOnce {
 public:
  EndsAtOnce();
  ~EndsAtOnce();
  EndsAtOnce(const EndsAtOnce&) = delete;
};

/// A bar on stderr while that is a terminal, nothing otherwise; cancels when the user presses Ctrl+C.
class Terminal : public Progress {
 public:
  explicit Terminal(bool quiet = false);
  ~Terminal() override;
  void report(double fraction, std::string_view message) override;
  /// Takes the bar away, so that text can follow.
  void finish();
  bool cancelled() override { return interrupted() != 0; }

 private:
  void erase();
  bool shown_ = false; ///< something of ours stands in the last line
  bool draws_;
  std::chrono::steady_clock::time_point last_{};
};

/// `text` for a terminal: control characters, which names of files and messages of libraries may hold, as \x1b.
std::string printable(const std::string& text);

/// "penumbra: note: …" on stderr: what went otherwise than one might expect, without being an error.
void note(const std::string& text);

} // namespace penumbra::cli
