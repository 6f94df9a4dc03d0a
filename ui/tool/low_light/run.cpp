#include "core/tool/low_light.hpp"
#include "ui/window/dialog.hpp"
#include "ui/tool/low_light/panel.hpp"
#include "ui/window/run_window.hpp"

namespace penumbra::ui {

bool run_low_light_dialog(const DialogInput& input, host::LowLightValues& values, DialogResult& result) {
  prepare_window(input);
  host::LowLightValues start = values;
  if (const auto kept = remembered_values(QStringLiteral("low-light"));
      !input.values_given && kept.is_object())
    start = host::values_from_json(kept);
  if (!input.offers_output) start.output = values.output;

  LowLightSession session(input, start);
  if (!run_window(input, session, new LowLightPanel(session, input))) return false;
  DialogResult chosen = session.result();
  values = session.values();
  result = std::move(chosen);
  return true;
}

} // namespace penumbra::ui

extern "C" PENUMBRA_API bool penumbra_run_low_light_dialog(const penumbra::ui::DialogInput& input,
                                                           penumbra::host::LowLightValues& values,
                                                           penumbra::ui::DialogResult& result) {
  return penumbra::ui::run_low_light_dialog(input, values, result);
}
