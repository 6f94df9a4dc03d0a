// SPDX-License-Identifier: GPL-3.0-or-later
// Text of a recipe from anywhere: an Error, or steps that can be stored and rendered.

#include "core/edit/engine/edit.hpp"
#include "core/error.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penumbra;
  try {
    Recipe recipe = recipe_from_json(std::string(reinterpret_cast<const char*>(data), size));
    if (recipe_from_json(to_json(recipe)).steps != recipe.steps) std::abort();
    for (const EditStep& step : recipe.steps)
      if (step.operation == "denoise") return 0; // loads a network
    if (recipe.steps.size() > 8) return 0;
    Image photo(9, 7, 3);
    for (std::size_t i = 0; i < photo.pixels.size(); ++i) photo.pixels[i] = float(i % 31) / 30;
    const Image result = render(recipe.steps, photo);
    if (result.pixels.size() != photo.pixels.size()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
