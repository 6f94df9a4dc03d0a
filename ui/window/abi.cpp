// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/abi.hpp"

PENUMBRA_SHOW_ABI;
