#include "plugin/gimp2/entry.hpp"

#include "core/export.hpp"
#include "plugin/gimp2/local_exposure.hpp"
#include "plugin/gimp2/low_light.hpp"
#include "plugin/gimp2/match_look.hpp"

#include <exception>
#include <gegl.h>
#include <string>

extern "C" PENUMBRA_API GimpPDBStatusType penumbra_gimp2_run(const char* name, int count,
                                                             const GimpParam* arguments, char** message) {
  using namespace penumbra::gimp2;
  std::string text;
  GimpPDBStatusType status = GIMP_PDB_EXECUTION_ERROR;
  try {
    gegl_init(nullptr, nullptr);
    const std::string procedure = name;
    if (procedure == low_light_procedure)
      status = run_low_light(count, arguments, text);
    else if (procedure == local_exposure_procedure)
      status = run_local_exposure(count, arguments, text);
    else if (procedure == match_look_procedure)
      status = run_match_look(count, arguments, text);
    else {
      text = "Penumbra's parts are of different versions. Install it again.";
      status = GIMP_PDB_CALLING_ERROR;
    }
  } catch (const std::exception& problem) { // nothing may cross into GIMP's C code
    text = problem.what();
  }
  if (!text.empty()) *message = g_strdup(text.c_str());
  return status;
}
