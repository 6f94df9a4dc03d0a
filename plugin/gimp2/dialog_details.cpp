#include "plugin/gimp2/dialog_details.hpp"

#include <algorithm>
#include <cctype>
#include <libgimp/gimp.h>
#include <string>

namespace penumbra::gimp2 {
namespace {

/// GIMP's own windows are dark unless the user chose another theme.
ui::Theme theme() {
  gchar* const name = gimp_gimprc_query("theme");
  const std::string chosen = name ? name : "Dark";
  g_free(name);
  if (chosen == "System") return ui::Theme::system;
  return chosen == "Light" ? ui::Theme::light : ui::Theme::dark;
}

/// The file that the image was opened from, which other programs can open, too: an XCF they cannot.
std::string path_of(gint32 image) {
  if (!gimp_image_is_valid(image)) return {};
  gchar* uri = gimp_image_get_imported_uri(image);
  if (!uri) uri = gimp_image_get_uri(image);
  gchar* const file = uri ? g_filename_from_uri(uri, nullptr, nullptr) : nullptr;
  const std::string path = file ? file : "";
  g_free(uri);
  g_free(file);
  std::string ending = path.substr(std::min(path.size(), path.rfind('/') + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return ending.find(".xcf") == std::string::npos ? path : std::string();
}

} // namespace

ui::DialogInput dialog_details(bool values_given, gint32 image) {
  ui::DialogInput details;
  details.values_given = values_given;
  details.path = path_of(image);
  details.theme = theme();
  details.parent_window = std::uintptr_t(gimp_progress_get_window_handle());
  return details;
}

} // namespace penumbra::gimp2
