// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp2/dialog_details.hpp"

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

} // namespace

ui::DialogInput dialog_details(bool values_given) {
  ui::DialogInput details;
  details.values_given = values_given;
  details.theme = theme();
  details.parent_window = std::uintptr_t(gimp_progress_get_window_handle());
  return details;
}

} // namespace penumbra::gimp2
