// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/manifest.hpp"
#include "core/nn/interface/denoiser.hpp"
#include "core/nn/torch/ffdnet.hpp"
#include "core/nn/torch/tensors.hpp"

#include <ATen/Parallel.h>
#include <cstring>
#include <omp.h>

namespace penumbra {
namespace {

/// Tiles are spread over threads by whoever renders; LibTorch shall not start threads of its own in each.
class OneThread {
 public:
  OneThread() : before_(at::get_num_threads()) { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

class TorchDenoiser : public Denoiser {
 public:
  explicit TorchDenoiser(FfdNet net) : net_(std::move(net)) {}

  int margin() const override { return 2 * net_->shape().layers + 2; }

  void predict(const float* picture, const float* level, int width, int height, float* noise) const override {
    guarded([&] {
      const torch::InferenceMode no_gradients;
      const OneThread quiet;
      // Both are only read.
      const torch::Tensor state = torch::from_blob(const_cast<float*>(picture), {1, 3, height, width});
      const torch::Tensor map = torch::from_blob(const_cast<float*>(level), {1, 3, height / 2, width / 2});
      const torch::Tensor result = net_->forward(state, map).contiguous();
      std::memcpy(noise, result.data_ptr<float>(), sizeof(float) * std::size_t(result.numel()));
    });
  }

 private:
  mutable FfdNet net_; // forward() is not const in LibTorch, but changes nothing here
};

} // namespace

std::unique_ptr<Denoiser> make_denoiser(const char* models_folder) {
  return guarded([&]() -> std::unique_ptr<Denoiser> {
    return std::make_unique<TorchDenoiser>(
        load_ffdnet(load_model(models_folder, find_model(models_folder, "denoiser"))));
  });
}

} // namespace penumbra
