// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/interface/library.hpp"

#include "core/abi.hpp"
#include "core/error.hpp"

#include <dlfcn.h>
#include <filesystem>

namespace penumbra {
namespace {

struct Library {
  std::string path = "libpenumbra-agents.so";
  void* handle = nullptr;
};

const Library& library() {
  static const Library loaded = [] {
    Library found;
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&networks_function), &info) && info.dli_fname)
      found.path = (std::filesystem::path(info.dli_fname).parent_path() / found.path).string();
    found.handle = dlopen(found.path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!found.handle)
      throw Error(std::string("The library of the agents cannot be loaded: ") + dlerror() +
                  ". Is LibTorch installed (package libtorch1.13)?");
    if (!same_abi(found.handle))
      throw Error("The library of the agents, " + found.path + ", belongs to another version of Penumbra.");
    return found;
  }();
  return loaded;
}

} // namespace

void* networks_function(const char* name) {
  void* function = dlsym(library().handle, name);
  if (!function)
    throw Error("The library of the agents, " + library().path + ", belongs to another version of Penumbra.");
  return function;
}

} // namespace penumbra
