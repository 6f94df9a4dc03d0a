// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.hpp"

#include <nlohmann/json.hpp>

namespace penumbra {

/// JSON from a file of unknown origin. Throws nlohmann's exceptions for what is none, and Error for nesting that
/// no file of ours has: copying and printing recurse, and 100,000 levels exhaust the stack.
template <class First, class Last> nlohmann::json parse_json(First first, Last last) {
  constexpr int deepest = 64;
  return nlohmann::json::parse(first, last, [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > deepest) throw Error("The file is nested too deeply to be one of Penumbra's.");
    return true;
  });
}

template <class Text> nlohmann::json parse_json(const Text& text) {
  return parse_json(text.begin(), text.end());
}

} // namespace penumbra
