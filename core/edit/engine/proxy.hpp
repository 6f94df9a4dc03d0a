// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// recipe_proxy(steps, photo), where the photo was reduced by observe() already: `observed` is taken if it
/// has the size that is wanted, and the photo is not looked at.
PENUMBRA_API Image recipe_proxy(const std::vector<EditStep>& steps, const Image& photo,
                                const Image& observed);

} // namespace penumbra
