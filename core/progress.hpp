// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.hpp"

#include <string_view>

namespace penumbra {

/// How long work talks to whoever waits for it. Called from the thread that does the work, at least every
/// 50 ms while it lasts. The default says nothing and never cancels.
class Progress {
 public:
  virtual ~Progress() = default;
  /// `fraction` in [0,1] never falls within one piece of work; `message` is a short phrase for the user.
  virtual void report(double fraction, std::string_view message) { (void)fraction, (void)message; }
  virtual bool cancelled() { return false; }

  /// Reports, then throws Cancelled where that was asked for.
  void step(double fraction, std::string_view message) {
    report(fraction, message);
    if (cancelled()) throw Cancelled();
  }
};

/// A part [from, to] of another progress: what a sub-task reports as 0…1 is mapped into it.
class SubProgress : public Progress {
 public:
  SubProgress(Progress& whole, double from, double to) : whole_(whole), from_(from), to_(to) {}
  void report(double fraction, std::string_view message) override {
    whole_.report(from_ + (to_ - from_) * fraction, message);
  }
  bool cancelled() override { return whole_.cancelled(); }

 private:
  Progress& whole_;
  double from_, to_;
};

} // namespace penumbra
