// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/image_file.hpp"

#include "core/abi.hpp"
#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/io/pictures.hpp"
#include "core/io/terminal.hpp"

#include <dlfcn.h>
#include <filesystem>

namespace penumbra::cli {
namespace {

/// libpenumbra-pictures, which lies beside libpenumbra-io.
const Pictures& library() {
  static const Pictures* const loaded = [] {
    Dl_info info{};
    std::string path = "libpenumbra-pictures.so";
    if (dladdr(reinterpret_cast<const void*>(&read_photo), &info) && info.dli_fname)
      path = (std::filesystem::path(info.dli_fname).parent_path() / path).string();
    void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
      throw Error(std::string("The library of picture formats cannot be loaded: ") + dlerror() +
                  ". Is libvips installed (package libvips42)?");
    using Entry = const Pictures*();
    auto* const entry =
        same_abi(handle) ? reinterpret_cast<Entry*>(dlsym(handle, "penumbra_pictures")) : nullptr;
    if (!entry)
      throw Error("The library of picture formats, " + path + ", belongs to another version of Penumbra.");
    return entry();
  }();
  return *loaded;
}

} // namespace

Photo read_photo(const std::string& path, Notes& notes) {
  const Pictures& pictures = library();
  const std::string bytes = read_file(path);
  stop_if_interrupted();
  Photo photo;
  {
    const EndsAtOnce nothing_is_written_yet;
    photo = pictures.read(bytes, path, notes);
  }
  stop_if_interrupted();
  return photo;
}

std::string encode_photo(const std::string& path, Image image, const Photo& photo, int quality,
                         Notes& notes) {
  return library().encode(format_for(path), std::move(image), photo, quality, notes);
}

void write_photo(const std::string& path, Image image, const Photo& photo, int quality, Notes& notes) {
  const std::string bytes = encode_photo(path, std::move(image), photo, quality, notes);
  stop_if_interrupted();
  write_file(path, bytes);
}

} // namespace penumbra::cli
