// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/dialog.hpp"

#include "core/abi.hpp"
#include "core/error.hpp"

#include <dlfcn.h>
#include <filesystem>
#include <optional>
#include <utility>

namespace penumbra::host {
namespace {

/// The entry `name` of libpenumbra-ui, which lies beside libpenumbra-core.
template <class Entry> Entry* entry_point(const char* name) {
  static void* const library = [] {
    Dl_info info{};
    std::string path = "libpenumbra-ui.so";
    if (dladdr(reinterpret_cast<const void*>(&make_agent), &info) && info.dli_fname)
      path = (std::filesystem::path(info.dli_fname).parent_path() / path).string();
    void* opened = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!opened)
      throw Error(std::string("The library of the dialog cannot be loaded: ") + dlerror() +
                  ". Is Qt 6 installed (package libqt6widgets6)?");
    if (!same_abi(opened)) throw Error("The library of the dialog belongs to another version of Penumbra.");
    return opened;
  }();
  void* symbol = dlsym(library, name);
  if (!symbol) throw Error("The library of the dialog belongs to another version of Penumbra.");
  return reinterpret_cast<Entry*>(symbol);
}

ui::DialogInput input_for(ui::DialogInput details, Host& host, std::shared_ptr<const Image> photo) {
  details.selection_blend = photo->encoding;
  details.photo = std::move(photo);
  details.selection = host.selection();
  details.name = host.name();
  return details;
}

} // namespace

Chooser by_dialog(const Tool& tool, ui::DialogInput details) {
  return [&tool, details = std::move(details)](Host& host, std::shared_ptr<const Image> photo,
                                               const Values& values) -> std::optional<Choosing> {
    const ui::DialogInput input = input_for(details, host, std::move(photo));
    Choosing choice{values, {}};
    const auto run = entry_point<ui::RunDialog>("penumbra_run_dialog");
    if (!run(tool, input, choice)) return std::nullopt;
    return choice;
  };
}

} // namespace penumbra::host
