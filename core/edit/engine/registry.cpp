// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/operations.hpp"
#include "core/edit/engine/within.hpp"
#include "core/error.hpp"

namespace penumbra {

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all{curve_operation, fusion_operation, denoise_operation,
                                          clarity_operation, finish_operation};
  return all;
}

double number_in(const nlohmann::json& parameters, const char* key, const char* whose, double absent,
                 double min, double max) {
  const auto found = parameters.find(key);
  if (found == parameters.end()) return absent;
  if (!found->is_number() || !(found->get<double>() >= min && found->get<double>() <= max))
    throw Error(std::string("The \"") + key + "\" of " + whose + " is a number between " +
                nlohmann::json(min).dump() + " and " + nlohmann::json(max).dump() + ".");
  return found->get<double>();
}

const Operation& operation_of(const EditStep& step) {
  for (const Operation& operation : operations())
    if (step.operation == operation.name && step.version == operation.version) {
      operation.validate(step);
      part_of(step);
      return operation;
    }
  throw Error("The recipe asks for the edit \"" + step.operation + "\", version " +
              std::to_string(step.version) +
              ", which this version of Penumbra (" PENUMBRA_VERSION ") does not know.");
}

} // namespace penumbra
