// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"
#include "core/model/safetensors.hpp"

#include <torch/types.h>

namespace torch::nn {
class Module;
}

namespace penumbra {

/// Interleaved RGB [H][W][3] to a float tensor [1,3,H,W] (copied), and back. Throws Error where the image is
/// not RGB.
torch::Tensor to_tensor(const Image& image);
Image to_image(const torch::Tensor& tensor, Encoding encoding = Encoding::srgb);

/// All parameters of a module by name, and the reverse; the reverse throws Error where names or shapes
/// differ.
void copy_parameters(const torch::nn::Module& from, TensorFile& to, const std::string& prefix = {});
void copy_parameters(const TensorFile& from, torch::nn::Module& to, const std::string& prefix = {});

Tensor to_plain(const torch::Tensor& tensor);
torch::Tensor from_plain(const Tensor& tensor);

/// Runs `work` and turns LibTorch's exceptions and std::bad_alloc into Error, at the boundary of core.
template <class Work> auto guarded(Work&& work);

} // namespace penumbra

#include "core/error.hpp"

#include <c10/util/Exception.h>
#include <new>

namespace penumbra {

template <class Work> auto guarded(Work&& work) {
  try {
    return work();
  } catch (const c10::Error& problem) {
    throw Error(std::string("LibTorch failed: ") + problem.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    throw Error("There is not enough memory. Close other programs or choose a smaller working size.");
  }
}

} // namespace penumbra
