#include "core/edit/device.hpp"

#include "core/edit/curve_stage.hpp"
#include "core/error.hpp"

#ifdef PENUMBRA_HAVE_CUDA
#include "core/edit/curve_cuda.hpp"
#endif

namespace penumbra {

#ifdef PENUMBRA_HAVE_CUDA
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
