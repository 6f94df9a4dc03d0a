// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/library.hpp"

#include "core/abi.hpp"
#include "core/error.hpp"
#include "core/nn/interface/denoiser.hpp"
#include "core/nn/torch/vgg_features.hpp"
#include "core/system/all_e/all_e.hpp"
#include "core/system/deep_exposure/deep_exposure.hpp"
#include "core/system/pix_tuner/pix_tuner.hpp"
#include "core/system/ranked.hpp"
#include "core/system/rellie/denoising_agent.hpp"
#include "core/system/rellie/rellie.hpp"

PENUMBRA_SHOW_ABI;

// The doors of libpenumbra-agents; core/agent/agent.cpp, core/nn/interface/gram.cpp and
// core/nn/interface/shipped_denoiser.cpp are on the other side.
extern "C" PENUMBRA_API void penumbra_make_agent(const char* id, const char* models_folder,
                                                 std::unique_ptr<penumbra::Agent>* agent) {
  const std::string name = id;
  if (name == "deep-exposure-i" || name == "deep-exposure-ii") {
    *agent = penumbra::make_deep_exposure(name, models_folder);
    return; // denoising belongs to the low-light tool
  }
  if (name == "pix-tuner") {
    *agent = penumbra::make_pix_tuner(models_folder);
    return;
  }
  if (name == "all-e")
    *agent = penumbra::make_all_e(models_folder);
  else if (name == "rellie")
    *agent = penumbra::make_rellie(models_folder);
  else
    throw penumbra::Error(std::string("There is no method \"") + id + "\".");
  // The steps are compared first: whether a photo needs light does not depend on its denoising.
  *agent = penumbra::ranked(std::move(*agent), models_folder);
  *agent = penumbra::with_denoising(std::move(*agent), models_folder);
}

extern "C" PENUMBRA_API void penumbra_make_denoiser(const char* models_folder,
                                                    std::unique_ptr<penumbra::Denoiser>* denoiser) {
  *denoiser = penumbra::make_denoiser(models_folder);
}

extern "C" PENUMBRA_API void penumbra_make_gram_distance(const char* weights,
                                                         std::unique_ptr<penumbra::GramDistance>* distance) {
  *distance = penumbra::vgg_gram_distance(weights);
}
