#include "plugin/gimp2/local_exposure.hpp"

#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/procedure.hpp"
#include "core/tool/dialog.hpp"
#include "core/tool/local_exposure.hpp"

namespace penumbra::gimp2 {
namespace {

using host::LocalExposureValues;

LocalExposureValues values_of(const GimpParam* arguments) {
  LocalExposureValues values;
  values.method = arguments[3].data.d_string ? arguments[3].data.d_string : "";
  values.strength = arguments[4].data.d_float;
  values.form = FusionForm(arguments[5].data.d_int32);
  values.output = host::Output(arguments[6].data.d_int32);
  return values;
}

host::Outcome work(GimpHost& host, LocalExposureValues& values, bool chosen_before, const GimpParam*) {
  host::LocalExposureChooser choose;
  if (host.run_mode() == host::RunMode::interactive)
    choose = host::by_local_exposure_dialog(dialog_details(chosen_before));
  return host::run_local_exposure(host, values, choose);
}

} // namespace

GimpPDBStatusType run_local_exposure(int count, const GimpParam* arguments, std::string& message) {
  return run(Procedure<LocalExposureValues>{local_exposure_procedure, 7, values_of,
                                            host::local_exposure_from_json, work},
             count, arguments, message);
}

} // namespace penumbra::gimp2
