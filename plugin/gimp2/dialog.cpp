#include "plugin/gimp2/dialog.hpp"

#include "core/error.hpp"
#include "ui/run_dialog.hpp"

#include <dlfcn.h>
#include <filesystem>

namespace penumbra::gimp2 {
namespace {

ui::RunLowLightDialog* load() {
  Dl_info here{};
  std::string path = "libpenumbra-ui.so";
  if (dladdr(reinterpret_cast<const void*>(&dialog), &here) && here.dli_fname)
    path = (std::filesystem::path(here.dli_fname).parent_path() / path).string();
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    throw Error(std::string("The dialog cannot be loaded: ") + dlerror() +
                ". Is Qt 6 installed (package libqt6widgets6)? Without the dialog, use Filters > Repeat or a "
                "script.");
  void* symbol = dlsym(library, "penumbra_run_low_light_dialog");
  if (!symbol)
    throw Error("The library of the dialog, " + path + ", belongs to another version of Penumbra.");
  return reinterpret_cast<ui::RunLowLightDialog*>(symbol);
}

} // namespace

host::Chooser dialog(bool values_given) {
  return [values_given](host::Host& host, std::shared_ptr<const Image> photo,
                        const host::LowLightValues& values) -> std::optional<host::Choice> {
    ui::RunLowLightDialog* const run = load();
    ui::DialogInput input;
    input.photo = photo;
    input.selection = host.selection();
    input.selection_blend = photo->encoding;
    input.name = host.name();
    input.values_given = values_given;
    host::LowLightValues chosen = values;
    ui::DialogResult result;
    if (!run(input, chosen, result)) return std::nullopt;
    if (chosen.step >= 0) chosen.step = result.step;
    return host::Choice{chosen, std::move(result.episode)};
  };
}

} // namespace penumbra::gimp2
