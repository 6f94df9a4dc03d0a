// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

#include <memory>

namespace penumbra::gegl {

/// The sliders of finish_table() on a graph of stock GEGL operations, run without a display: a pipeline that
/// is not ours, to see what an agent makes of one that it can only call. In this order, each left out where
/// it is neutral:
///
///   exposure    -2…2 EV   gegl:exposure, exposure = p
///   temperature -1…1      gegl:channel-mixer, gains e^(0.4 p), 1, e^(-0.4 p)
///   tint        -1…1      gegl:channel-mixer, gains 1, e^(-0.3 p), 1
///   saturation  -1…1      gegl:saturation, scale = 1 + p
///   contrast    -1…1      gegl:brightness-contrast, contrast = 2^p
///   highlights  -1…1      gegl:shadows-highlights, highlights = 100 p, radius 1/25 of the long side
///   shadows     -1…1      gegl:shadows-highlights, shadows = 100 p
///   blacks      -1…1      gegl:levels on encoded values, p > 0: out-low = 0.15 p; p < 0: in-low = -0.15 p
///   sharpness   -1…1      p > 0: gegl:unsharp-mask, scale = 2 p, deviation 1/500 of the long side;
///                         p < 0: gegl:gaussian-blur of the same deviation times -p
///
/// The result is clamped to [0,1]. GEGL is started by the first pipeline and lives as long as the process.
/// Throws Error where an operation is missing. Not for use by several threads at once.
std::unique_ptr<Pipeline> make_gegl_pipeline();

} // namespace penumbra::gegl
