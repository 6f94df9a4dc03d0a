// SPDX-License-Identifier: GPL-3.0-or-later
// A safetensors file from anywhere: an Error, or tensors that fit their shapes.

#include "core/error.hpp"
#include "core/model/safetensors.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const penumbra::TensorFile file =
        penumbra::parse_safetensors(std::string(reinterpret_cast<const char*>(data), size), "input");
    for (const auto& [name, tensor] : file.tensors) {
      std::size_t places = 1;
      for (const std::int64_t side : tensor.shape) places *= std::size_t(side);
      if (places != tensor.values.size()) std::abort();
    }
  } catch (const penumbra::Error&) {
  }
  return 0;
}
