// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/run_dialog.hpp"
#include "ui/tool/local_exposure/panel.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/window/dialog.hpp"
#include "ui/window/run_window.hpp"

namespace penumbra::ui {
namespace {

/// The values to start from: those given, or else those that were kept the last time, which name no picture
/// that is open.
host::Values start_of(const host::Tool& tool, const DialogInput& input, const host::Values& given) {
  const nlohmann::json kept = remembered_values(QString::fromLatin1(tool.table.id));
  if (input.values_given || !kept.is_object()) return given;
  host::Values start = values_from_json(tool, kept);
  for (const host::Parameter& parameter : tool.table.parameters) {
    const nlohmann::json& value = given.at(parameter.id);
    const bool named = parameter.type == host::Type::picture && value != "";
    if (named || parameter.type == host::Type::layer ||
        (parameter.type == host::Type::output && !input.offers_output))
      start.set(parameter.id, value);
  }
  return start;
}

template <class ToolSessionType, class Panel>
bool run_with(ToolSessionType&& session, const DialogInput& input, host::Choosing& choice) {
  if (!run_window(input, session, new Panel(session, input))) return false;
  choice = session.choice();
  return true;
}

} // namespace

bool run_dialog(const host::Tool& tool, const DialogInput& input, host::Choosing& choice) {
  prepare_window(input);
  const host::Values start = start_of(tool, input, choice.values);
  const std::string id = tool.table.id;
  if (id == "local-exposure")
    return run_with<LocalExposureSession, LocalExposurePanel>(LocalExposureSession(tool, input, start), input,
                                                              choice);
  if (id == "match-look")
    return run_with<MatchLookSession, MatchLookPanel>(MatchLookSession(tool, input, start), input, choice);
  return run_with<ToolSession, ParameterPanel>(ToolSession(tool, input, start), input, choice);
}

} // namespace penumbra::ui

extern "C" PENUMBRA_API bool penumbra_run_dialog(const penumbra::host::Tool& tool,
                                                 const penumbra::ui::DialogInput& input,
                                                 penumbra::host::Choosing& choice) {
  return penumbra::ui::run_dialog(tool, input, choice);
}
