#include "core/edit/operations.hpp"
#include "core/error.hpp"

namespace penumbra {

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all{
      curve_operation,
      fusion_operation,
      denoise_operation,
      clarity_operation,
      finish_operation,
  };
  return all;
}

const Operation& operation_of(const EditStep& step) {
  for (const Operation& operation : operations())
    if (step.operation == operation.name && step.version == operation.version) {
      operation.validate(step);
      return operation;
    }
  throw Error("The recipe asks for the edit \"" + step.operation + "\", version " +
              std::to_string(step.version) +
              ", which this version of Penumbra (" PENUMBRA_VERSION ") does not know.");
}

} // namespace penumbra
