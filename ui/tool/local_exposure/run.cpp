#include "ui/window/dialog.hpp"
#include "ui/tool/local_exposure/panel.hpp"
#include "core/tool/run_local_exposure_dialog.hpp"
#include "ui/window/run_window.hpp"

namespace penumbra::ui {

bool run_local_exposure_dialog(const DialogInput& input, host::LocalExposureChoice& choice) {
  prepare_window(input);
  host::LocalExposureValues start = choice.values;
  if (const auto kept = remembered_values(QStringLiteral("local-exposure"));
      !input.values_given && kept.is_object())
    start = host::local_exposure_from_json(kept);
  if (!input.offers_output) start.output = choice.values.output;

  LocalExposureSession session(input, start);
  if (!run_window(input, session, new LocalExposurePanel(session, input))) return false;
  choice = session.choice();
  return true;
}

} // namespace penumbra::ui

extern "C" PENUMBRA_API bool penumbra_run_local_exposure_dialog(const penumbra::ui::DialogInput& input,
                                                                penumbra::host::LocalExposureChoice& choice) {
  return penumbra::ui::run_local_exposure_dialog(input, choice);
}
