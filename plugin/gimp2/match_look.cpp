#include "plugin/gimp2/match_look.hpp"

#include "core/tool/dialog.hpp"
#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/procedure.hpp"
#include "plugin/gimp2/references.hpp"

namespace penumbra::gimp2 {
namespace {

using host::MatchLookValues;

MatchLookValues values_of(const GimpParam* arguments) {
  MatchLookValues values;
  values.reference = arguments[3].data.d_string ? arguments[3].data.d_string : "";
  values.layer = arguments[4].data.d_drawable;
  values.content = Content(arguments[5].data.d_int32);
  values.steps = arguments[6].data.d_int32;
  values.step = arguments[7].data.d_int32;
  values.strength = arguments[8].data.d_float;
  values.polish = arguments[9].data.d_int32 != 0;
  values.output = host::Output(arguments[10].data.d_int32);
  return values;
}

host::MatchLookChooser chooser(bool chosen_before, gint32 photo) {
  return host::by_match_look_dialog({.window = dialog_details(chosen_before),
                                     .open = open_pictures(photo),
                                     // libgimp may be used by one thread at a time. While the window is open
                                     // this thread does not, so that the window's reader may.
                                     .read = read_reference});
}

host::Outcome work(GimpHost& host, MatchLookValues& values, bool chosen_before, const GimpParam* arguments) {
  // A window starts threads, which would wait for the library that is being loaded; it loads by itself.
  if (host.run_mode() == host::RunMode::interactive)
    return host::run_match_look(host, values, read_reference,
                                chooser(chosen_before, arguments[2].data.d_drawable));
  // The model is loaded while GIMP hands over the pictures.
  return host::run_match_look(host, values, read_reference, {},
                              [make = make_agent_ahead("pix-tuner")](const std::string&) { return make(); });
}

} // namespace

GimpPDBStatusType run_match_look(int count, const GimpParam* arguments, std::string& message) {
  return run(
      Procedure<MatchLookValues>{match_look_procedure, 11, values_of, host::match_look_from_json, work},
      count, arguments, message);
}

} // namespace penumbra::gimp2
