#include "plugin/host/dialog.hpp"

#include "core/error.hpp"

#include <dlfcn.h>
#include <filesystem>
#include <optional>
#include <utility>

namespace penumbra::host {
namespace {

/// The entry of libpenumbra-ui, which lies beside libpenumbra-core.
ui::RunLowLightDialog* entry_point() {
  static ui::RunLowLightDialog* const entry = [] {
    Dl_info info{};
    std::string path = "libpenumbra-ui.so";
    if (dladdr(reinterpret_cast<const void*>(&make_agent), &info) && info.dli_fname)
      path = (std::filesystem::path(info.dli_fname).parent_path() / path).string();
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
      throw Error(std::string("The library of the dialog cannot be loaded: ") + dlerror() +
                  ". Is Qt 6 installed (package libqt6widgets6)?");
    void* symbol = dlsym(library, "penumbra_run_low_light_dialog");
    if (!symbol)
      throw Error("The library of the dialog, " + path + ", belongs to another version of Penumbra.");
    return reinterpret_cast<ui::RunLowLightDialog*>(symbol);
  }();
  return entry;
}

} // namespace

Chooser by_dialog(ui::DialogInput details) {
  return [details = std::move(details)](Host& host, std::shared_ptr<const Image> photo,
                                        const LowLightValues& values) -> std::optional<Choice> {
    ui::DialogInput input = details;
    input.selection_blend = photo->encoding;
    input.photo = std::move(photo);
    input.selection = host.selection();
    input.name = host.name();
    Choice choice{values, {}};
    ui::DialogResult result;
    if (!entry_point()(input, choice.values, result)) return std::nullopt;
    choice.episode = std::move(result.episode);
    // run_low_light commits the agent's best where no step was chosen: the same step as in the result.
    return choice;
  };
}

} // namespace penumbra::host
