// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace penumbra {

/// Everything that can go wrong in Penumbra, with a sentence for the person at the keyboard: what happened
/// and, where there is something, what to do. Exceptions of libraries (c10::Error, cv::Exception,
/// std::bad_alloc) are turned into this at the boundary of `core`.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by long work whose Progress said `cancelled()`. Whatever was under way has left no trace.
class Cancelled : public Error {
 public:
  Cancelled() : Error("Cancelled") {}
};

} // namespace penumbra
