// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/tool.hpp"

namespace penumbra::host {

/// Auto Enhance Low Light: an agent's steps one after the other.
const Tool& low_light_tool();

} // namespace penumbra::host
