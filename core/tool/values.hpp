// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/parameter.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace penumbra::host {

/// A value for each parameter of a tool: what a window shows, the PDB and the command line take, presets and
/// "last values" keep. Each has its parameter's type; whether it is within its range is for check().
class Values {
 public:
  /// The initial values. The table must outlive them.
  explicit Values(const Table& table);

  const Table& table() const { return *table_; }
  /// Throws Error where the tool has no such parameter.
  template <class T> T get(const std::string& id) const { return at(id).get<T>(); }
  /// Throws Error where the tool has no such parameter, or it takes values of another kind.
  Values& set(const std::string& id, const nlohmann::json& value);
  const nlohmann::json& at(const std::string& id) const;
  bool operator==(const Values& other) const {
    return std::strcmp(table_->id, other.table_->id) == 0 && values_ == other.values_;
  }

 private:
  const Table* table_;
  nlohmann::json values_;
};

/// What decide() may see: the parameters that decide, and of an amount that decides by being on only that.
/// All others have their initial values. Equal decisions of one photo are one decision.
Values decision_of(const Values& values);

/// Values as JSON, without those that are not kept so far, and back. Reading is lenient, since what was
/// stored may come from another version: what is missing, of the wrong type or out of range keeps its initial
/// value.
nlohmann::json to_json(const Values& values, Kept kept = Kept::recipe);

/// Sets a value as GIMP's PDB passes it: choices as numbers, methods as text that may name values without an
/// argument of their own, as in "all-e:denoise=0.5:clarity=0.3". Throws Error that names the value, what it
/// is and what it may be, with nothing changed.
void set_argument(Values& values, const Parameter& parameter, const nlohmann::json& argument);
void set_method(Values& values, const std::string& text);

/// Sets a value from text, as the command line has it; for `changes` "NAME=VALUE", which adds one. Throws
/// Error.
void set_text(Values& values, const Parameter& parameter, const std::string& text);

/// The options of the command line that give these values, each with its value (empty: a flag), quoted for
/// nobody. What is off, or would be as it is anyway, is left out.
std::vector<std::pair<std::string, std::string>> options_of(const Values& values);

} // namespace penumbra::host
