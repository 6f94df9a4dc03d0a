// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/image/pictures.hpp"

#include <benchmark/benchmark.h>

namespace penumbra::test {

constexpr Size large{6000, 4000}, medium{1200, 900};

/// A photo for timing: like photo(), made from a small one, because making 24 megapixels takes longer than
/// most of what is timed. The last one asked for is kept.
inline const Image& photo_of(Size size, int channels, Encoding encoding = Encoding::srgb) {
  static Image kept;
  if (kept.width != size.width || kept.height != size.height || kept.channels != channels ||
      kept.encoding != encoding) {
    kept = Image();
    kept = resize(photo(size.width / 4, size.height / 4, channels, 1, encoding), size);
  }
  return kept;
}

inline void count_pixels(benchmark::State& state, Size size) {
  state.counters["MP/s"] = benchmark::Counter(
      double(size.width) * size.height * 1e-6 * double(state.iterations()), benchmark::Counter::kIsRate);
}

/// Registers `body(state)` under `name`: wall time, and processor time over all threads, in milliseconds.
template <class Body> void add_benchmark(const char* name, Body body) {
  benchmark::RegisterBenchmark(name, body)
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime()
      ->UseRealTime();
}

} // namespace penumbra::test
