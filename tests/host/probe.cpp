// SPDX-License-Identifier: GPL-3.0-or-later
// A plug-in of the tests: hands stored pixels in and out of GIMP as they are, bit for bit, which Script-Fu
// cannot for more than 8 bits.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <libgimp/gimp.h>
#include <string>
#include <vector>

namespace {

char* text(const char* constant) {
  return const_cast<char*>(constant);
}

void query() {
  static const GimpParamDef drawable_and_file[] = {{GIMP_PDB_DRAWABLE, text("drawable"), text("")},
                                                   {GIMP_PDB_STRING, text("file"), text("")}};
  gimp_install_procedure("penumbra-probe-dump", "Writes the stored bytes", "", "", "", "", nullptr, "*",
                         GIMP_PLUGIN, 2, 0, drawable_and_file, nullptr);
  gimp_install_procedure("penumbra-probe-fill", "Sets pixels from floats in the drawable's own encoding", "",
                         "", "", "", nullptr, "*", GIMP_PLUGIN, 2, 0, drawable_and_file, nullptr);
  static const GimpParamDef image_and_kind[] = {{GIMP_PDB_IMAGE, text("image"), text("")},
                                                {GIMP_PDB_STRING, text("kind"), text("\"adobe\" or a file")}};
  gimp_install_procedure("penumbra-probe-profile", "Assigns a profile", "", "", "", "", nullptr, "*",
                         GIMP_PLUGIN, 2, 0, image_and_kind, nullptr);
}

std::string float_format(gint32 drawable) {
  const std::string stored = babl_format_get_encoding(gimp_drawable_get_format(drawable));
  return stored.substr(0, stored.rfind(' ')) + " float";
}

bool dump(gint32 drawable, const char* path) {
  const Babl* format = gimp_drawable_get_format(drawable);
  const int width = gimp_drawable_width(drawable), height = gimp_drawable_height(drawable);
  std::vector<char> bytes(std::size_t(width) * height * babl_format_get_bytes_per_pixel(format));
  GeglBuffer* buffer = gimp_drawable_get_buffer(drawable);
  const GeglRectangle all{0, 0, width, height};
  gegl_buffer_get(buffer, &all, 1.0, format, bytes.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_object_unref(buffer);
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), std::streamsize(bytes.size()));
  return bool(out.flush());
}

bool fill(gint32 drawable, const char* path) {
  const Babl* format = babl_format_with_space(float_format(drawable).c_str(),
                                              babl_format_get_space(gimp_drawable_get_format(drawable)));
  const int width = gimp_drawable_width(drawable), height = gimp_drawable_height(drawable);
  std::ifstream in(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.size() != std::size_t(width) * height * babl_format_get_bytes_per_pixel(format)) return false;
  GeglBuffer* buffer = gimp_drawable_get_buffer(drawable);
  const GeglRectangle all{0, 0, width, height};
  gegl_buffer_set(buffer, &all, 0, format, bytes.data(), GEGL_AUTO_ROWSTRIDE);
  g_object_unref(buffer);
  return gimp_drawable_update(drawable, 0, 0, width, height);
}

bool assign_profile(gint32 image, const std::string& kind) {
  GimpColorProfile* profile = nullptr;
  if (kind == "adobe") {
    profile = gimp_color_profile_new_rgb_adobe();
  } else {
    GFile* file = g_file_new_for_path(kind.c_str());
    profile = gimp_color_profile_new_from_file(file, nullptr);
    g_object_unref(file);
  }
  if (!profile) return false;
  const bool done = gimp_image_set_color_profile(image, profile);
  g_object_unref(profile);
  return done;
}

void run(const char* name, int, const GimpParam* arguments, int* count, GimpParam** values) {
  static GimpParam returned[1];
  gegl_init(nullptr, nullptr);
  const std::string procedure = name;
  const char* second = arguments[1].data.d_string;
  bool done = false;
  if (procedure == "penumbra-probe-dump") done = dump(arguments[0].data.d_drawable, second);
  if (procedure == "penumbra-probe-fill") done = fill(arguments[0].data.d_drawable, second);
  if (procedure == "penumbra-probe-profile") done = assign_profile(arguments[0].data.d_image, second);
  returned[0].type = GIMP_PDB_STATUS;
  returned[0].data.d_status = done ? GIMP_PDB_SUCCESS : GIMP_PDB_EXECUTION_ERROR;
  *count = 1;
  *values = returned;
}

} // namespace

const GimpPlugInInfo PLUG_IN_INFO = {nullptr, nullptr, query, run};

MAIN()
