// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/manifest.hpp"
#include "core/nn/interface/denoiser.hpp"
#include "core/nn/interface/library.hpp"

namespace penumbra {

const Denoiser& shipped_denoiser() {
  // Never destroyed: at the end of the process LibTorch may be gone before it.
  static const Denoiser* const kept = [] {
    auto* make = reinterpret_cast<MakeDenoiser*>(networks_function("penumbra_make_denoiser"));
    std::unique_ptr<Denoiser> made;
    make(models_folder().c_str(), &made);
    return made.release();
  }();
  return *kept;
}

} // namespace penumbra
