#include "plugin/gimp2/low_light.hpp"

#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/procedure.hpp"
#include "core/tool/dialog.hpp"
#include "core/tool/low_light.hpp"

namespace penumbra::gimp2 {
namespace {

using host::LowLightValues;

LowLightValues values_of(const GimpParam* arguments) {
  LowLightValues values;
  host::set_method(values, arguments[3].data.d_string ? arguments[3].data.d_string : "");
  values.steps = arguments[4].data.d_int32;
  values.step = arguments[5].data.d_int32;
  values.strength = arguments[6].data.d_float;
  values.output = host::Output(arguments[7].data.d_int32);
  return values;
}

host::Outcome work(GimpHost& host, LowLightValues& values, bool chosen_before, const GimpParam*) {
  if (host.run_mode() != host::RunMode::interactive) return host::run_low_light(host, values, {});
  if (const auto recipe = host.recipe())
    if (const auto reopened = host::values_of_recipe(*recipe)) values = *reopened, chosen_before = true;
  return host::run_low_light(host, values, host::by_dialog(dialog_details(chosen_before)));
}

} // namespace

GimpPDBStatusType run_low_light(int count, const GimpParam* arguments, std::string& message) {
  return run(Procedure<LowLightValues>{low_light_procedure, 8, values_of, host::values_from_json, work},
             count, arguments, message);
}

} // namespace penumbra::gimp2
