// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Marks what the shared libraries of `core` show; everything else stays hidden.
#define PENUMBRA_API __attribute__((visibility("default")))

/// Marks small functions that CUDA kernels share with the CPU.
#ifdef __CUDACC__
#define PENUMBRA_SHARED __host__ __device__
#else
#define PENUMBRA_SHARED
#endif
