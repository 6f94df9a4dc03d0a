// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/device.hpp"

#include "core/edit/curve/curve_stage.hpp"
#include "core/error.hpp"

#ifdef PENUMBRA_HAVE_CUDA
#include "core/edit/curve/curve_cuda.hpp"
#endif

namespace penumbra {

#ifdef PENUMBRA_HAVE_CUDA

namespace {

/// Below this many pixels starting the card and the way there and back take longer than the edit.
constexpr std::size_t pays_from = 4'000'000;

/// What the card has kernels for: nothing but curves.
std::vector<curve_math::Layer> layers_of(const PreparedRecipe& prepared, int colours) {
  std::vector<curve_math::Layer> layers;
  for (const auto& stage : prepared.stages()) {
    const auto* curve = dynamic_cast<const CurveStage*>(stage.get());
    if (!curve) return {};
    const Map& map = curve->coefficients(colours);
    layers.push_back({map.values.data(), map.width, map.height, map.channels / 2});
  }
  return layers;
}

} // namespace

CudaDevice cuda_device() {
  static const CudaDevice found = [] {
    CudaDevice device;
    device.name = find_cuda_device(device.reason);
    return device;
  }();
  return found;
}

bool render_on_device(const PreparedRecipe& prepared, const Image& photo, Image& result, Progress& progress,
                      RenderOptions::Device device) {
  const bool wanted = device == RenderOptions::Device::cuda;
  const std::size_t count = std::size_t(photo.width) * std::size_t(photo.height);
  if (device == RenderOptions::Device::cpu || (!wanted && count < pays_from)) return false;
  if (cuda_device().name.empty()) {
    if (wanted) throw Error("The graphics card cannot be used: " + cuda_device().reason + ".");
    return false;
  }
  const std::vector<curve_math::Layer> layers = layers_of(prepared, photo.colour_channels());
  if (layers.empty()) {
    if (wanted) throw Error("The graphics card cannot be used: a step has no CUDA kernel.");
    return false;
  }
  try {
    bend_on_cuda(layers, photo, result, progress);
    return true;
  } catch (const Cancelled&) {
    throw;
  } catch (const Error&) { // out of memory, say
    if (wanted) throw;
    return false;
  }
}

#else

CudaDevice cuda_device() {
  return {"", "this build of Penumbra has no CUDA kernels"};
}

bool render_on_device(const PreparedRecipe&, const Image&, Image&, Progress&, RenderOptions::Device device) {
  if (device == RenderOptions::Device::cuda)
    throw Error("The graphics card cannot be used: " + cuda_device().reason + ".");
  return false;
}

#endif

} // namespace penumbra
