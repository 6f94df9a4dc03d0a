// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/rellie/denoising_agent.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/system/rellie/denoise_policy.hpp"
#include "core/system/rellie/denoising.hpp"

namespace penumbra {
namespace {

class DenoisingAgent : public Agent {
 public:
  DenoisingAgent(std::unique_ptr<Agent> agent, std::string models_folder)
      : agent_(std::move(agent)), models_folder_(std::move(models_folder)) {}

  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    if (!settings.denoise) return agent_->run(input, settings, progress);
    SubProgress first(progress, 0.0, 0.9);
    Episode episode = agent_->run(input, settings, first);
    progress.step(0.9, "Looking for noise");
    guarded([&] {
      const torch::InferenceMode no_gradients;
      if (!policy_) policy_ = load_policy();
      add_denoising(episode, input.photo, policy_);
    });
    progress.step(1.0, "Decided");
    return episode;
  }

 private:
  PixelNet load_policy() const {
    PixelNet policy =
        load_pixel_net(load_model(models_folder_, find_model(models_folder_, "rellie-denoise")));
    if (!(policy->shape() == denoise_policy_shape(policy->shape().width)))
      throw Error("The weights of ReLLIE's denoise policy have another shape than its network.");
    return policy;
  }

  std::unique_ptr<Agent> agent_;
  std::string models_folder_;
  PixelNet policy_{nullptr};
};

} // namespace

std::unique_ptr<Agent> with_denoising(std::unique_ptr<Agent> agent, const std::string& models_folder) {
  return std::make_unique<DenoisingAgent>(std::move(agent), models_folder);
}

} // namespace penumbra
