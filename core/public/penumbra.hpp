// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The public headers of libpenumbra-core and libpenumbra-io, all of them. Installed as <penumbra/penumbra.hpp>;
// `find_package(penumbra)` gives penumbra::core and penumbra::io, pkg-config "penumbra" both. None of them shows a
// type of OpenCV, LibTorch, Qt or GEGL. tests/install/outside is a program that uses them.

#include "core/agent/agent.hpp"              // IWYU pragma: export
#include "core/agent/sliders.hpp"            // IWYU pragma: export
#include "core/edit/clarity/clarity.hpp"     // IWYU pragma: export
#include "core/edit/curve/curve.hpp"         // IWYU pragma: export
#include "core/edit/denoise/denoise.hpp"     // IWYU pragma: export
#include "core/edit/engine/edit.hpp"         // IWYU pragma: export
#include "core/edit/finish/cube.hpp"         // IWYU pragma: export
#include "core/edit/finish/finish.hpp"       // IWYU pragma: export
#include "core/edit/finish/lookup_table.hpp" // IWYU pragma: export
#include "core/edit/fusion/exposure.hpp"     // IWYU pragma: export
#include "core/edit/fusion/fusion.hpp"       // IWYU pragma: export
#include "core/error.hpp"                    // IWYU pragma: export
#include "core/image/colour.hpp"             // IWYU pragma: export
#include "core/image/image.hpp"              // IWYU pragma: export
#include "core/io/image_file.hpp"            // IWYU pragma: export
#include "core/model/manifest.hpp"           // IWYU pragma: export
#include "core/progress.hpp"                 // IWYU pragma: export
