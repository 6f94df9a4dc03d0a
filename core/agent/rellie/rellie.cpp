#include "core/agent/rellie/rellie.hpp"

#include "core/agent/low_light/load.hpp"
#include "core/agent/rellie/denoise_policy.hpp"
#include "core/agent/rellie/denoising.hpp"
#include "core/error.hpp"
#include "core/nn/manifest.hpp"
#include "core/nn/tensors.hpp"

namespace penumbra {
namespace {

class RellieAgent : public Agent {
 public:
  RellieAgent(std::unique_ptr<LowLightAgent> curves, PixelNet denoise_policy)
      : curves_(std::move(curves)), denoise_policy_(std::move(denoise_policy)) {}

  Episode run(const Image& photo, const AgentSettings& settings, Progress& progress) override {
    SubProgress first(progress, 0.0, 0.9);
    Episode episode = curves_->run(photo, settings, first);
    if (settings.denoise > 0) {
      progress.step(0.9, "Looking for noise");
      guarded([&] {
        const torch::InferenceMode no_gradients;
        add_denoising(episode, photo, denoise_policy_, settings.denoise);
      });
    }
    progress.step(1.0, "Decided");
    return episode;
  }

 private:
  std::unique_ptr<LowLightAgent> curves_;
  PixelNet denoise_policy_;
};

} // namespace

std::unique_ptr<Agent> make_rellie(const std::string& models_folder) {
  return guarded([&]() -> std::unique_ptr<Agent> {
    auto curves = load_low_light_agent(models_folder, "rellie", "ReLLIE", rellie_system);
    PixelNet policy = load_pixel_net(load_model(models_folder, find_model(models_folder, "rellie-denoise")));
    if (!(policy->shape() == denoise_policy_shape(policy->shape().width)))
      throw Error("The weights of ReLLIE's denoise policy have another shape than its network.");
    return std::make_unique<RellieAgent>(std::move(curves), policy);
  });
}

} // namespace penumbra
