// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/memory.hpp"

#include <mutex>
#include <sys/mman.h>
#include <vector>

namespace penumbra {
namespace {

// A sanitizer sees an overflow only in memory that it hands out itself.
#ifdef __SANITIZE_ADDRESS__
constexpr bool by_pages = false;
#else
constexpr bool by_pages = true;
#endif

constexpr std::size_t page = std::size_t(2) << 20;
constexpr std::align_val_t small_alignment{64}; // a cache line, and the widest vector

std::size_t whole_pages(std::size_t bytes) {
  return (bytes + page - 1) / page * page;
}

bool is_large(std::size_t bytes) {
  return by_pages && bytes >= large_block;
}

/// Fresh pages on a boundary of 2 MB: a page more is asked for, and what is too much at both ends given back.
void* map_pages(std::size_t bytes) {
  if (bytes > std::size_t(-1) - 2 * page) throw std::bad_alloc();
  const std::size_t size = whole_pages(bytes);
  void* const mapped = mmap(nullptr, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  char* const begin = static_cast<char*>(mapped);
  const std::size_t before = (page - reinterpret_cast<std::size_t>(begin) % page) % page;
  if (before) munmap(begin, before);
  if (before < page) munmap(begin + before + size, page - before);
#ifdef MADV_HUGEPAGE
  madvise(begin + before, size, MADV_HUGEPAGE); // without such pages, small ones do
#endif
  return begin + before;
}

/// Blocks that were given back and wait for the next who asks.
class Kept {
 public:
  /// One that fits and is not much larger; null where there is none.
  void* take(std::size_t size) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = blocks_.size(); i-- > 0;)
      if (blocks_[i].size == size) {
        void* const memory = blocks_[i].memory;
        held_ -= size;
        blocks_.erase(blocks_.begin() + std::ptrdiff_t(i));
        return memory;
      }
    return nullptr;
  }
  /// False where it is too large to be kept; the oldest ones make room.
  bool put(void* memory, std::size_t size) noexcept {
    if (size > kept_block) return false;
    const std::lock_guard lock(mutex_);
    while (!blocks_.empty() && (held_ + size > kept_bytes || blocks_.size() == max_blocks)) {
      munmap(blocks_.front().memory, blocks_.front().size);
      held_ -= blocks_.front().size;
      blocks_.erase(blocks_.begin());
    }
    blocks_.push_back({memory, size}); // within what was reserved
    held_ += size;
    return true;
  }

  Kept() { blocks_.reserve(max_blocks); }

 private:
  struct Block {
    void* memory;
    std::size_t size;
  };
  static constexpr std::size_t max_blocks = 64;
  std::mutex mutex_;
  std::vector<Block> blocks_;
  std::size_t held_ = 0;
};

Kept& kept() {
  static Kept* const blocks = new Kept; // never destroyed: pictures in static storage may outlive it
  return *blocks;
}

} // namespace

void* allocate_pixels(std::size_t bytes) {
  if (!is_large(bytes)) return ::operator new(bytes, small_alignment);
  if (bytes <= kept_block)
    if (void* const memory = kept().take(whole_pages(bytes))) return memory;
  return map_pages(bytes);
}

void free_pixels(void* memory, std::size_t bytes) noexcept {
  if (!memory) return;
  if (!is_large(bytes)) return ::operator delete(memory, small_alignment);
  const std::size_t size = whole_pages(bytes);
  if (!kept().put(memory, size)) munmap(memory, size);
}

} // namespace penumbra
