// The program that GIMP starts: thin, since GIMP runs it at every query. It tells GIMP its procedures; the
// work is done by lib/libpenumbra-gimp2.so, which is loaded at the first run only and brings the agents,
// LibTorch and the dialog along as they are needed.

#include "plugin/gimp2/entry.hpp"

#include <dlfcn.h>
#include <iterator>
#include <string>
#include <unistd.h>

namespace {

using namespace penumbra::gimp2;

constexpr char blurb[] = "Brightens a dark photo step by step";
constexpr char help[] =
    "A trained agent looks at a small copy of the photo and brightens it in up to twelve steps, each of "
    "which "
    "can be kept. It edits the selected part of the layer, in the layer itself or in a new layer, which "
    "carries "
    "the recipe of its making. Interactively a dialog shows every step. Works on RGB and grey layers of any "
    "precision. When it fails, the image is unchanged and the error message says why.";

constexpr char exposure_blurb[] = "Balances the exposure of a photo's parts";
constexpr char exposure_help[] =
    "A trained agent divides a small copy of the photo into two to eight segments and decides an exposure, "
    "in "
    "EV, for each. The photo and its exposed copies are fused, so that every place is taken from where it is "
    "well exposed. The result goes into the layer itself, into a new layer, or comes as a group of layers, "
    "one "
    "for each exposure, with masks, to go on from. When it fails, the image is unchanged and the error "
    "message "
    "says why.";

void query_local_exposure() {
  static const GimpParamDef parameters[] = {
      {GIMP_PDB_INT32, const_cast<char*>("run-mode"),
       const_cast<char*>("RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1) or RUN-WITH-LAST-VALS (2)")},
      {GIMP_PDB_IMAGE, const_cast<char*>("image"), const_cast<char*>("The image")},
      {GIMP_PDB_DRAWABLE, const_cast<char*>("drawable"), const_cast<char*>("The layer to balance")},
      {GIMP_PDB_STRING, const_cast<char*>("method"),
       const_cast<char*>("The agent: \"deep-exposure-ii\" or \"deep-exposure-i\"")},
      {GIMP_PDB_FLOAT, const_cast<char*>("strength"),
       const_cast<char*>("Multiplies every exposure, 0 to 1.5; 1 is usual")},
      {GIMP_PDB_INT32, const_cast<char*>("form"),
       const_cast<char*>("The fusion: exact (0), or fast, as a map of gains (1)")},
      {GIMP_PDB_INT32, const_cast<char*>("output"),
       const_cast<char*>(
           "Where the result goes: the layer itself (0), a new layer (1), a stack of layers (2)")},
  };
  gimp_install_procedure(local_exposure_procedure, exposure_blurb, exposure_help, "The Penumbra developers",
                         "The Penumbra developers, GPL-3.0-or-later", "2025", "_Balance Local Exposure…",
                         "RGB*, GRAY*, INDEXED*", GIMP_PLUGIN, std::size(parameters), 0, parameters, nullptr);
  gimp_plugin_menu_register(local_exposure_procedure, "<Image>/Colors");
}

constexpr char match_blurb[] = "Brings a photo to the look of a reference";
constexpr char match_help[] =
    "A trained agent sets nine sliders (exposure, temperature, tint, saturation, contrast, highlights, "
    "shadows, blacks, sharpness) in up to ten steps, so that the layer comes to look like the reference: a "
    "picture file, or another layer. Where the reference shows the same picture it is matched as exactly as "
    "the sliders can; otherwise its tones and colours are taken over. When it fails, the image is unchanged "
    "and the error message says why.";

void query_match_look() {
  static const GimpParamDef parameters[] = {
      {GIMP_PDB_INT32, const_cast<char*>("run-mode"),
       const_cast<char*>("RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1) or RUN-WITH-LAST-VALS (2)")},
      {GIMP_PDB_IMAGE, const_cast<char*>("image"), const_cast<char*>("The image")},
      {GIMP_PDB_DRAWABLE, const_cast<char*>("drawable"), const_cast<char*>("The layer to edit")},
      {GIMP_PDB_STRING, const_cast<char*>("reference"),
       const_cast<char*>("The reference, a picture file; \"\" for the layer that follows")},
      {GIMP_PDB_DRAWABLE, const_cast<char*>("reference-layer"),
       const_cast<char*>("A layer as the reference, of any open image; -1 with a file")},
      {GIMP_PDB_INT32, const_cast<char*>("content"),
       const_cast<char*>("The reference shows: find out (0), the same as the layer (1), something else (2)")},
      {GIMP_PDB_INT32, const_cast<char*>("steps"), const_cast<char*>("Steps of the agent, 1 to 10")},
      {GIMP_PDB_INT32, const_cast<char*>("step"),
       const_cast<char*>("The step to keep, 0 (the original) to steps; -1 for the nearest")},
      {GIMP_PDB_FLOAT, const_cast<char*>("strength"),
       const_cast<char*>("Multiplies every slider, 0 to 1.5; 1 is usual")},
      {GIMP_PDB_INT32, const_cast<char*>("polish"),
       const_cast<char*>("Go on from the nearest step with an optimiser (0 or 1)")},
      {GIMP_PDB_INT32, const_cast<char*>("output"),
       const_cast<char*>("Where the result goes: the layer itself (0) or a new layer above it (1)")},
  };
  gimp_install_procedure(match_look_procedure, match_blurb, match_help, "The Penumbra developers",
                         "The Penumbra developers, GPL-3.0-or-later", "2025", "_Match Look to Reference…",
                         "RGB*, GRAY*, INDEXED*", GIMP_PLUGIN, std::size(parameters), 0, parameters, nullptr);
  gimp_plugin_menu_register(match_look_procedure, "<Image>/Colors");
}

void query() {
  query_local_exposure();
  query_match_look();
  static const GimpParamDef parameters[] = {
      {GIMP_PDB_INT32, const_cast<char*>("run-mode"),
       const_cast<char*>("RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1) or RUN-WITH-LAST-VALS (2)")},
      {GIMP_PDB_IMAGE, const_cast<char*>("image"), const_cast<char*>("The image")},
      {GIMP_PDB_DRAWABLE, const_cast<char*>("drawable"), const_cast<char*>("The layer to enhance")},
      {GIMP_PDB_STRING, const_cast<char*>("method"),
       const_cast<char*>(
           "The agent, \"all-e\" or \"rellie\"; \"rellie:denoise=0.5\" takes off half of the noise, "
           "\"rellie:clarity=0.3\" raises local contrast; \"rellie:denoise=0.5:clarity=0.3\" does both")},
      {GIMP_PDB_INT32, const_cast<char*>("steps"),
       const_cast<char*>("How many steps the agent takes, 1 to 12; 6 is usual")},
      {GIMP_PDB_INT32, const_cast<char*>("step"),
       const_cast<char*>("The step to keep, 0 (the original) to steps; -1 for the agent's own choice")},
      {GIMP_PDB_FLOAT, const_cast<char*>("strength"),
       const_cast<char*>("How strong each step is, 0 to 1.5; 1 is usual")},
      {GIMP_PDB_INT32, const_cast<char*>("output"),
       const_cast<char*>("Where the result goes: the layer itself (0) or a new layer above it (1)")},
  };
  // All image types: for those it cannot edit, the plug-in says why, which a grey menu entry would not.
  gimp_install_procedure(low_light_procedure, blurb, help, "The Penumbra developers",
                         "The Penumbra developers, GPL-3.0-or-later", "2025", "Auto Enhance Lo_w Light…",
                         "RGB*, GRAY*, INDEXED*", GIMP_PLUGIN, std::size(parameters), 0, parameters, nullptr);
  gimp_plugin_menu_register(low_light_procedure, "<Image>/Colors");
}

/// lib/libpenumbra-gimp2.so beside this program.
std::string library_path() {
  std::string path(4096, '\0');
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  path.resize(length > 0 ? std::size_t(length) : 0);
  return path.substr(0, path.rfind('/') + 1) + "lib/libpenumbra-gimp2.so";
}

GimpPDBStatusType run_in_library(const char* name, int count, const GimpParam* arguments, char** message) {
  const std::string path = library_path();
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = library ? dlsym(library, "penumbra_gimp2_run") : nullptr;
  if (!symbol) {
    *message = g_strdup_printf("Penumbra is not completely installed: %s. Install it again to mend this.",
                               dlerror());
    return GIMP_PDB_EXECUTION_ERROR;
  }
  return reinterpret_cast<Run*>(symbol)(name, count, arguments, message);
}

void run(const char* name, int count, const GimpParam* arguments, int* value_count, GimpParam** values) {
  static GimpParam returned[2];
  static char* message;
  g_free(message);
  message = nullptr;
  returned[0].type = GIMP_PDB_STATUS;
  returned[0].data.d_status = run_in_library(name, count, arguments, &message);
  returned[1].type = GIMP_PDB_STRING;
  returned[1].data.d_string = message;
  *value_count = message ? 2 : 1;
  *values = returned;
}

} // namespace

const GimpPlugInInfo PLUG_IN_INFO = {nullptr, nullptr, query, run};

MAIN()
