// Auto Enhance Low Light as a procedure of GIMP: arguments, last values, messages.

#include "plugin/host/low_light.hpp"

#include "core/error.hpp"
#include "core/export.hpp"
#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/gimp_host.hpp"
#include "plugin/gimp2/local_exposure.hpp"
#include "plugin/gimp2/match_look.hpp"
#include "plugin/host/dialog.hpp"

#include <exception>
#include <string>
#include <utility>

namespace penumbra::gimp2 {
namespace {

using host::LowLightValues;
using host::RunMode;
using nlohmann::json;

/// What GIMP keeps for us until it is closed.
LowLightValues last_values() {
  const int size = gimp_get_data_size(low_light_procedure);
  if (size <= 0) return {};
  std::string text(std::size_t(size), '\0');
  if (!gimp_get_data(low_light_procedure, text.data())) return {};
  return host::values_from_json(json::parse(text, nullptr, false));
}

void remember(const LowLightValues& values) {
  const std::string text = host::to_json(values).dump();
  gimp_set_data(low_light_procedure, text.data(), guint32(text.size()));
}

LowLightValues values_of(const GimpParam* arguments) {
  LowLightValues values;
  host::set_method(values, arguments[3].data.d_string ? arguments[3].data.d_string : "");
  values.steps = arguments[4].data.d_int32;
  values.step = arguments[5].data.d_int32;
  values.strength = arguments[6].data.d_float;
  values.output = host::Output(arguments[7].data.d_int32);
  return values;
}

GimpPDBStatusType run_low_light(const GimpParam* arguments, std::string& message) {
  RunMode mode = RunMode::noninteractive;
  LowLightValues values;
  bool chosen_before = gimp_get_data_size(low_light_procedure) > 0;
  switch (arguments[0].data.d_int32) {
  case GIMP_RUN_INTERACTIVE:
    mode = RunMode::interactive;
    break;
  case GIMP_RUN_WITH_LAST_VALS:
    mode = RunMode::with_last_values;
    break;
  case GIMP_RUN_NONINTERACTIVE:
    break;
  default:
    message = "The run mode must be 0, 1 or 2.";
    return GIMP_PDB_CALLING_ERROR;
  }
  GimpHost host(mode, arguments[1].data.d_image, arguments[2].data.d_drawable);
  if (mode == RunMode::noninteractive) {
    try {
      values = values_of(arguments);
      check(values);
    } catch (const Error& problem) {
      message = problem.what();
      return GIMP_PDB_CALLING_ERROR;
    }
  } else {
    values = last_values();
    if (mode == RunMode::interactive)
      if (const auto recipe = host.recipe())
        if (const auto reopened = host::values_of_recipe(*recipe)) values = *reopened, chosen_before = true;
  }
  host::Chooser choose;
  if (mode == RunMode::interactive) choose = host::by_dialog(dialog_details(chosen_before));
  if (host::run_low_light(host, values, choose) == host::Outcome::cancelled) return GIMP_PDB_CANCEL;
  if (mode != RunMode::noninteractive) remember(values);
  return GIMP_PDB_SUCCESS;
}

} // namespace
} // namespace penumbra::gimp2

extern "C" PENUMBRA_API GimpPDBStatusType penumbra_gimp2_run(const char* name, int count,
                                                             const GimpParam* arguments, char** message) {
  using namespace penumbra::gimp2;
  std::string text;
  GimpPDBStatusType status = GIMP_PDB_EXECUTION_ERROR;
  try {
    gegl_init(nullptr, nullptr);
    if (std::string(name) == local_exposure_procedure) {
      status = run_local_exposure(count, arguments, text);
      if (!text.empty()) *message = g_strdup(text.c_str());
      return status;
    }
    if (std::string(name) == match_look_procedure) {
      status = run_match_look(count, arguments, text);
      if (!text.empty()) *message = g_strdup(text.c_str());
      return status;
    }
    // From the menu, and for Repeat, GIMP passes run mode, image and drawable alone.
    const bool complete = count == 8 || (count >= 3 && arguments[0].data.d_int32 != GIMP_RUN_NONINTERACTIVE);
    if (std::string(name) != low_light_procedure || !complete) {
      text = "Penumbra's parts are of different versions. Install it again.";
      status = GIMP_PDB_CALLING_ERROR;
    } else
      status = run_low_light(arguments, text);
  } catch (const std::exception& problem) { // nothing may cross into GIMP's C code
    text = problem.what();
  }
  if (!text.empty()) *message = g_strdup(text.c_str());
  return status;
}
