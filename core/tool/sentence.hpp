// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

#include <functional>
#include <string>
#include <vector>

namespace penumbra::host {

/// A language: English as it stands.
struct Words {
  /// A text of the context "penumbra::Tool" in that language.
  std::function<std::string(const char* text)> translated = [](const char* text) {
    return std::string(text);
  };
  char decimal_point = '.';
};

/// What a recipe does to the photo in one sentence, "Lifted the shadows by 1.8 EV, held the highlights, took off
/// half of the noise.". What the steps say is taken from them; what they make of the lights is measured on
/// `observation`, the small copy of the photo that was decided on (Episode::observation): by how many EV the
/// mean linear luma of its darkest third, its brightest tenth and the rest changes. Nothing that is hardly
/// seen is said. Takes some milliseconds. Throws Error where a step is out of range.
std::string sentence_of(const std::vector<EditStep>& steps, const Image& observation,
                        const Words& words = {});

} // namespace penumbra::host
