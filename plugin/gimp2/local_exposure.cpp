#include "plugin/gimp2/local_exposure.hpp"

#include "core/error.hpp"
#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/gimp_host.hpp"
#include "plugin/host/dialog.hpp"
#include "plugin/host/local_exposure.hpp"

namespace penumbra::gimp2 {
namespace {

using host::LocalExposureValues;
using host::RunMode;
using nlohmann::json;

/// What GIMP keeps for us until it is closed.
LocalExposureValues last_values() {
  const int size = gimp_get_data_size(local_exposure_procedure);
  std::string text(std::size_t(std::max(0, size)), '\0');
  if (size <= 0 || !gimp_get_data(local_exposure_procedure, text.data())) return {};
  return host::local_exposure_from_json(json::parse(text, nullptr, false));
}

void remember(const LocalExposureValues& values) {
  const std::string text = host::to_json(values).dump();
  gimp_set_data(local_exposure_procedure, text.data(), guint32(text.size()));
}

LocalExposureValues values_of(const GimpParam* arguments) {
  LocalExposureValues values;
  values.method = arguments[3].data.d_string ? arguments[3].data.d_string : "";
  values.strength = arguments[4].data.d_float;
  values.form = FusionForm(arguments[5].data.d_int32);
  values.output = host::Output(arguments[6].data.d_int32);
  return values;
}

} // namespace

GimpPDBStatusType run_local_exposure(int count, const GimpParam* arguments, std::string& message) {
  const gint32 given = count >= 3 ? arguments[0].data.d_int32 : -1;
  // From the menu, and for Repeat, GIMP passes run mode, image and drawable alone.
  if (given < GIMP_RUN_INTERACTIVE || given > GIMP_RUN_WITH_LAST_VALS ||
      (count != 7 && given == GIMP_RUN_NONINTERACTIVE)) {
    message = "The run mode must be 0, 1 or 2, and all arguments must be given.";
    return GIMP_PDB_CALLING_ERROR;
  }
  const RunMode mode = given == GIMP_RUN_NONINTERACTIVE   ? RunMode::noninteractive
                       : given == GIMP_RUN_WITH_LAST_VALS ? RunMode::with_last_values
                                                          : RunMode::interactive;
  const bool chosen_before = gimp_get_data_size(local_exposure_procedure) > 0;
  LocalExposureValues values = mode == RunMode::noninteractive ? values_of(arguments) : last_values();
  if (mode == RunMode::noninteractive) {
    try {
      host::check(values);
    } catch (const Error& problem) {
      message = problem.what();
      return GIMP_PDB_CALLING_ERROR;
    }
  }
  GimpHost host(mode, arguments[1].data.d_image, arguments[2].data.d_drawable);
  host::LocalExposureChooser choose;
  if (mode == RunMode::interactive) choose = host::by_local_exposure_dialog(dialog_details(chosen_before));
  if (host::run_local_exposure(host, values, choose) == host::Outcome::cancelled) return GIMP_PDB_CANCEL;
  if (mode != RunMode::noninteractive) remember(values);
  return GIMP_PDB_SUCCESS;
}

} // namespace penumbra::gimp2
