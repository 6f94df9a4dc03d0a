#include "core/edit/edit.hpp"

#include "core/edit/half.hpp"

namespace penumbra {

void round_maps(EditStep& step) {
  for (Map& map : step.maps)
    for (float& value : map.values) value = from_half(to_half(value));
}

} // namespace penumbra
