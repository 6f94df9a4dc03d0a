// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/curve/curve_math.hpp"
#include "core/progress.hpp"

#include <string>
#include <vector>

namespace penumbra {

/// Name of the graphics card that can run the kernel below; empty, with the reason, where there is none.
std::string find_cuda_device(std::string& reason);

/// Bends `photo` by all layers in turn and writes the result into `result`, both of the same size, channels
/// and encoding. The picture passes through the card in bands: of its memory this takes the layers and 32 MB.
/// Throws Error where the card fails, Cancelled where `progress` says so.
void bend_on_cuda(const std::vector<curve_math::Layer>& layers, const Image& photo, Image& result,
                  Progress& progress);

} // namespace penumbra
