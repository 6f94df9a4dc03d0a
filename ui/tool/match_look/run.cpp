#include "ui/window/dialog.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "core/tool/run_match_look_dialog.hpp"
#include "ui/window/run_window.hpp"

namespace penumbra::ui {

bool run_match_look_dialog(const MatchLookInput& input, host::MatchLookChoice& choice) {
  prepare_window(input.window);
  host::MatchLookValues start = choice.values;
  if (const auto kept = remembered_values(QStringLiteral("match-look"));
      !input.window.values_given && kept.is_object()) {
    start = host::match_look_from_json(kept);
    if (!choice.values.reference.empty()) start.reference = choice.values.reference;
    start.layer = choice.values.layer;
  }
  if (!input.window.offers_output) start.output = choice.values.output;

  MatchLookSession session(input, start);
  if (!run_window(input.window, session, new MatchLookPanel(session, input))) return false;
  choice = session.choice();
  return true;
}

} // namespace penumbra::ui

extern "C" PENUMBRA_API bool penumbra_run_match_look_dialog(const penumbra::ui::MatchLookInput& input,
                                                            penumbra::host::MatchLookChoice& choice) {
  return penumbra::ui::run_match_look_dialog(input, choice);
}
