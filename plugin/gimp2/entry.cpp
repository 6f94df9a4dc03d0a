// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp2/entry.hpp"

#include "core/export.hpp"
#include "plugin/gimp2/procedure.hpp"

#include <algorithm>
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
    const auto& tools = penumbra::host::tools();
    const auto tool = std::find_if(tools.begin(), tools.end(), [&](const penumbra::host::Tool* one) {
      return std::string(one->table.procedure) == name;
    });
    if (tool != tools.end())
      status = run_tool(**tool, count, arguments, text);
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
