// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json.hpp"
#include "core/edit/engine/edit.hpp"
#include "core/error.hpp"
#include "core/image/half.hpp"

#include <array>
#include <cstdint>

namespace penumbra {
namespace {

using nlohmann::json;

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int largest_side = 4096, max_maps = 16, max_steps = 1000;

std::string base64(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < left ? bytes[i + k] : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += k <= left ? alphabet[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::vector<std::uint8_t> from_base64(const std::string& text) {
  static const auto digits = [] {
    std::array<int, 256> table;
    table.fill(-1);
    for (int i = 0; i < 64; ++i) table[std::uint8_t(alphabet[i])] = i;
    return table;
  }();
  if (text.size() % 4) throw Error("The data of a map in the recipe is cut short.");
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const std::size_t padding = last ? (text[i + 3] == '=') + (text[i + 3] == '=' && text[i + 2] == '=') : 0;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const int digit = k >= 4 - padding ? 0 : digits[std::uint8_t(text[i + k])];
      if (digit < 0) throw Error("The data of a map in the recipe is not base64.");
      group = group << 6 | std::uint32_t(digit);
    }
    for (std::size_t k = 0; k < 3 - padding; ++k) bytes.push_back(std::uint8_t(group >> (16 - 8 * k)));
  }
  return bytes;
}

json map_to_json(const Map& map) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(map.values.size() * 2);
  for (const float value : map.values) {
    const std::uint16_t half = to_half(value);
    bytes.push_back(std::uint8_t(half & 0xff));
    bytes.push_back(std::uint8_t(half >> 8));
  }
  return {{"width", map.width}, {"height", map.height}, {"channels", map.channels}, {"half", base64(bytes)}};
}

int side(const json& object, const char* key, int max) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer() || found->get<std::int64_t>() < 1 ||
      found->get<std::int64_t>() > max)
    throw Error(std::string("A map in the recipe has no sensible ") + key + " (1 to " + std::to_string(max) +
                ").");
  return found->get<int>();
}

Map map_from_json(const json& object) {
  if (!object.is_object()) throw Error("A map in the recipe is not an object.");
  const int width = side(object, "width", largest_side), height = side(object, "height", largest_side);
  const int channels = side(object, "channels", 4);
  const auto data = object.find("half");
  if (data == object.end() || !data->is_string()) throw Error("A map in the recipe has no data.");
  const std::size_t count = std::size_t(width) * std::size_t(height) * std::size_t(channels);
  const std::vector<std::uint8_t> bytes = from_base64(data->get_ref<const std::string&>());
  if (bytes.size() != count * 2) throw Error("The data of a map in the recipe does not fit its size.");
  Map map(width, height, channels);
  for (std::size_t i = 0; i < count; ++i)
    map.values[i] = from_half(std::uint16_t(bytes[2 * i] | bytes[2 * i + 1] << 8));
  return map;
}

EditStep step_from_json(const json& object) {
  if (!object.is_object()) throw Error("A step of the recipe is not an object.");
  EditStep step;
  const auto operation = object.find("operation");
  const auto version = object.find("version");
  if (operation == object.end() || !operation->is_string() || version == object.end() ||
      !version->is_number_unsigned() || version->get<std::uint64_t>() > INT32_MAX)
    throw Error("A step of the recipe needs an \"operation\" and a \"version\".");
  step.operation = operation->get<std::string>();
  step.version = version->get<int>();
  if (const auto parameters = object.find("parameters"); parameters != object.end()) {
    if (!parameters->is_object()) throw Error("The parameters of a step in the recipe are not an object.");
    step.parameters = *parameters;
  }
  if (const auto maps = object.find("maps"); maps != object.end()) {
    if (!maps->is_array() || maps->size() > max_maps)
      throw Error("The maps of a step in the recipe are no list.");
    for (const json& map : *maps) step.maps.push_back(map_from_json(map));
  }
  operation_of(step); // known, and in range
  return step;
}

} // namespace

std::string to_json(const Recipe& recipe) {
  json steps = json::array();
  for (const EditStep& step : recipe.steps) {
    json object{{"operation", step.operation}, {"version", step.version}, {"parameters", step.parameters}};
    if (!step.maps.empty()) {
      object["maps"] = json::array();
      for (const Map& map : step.maps) object["maps"].push_back(map_to_json(map));
    }
    steps.push_back(std::move(object));
  }
  // A file name in the origin may be no UTF-8: what cannot be written becomes U+FFFD.
  return json{{"penumbra-recipe", 1}, {"origin", recipe.origin}, {"steps", std::move(steps)}}.dump(
      1, ' ', false, json::error_handler_t::replace);
}

Recipe recipe_from_json(const std::string& text) {
  try {
    const json whole = parse_json(text);
    if (!whole.is_object() || whole.value("penumbra-recipe", json()) != 1)
      throw Error("This is no Penumbra recipe of version 1.");
    Recipe recipe;
    recipe.origin = whole.value("origin", json::object());
    if (!recipe.origin.is_object()) throw Error("The origin of the recipe is not an object.");
    const auto steps = whole.find("steps");
    if (steps == whole.end() || !steps->is_array() || steps->size() > max_steps)
      throw Error("The recipe has no list of steps.");
    for (const json& step : *steps) recipe.steps.push_back(step_from_json(step));
    return recipe;
  } catch (const json::exception& problem) {
    throw Error(std::string("The recipe cannot be read: ") + problem.what());
  }
}

} // namespace penumbra
