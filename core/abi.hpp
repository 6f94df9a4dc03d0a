// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <cstring>
#include <dlfcn.h>

// Our libraries hand each other C++ objects across dlopen. That is sound only between parts built from the same
// headers, so each says which: PENUMBRA_ABI is a digest of those headers, defined by shares_abi() of
// cmake/PenumbraAbi.cmake for the sources that include this one.
#ifndef PENUMBRA_ABI
#error "name this source in shares_abi() (cmake/PenumbraAbi.cmake)"
#endif

/// Once in every library of ours that is loaded at run time.
#define PENUMBRA_SHOW_ABI                                                                                    \
  extern "C" PENUMBRA_API const char penumbra_abi[];                                                         \
  const char penumbra_abi[] = PENUMBRA_ABI

namespace penumbra {

/// Whether a library from dlopen() was built from the same headers as this one. Nothing else of it may be used
/// where it was not.
inline bool same_abi(void* library) {
  const auto* shown = static_cast<const char*>(dlsym(library, "penumbra_abi"));
  return shown && std::strcmp(shown, PENUMBRA_ABI) == 0;
}

} // namespace penumbra
