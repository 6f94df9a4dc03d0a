// SPDX-License-Identifier: GPL-3.0-or-later
// The program that GIMP starts: thin, since GIMP runs it at every query. It tells GIMP its procedures; the
// work is done by lib/libpenumbra-gimp2.so, which is loaded at the first run only and brings the agents,
// LibTorch and the dialog along as they are needed.

#include "plugin/gimp2/entry.hpp"

#include "core/tool/parameter.hpp"

#include <deque>
#include <dlfcn.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace penumbra::gimp2;
namespace host = penumbra::host;

/// The texts that GIMP is told live as long as the process.
char* kept(std::string text) {
  static std::deque<std::string> texts;
  return texts.emplace_back(std::move(text)).data();
}

GimpPDBArgType type_of(host::Argument::Kind kind) {
  switch (kind) {
  case host::Argument::Kind::text:
    return GIMP_PDB_STRING;
  case host::Argument::Kind::number:
    return GIMP_PDB_FLOAT;
  case host::Argument::Kind::drawable:
    return GIMP_PDB_DRAWABLE;
  default:
    return GIMP_PDB_INT32;
  }
}

void query() {
  for (const host::Table* table : host::tables()) {
    std::vector<GimpParamDef> arguments{
        {GIMP_PDB_INT32, kept("run-mode"),
         kept("RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1) or RUN-WITH-LAST-VALS (2)")},
        {GIMP_PDB_IMAGE, kept("image"), kept("The image")},
        {GIMP_PDB_DRAWABLE, kept("drawable"), kept("The layer to edit")},
    };
    for (const host::Argument& argument : host::arguments_of(*table))
      arguments.push_back({type_of(argument.kind), kept(argument.name), kept(argument.description)});
    // All image types: for those it cannot edit, the plug-in says why, which a grey menu entry would not.
    gimp_install_procedure(table->procedure, table->blurb, table->help, "The Penumbra developers",
                           "The Penumbra developers, GPL-3.0-or-later", "2025", table->menu,
                           "RGB*, GRAY*, INDEXED*", GIMP_PLUGIN, gint(arguments.size()), 0, arguments.data(),
                           nullptr);
    gimp_plugin_menu_register(table->procedure, "<Image>/Colors");
  }
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
