// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace penumbra {

/// A function of libpenumbra-agents, the library that brings LibTorch. It lies beside libpenumbra-core and is
/// loaded at the first use (a third of a second). Throws Error that says what to install.
void* networks_function(const char* name);

} // namespace penumbra
