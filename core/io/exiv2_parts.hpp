// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/tag_rules.hpp"

#include <new>

// What reading and writing of tags share.

namespace penumbra::cli {

/// Whether `work` came to its end; exiv2 throws for what is damaged.
template <class F> bool attempt(F&& work) {
  try {
    work();
    return true;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return false;
  }
}

/// exiv2 without a word on stderr, and ready for XMP.
void silence_exiv2();

inline const Exiv2::byte* as_bytes(const std::string& text) {
  return reinterpret_cast<const Exiv2::byte*>(text.data());
}

inline auto open_by_exiv2(const std::string& file) {
  auto image = Exiv2::ImageFactory::open(as_bytes(file), long(file.size()));
  image->readMetadata();
  return image;
}

} // namespace penumbra::cli
