// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace penumbra {

/// Memory for pixels. From `large_block` bytes on it lies on a boundary of 2 MB, in pages of 2 MB where the
/// system gives them for the asking (Linux: /sys/kernel/mm/transparent_hugepage/enabled "madvise" or
/// "always"): the first touch of a photo then costs a hundredth of the page faults. Blocks of at most
/// `kept_block` bytes are kept when they are given back, up to `kept_bytes` in all, for the next who asks for
/// about as much. What is in the memory is not known. Thread-safe. Throws std::bad_alloc.
PENUMBRA_API void* allocate_pixels(std::size_t bytes);
/// Gives back what allocate_pixels(bytes) gave.
PENUMBRA_API void free_pixels(void* memory, std::size_t bytes) noexcept;

inline constexpr std::size_t large_block = std::size_t(2) << 20, kept_block = std::size_t(64) << 20,
                             kept_bytes = std::size_t(128) << 20;

/// The allocator of `Image` and `Map`. Values that are made without a value (`Floats(n)`, `resize(n)`) are
/// not set to 0: whoever needs zeros says so (`Floats(n, 0.0f)`).
template <class T> struct PixelAllocator {
  using value_type = T;
  PixelAllocator() = default;
  template <class U> PixelAllocator(const PixelAllocator<U>&) {}
  T* allocate(std::size_t count) {
    if (count > std::size_t(-1) / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(allocate_pixels(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept { free_pixels(memory, count * sizeof(T)); }
  template <class U> void construct(U* place) noexcept { ::new (static_cast<void*>(place)) U; }
  template <class U, class... Arguments> void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
  bool operator==(const PixelAllocator&) const { return true; }
};

/// Many floats, in the memory described above.
using Floats = std::vector<float, PixelAllocator<float>>;

} // namespace penumbra
