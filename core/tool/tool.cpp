#include "core/tool/tool.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <new>

namespace penumbra::host {
namespace {

struct OutputText {
  std::string name, description;
};
const std::array<OutputText, 3> outputs{OutputText{"in-place", "0 (the layer itself)"},
                                        {"new-layer", "1 (a new layer)"},
                                        {"layer-stack", "2 (a stack of layers)"}};

bool is_strength(double strength) {
  return strength >= 0 && strength <= most_strength;
}

} // namespace

Outcome guarded(const std::function<Outcome()>& tool) {
  try {
    return tool();
  } catch (const Cancelled&) {
    return Outcome::cancelled;
  } catch (const std::bad_alloc&) {
    throw Error("There is not enough memory for a picture of this size. Close other images and try again, "
                "or select a part of the layer.");
  }
}

const AgentInfo* find_method(const std::string& tool, const std::string& id) {
  const auto& known = agents();
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const AgentInfo& info) { return info.tool == tool && info.id == id; });
  return found == known.end() ? nullptr : &*found;
}

std::string method_title(const std::string& tool, const std::string& id) {
  const AgentInfo* method = find_method(tool, id);
  return method ? method->title : id;
}

void check_method(const std::string& tool, const std::string& id) {
  if (find_method(tool, id)) return;
  std::string names;
  for (const AgentInfo& info : agents())
    if (info.tool == tool) names += (names.empty() ? "\"" : ", \"") + info.id + "\"";
  throw Error("There is no method \"" + id + "\"; known are: " + names + ".");
}

void check_strength(double strength) {
  if (!is_strength(strength)) throw Error("The strength is out of range; it must be 0 to 1.5.");
}

void check_output(Output output, Output last) {
  if (output >= Output::in_place && output <= last) return;
  std::string known;
  for (int i = 0; i <= int(last); ++i)
    known += (i == 0 ? "" : i == int(last) ? " or " : ", ") + outputs[std::size_t(i)].description;
  throw Error("The output is " + std::to_string(int(output)) + "; it must be " + known + ".");
}

std::string name_of(Output output) {
  return outputs.at(std::size_t(output)).name;
}

void take_method(const nlohmann::json& from, const std::string& tool, std::string& to) {
  take(from, "method", to, [&](const std::string& id) { return find_method(tool, id) != nullptr; });
}

void take_strength(const nlohmann::json& from, double& to) {
  take(from, "strength", to, is_strength);
}

void take_output(const nlohmann::json& from, Output last, Output& to) {
  std::string name;
  take(from, "output", name, [](const std::string&) { return true; });
  for (int i = 0; i <= int(last); ++i)
    if (name == outputs[std::size_t(i)].name) to = Output(i);
}

} // namespace penumbra::host
