// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/edit.hpp"

#include "core/image/half.hpp"

namespace penumbra {

void round_maps(EditStep& step) {
  for (Map& map : step.maps)
    for (float& value : map.values) value = from_half(to_half(value));
}

std::vector<EditStep> with_amount(std::vector<EditStep> steps, std::string_view operation, double amount) {
  for (EditStep& step : steps)
    if (step.operation == operation) step.parameters["amount"] = amount;
  return steps;
}

} // namespace penumbra
