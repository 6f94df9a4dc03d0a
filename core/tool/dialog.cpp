#include "core/tool/dialog.hpp"

#include "core/abi.hpp"
#include "core/error.hpp"
#include "core/tool/run_local_exposure_dialog.hpp"

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

Chooser by_dialog(ui::DialogInput details) {
  return [details = std::move(details)](Host& host, std::shared_ptr<const Image> photo,
                                        const LowLightValues& values) -> std::optional<Choice> {
    const ui::DialogInput input = input_for(details, host, std::move(photo));
    Choice choice{values, {}};
    ui::DialogResult result;
    const auto run = entry_point<ui::RunLowLightDialog>("penumbra_run_low_light_dialog");
    if (!run(input, choice.values, result)) return std::nullopt;
    choice.episode = std::move(result.episode);
    // run_low_light commits the agent's best where no step was chosen: the same step as in the result.
    return choice;
  };
}

LocalExposureChooser by_local_exposure_dialog(ui::DialogInput details) {
  return [details =
              std::move(details)](Host& host, std::shared_ptr<const Image> photo,
                                  const LocalExposureValues& values) -> std::optional<LocalExposureChoice> {
    const ui::DialogInput input = input_for(details, host, std::move(photo));
    LocalExposureChoice choice{values, {}, {}};
    const auto run = entry_point<ui::RunLocalExposureDialog>("penumbra_run_local_exposure_dialog");
    if (!run(input, choice)) return std::nullopt;
    return choice;
  };
}

MatchLookChooser by_match_look_dialog(ui::MatchLookInput details) {
  return [details = std::move(details)](Host& host, std::shared_ptr<const Image> photo,
                                        const MatchLookValues& values) -> std::optional<MatchLookChoice> {
    ui::MatchLookInput input = details;
    input.window = input_for(details.window, host, std::move(photo));
    MatchLookChoice choice{values};
    const auto run = entry_point<ui::RunMatchLookDialog>("penumbra_run_match_look_dialog");
    if (!run(input, choice)) return std::nullopt;
    return choice;
  };
}

} // namespace penumbra::host
