#pragma once

#include "core/tool/host.hpp"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

/// What the tools have in common: how a run ends, and how values are checked, stored and read.
namespace penumbra::host {

enum class Outcome {
  committed,
  unchanged, ///< step 0 was chosen in place: there was nothing to write
  cancelled
};

/// Where agents come from; make_agent outside of tests.
using AgentMaker = std::function<std::unique_ptr<Agent>(const std::string& id)>;

/// Runs a tool. Cancelled becomes an outcome; want of memory becomes an Error that says what to do.
Outcome guarded(const std::function<Outcome()>& tool);

/// The agent `id` of a tool; nullptr where it has none of that name.
const AgentInfo* find_method(const std::string& tool, const std::string& id);
/// Its title, or the id itself where it is not known.
std::string method_title(const std::string& tool, const std::string& id);

/// Throw Error that names the value, what it is and what it may be.
void check_method(const std::string& tool, const std::string& id);
void check_strength(double strength);
/// `last`: the last of Output that the tool knows.
void check_output(Output output, Output last);

/// "in-place", "new-layer", "layer-stack".
std::string name_of(Output output);

/// Takes `key` of stored values into `to` where it is there, of the right kind and `fits`; otherwise `to`
/// keeps what it is: what an older or later version stored must not keep a tool from starting.
template <class T> void take(const nlohmann::json& from, const char* key, T& to, auto&& fits) {
  const auto found = from.find(key);
  if (found == from.end()) return;
  try {
    T value = found->template get<T>();
    if (fits(value)) to = std::move(value);
  } catch (const nlohmann::json::exception&) { // of another kind
  }
}
void take_method(const nlohmann::json& from, const std::string& tool, std::string& to);
void take_strength(const nlohmann::json& from, double& to);
void take_output(const nlohmann::json& from, Output last, Output& to);

} // namespace penumbra::host
