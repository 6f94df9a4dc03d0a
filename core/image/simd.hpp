// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Before a function whose loops the compiler should vectorise: it is compiled for plain x86-64 and for AVX2,
/// and the loader picks what the processor has. Such files are compiled without contraction of products and
/// sums (vectorised() of cmake/PenumbraOptions.cmake), so that every variant, vector or scalar, gives the same bits.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PENUMBRA_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define PENUMBRA_CLONES
#endif
