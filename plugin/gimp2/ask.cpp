// The window that asks for a reference: GTK, as GIMP's own dialogs, in a library of its own.

#include "core/export.hpp"
#include "plugin/gimp2/match_look.hpp"

#include <libgimp/gimpui.h>

namespace penumbra::gimp2 {
namespace {

void add_row(GtkTable* table, int row, const char* label, GtkWidget* widget) {
  gimp_table_attach_aligned(table, 0, row, label, 0.0, 0.5, widget, 2, FALSE);
}

gboolean any_layer(gint32, gint32 item, gpointer) {
  return gimp_item_is_layer(item);
}

GtkWidget* chooser_of(const host::MatchLookValues& values) {
  GtkWidget* chooser = gtk_file_chooser_button_new("Reference", GTK_FILE_CHOOSER_ACTION_OPEN);
  if (!values.reference.empty())
    gtk_file_chooser_set_filename(GTK_FILE_CHOOSER(chooser), values.reference.c_str());
  return chooser;
}

} // namespace
} // namespace penumbra::gimp2

extern "C" PENUMBRA_API bool penumbra_gimp2_ask(penumbra::host::MatchLookValues* values, gint32 photo,
                                                gint32* layer) {
  using namespace penumbra;
  using namespace penumbra::gimp2;
  gimp_ui_init("penumbra", FALSE);
  GtkWidget* dialog =
      gimp_dialog_new("Match Look to Reference", "penumbra-match-look", nullptr, GtkDialogFlags(0), nullptr,
                      nullptr, "_Cancel", GTK_RESPONSE_CANCEL, "_Match", GTK_RESPONSE_OK, nullptr);
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
  gimp_window_set_transient(GTK_WINDOW(dialog));
  GtkTable* table = GTK_TABLE(gtk_table_new(6, 3, FALSE));
  gtk_table_set_row_spacings(table, 6);
  gtk_table_set_col_spacings(table, 6);
  gtk_container_set_border_width(GTK_CONTAINER(table), 12);

  GtkWidget* source = gimp_int_combo_box_new("A picture file", 0, "A layer that is open", 1, nullptr);
  gimp_int_combo_box_set_active(GIMP_INT_COMBO_BOX(source), values->reference.empty() && *layer >= 0);
  add_row(table, 0, "_Reference:", source);
  GtkWidget* file = chooser_of(*values);
  add_row(table, 1, "_File:", file);
  GtkWidget* layers = gimp_drawable_combo_box_new(any_layer, nullptr);
  gimp_int_combo_box_set_active(GIMP_INT_COMBO_BOX(layers), *layer >= 0 ? *layer : photo);
  add_row(table, 2, "_Layer:", layers);
  GtkWidget* content =
      gimp_int_combo_box_new("Find out", int(Content::automatic), "The same as the photo", int(Content::same),
                             "Something else", int(Content::other), nullptr);
  gimp_int_combo_box_set_active(GIMP_INT_COMBO_BOX(content), int(values->content));
  add_row(table, 3, "It _shows:", content);
  GtkWidget* amount = gtk_hscale_new_with_range(0, 150, 1);
  gtk_range_set_value(GTK_RANGE(amount), 100 * values->strength);
  add_row(table, 4, "_Amount (%):", amount);
  GtkWidget* polish = gtk_check_button_new_with_mnemonic("_Polish where it shows the same (slower, nearer)");
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(polish), values->polish);
  gtk_table_attach_defaults(table, polish, 0, 3, 5, 6);

  gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(dialog))), GTK_WIDGET(table), TRUE, TRUE,
                     0);
  gtk_widget_show_all(dialog);
  // In a combo box, where the keyboard would be otherwise, Enter opens the list.
  gtk_widget_grab_focus(gtk_dialog_get_widget_for_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK));
  const bool accepted = gimp_dialog_run(GIMP_DIALOG(dialog)) == GTK_RESPONSE_OK;
  if (accepted) {
    int chosen = 0;
    gimp_int_combo_box_get_active(GIMP_INT_COMBO_BOX(source), &chosen);
    char* name = gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(file));
    values->reference = chosen == 0 && name ? name : "";
    g_free(name);
    *layer = -1;
    if (chosen == 1) gimp_int_combo_box_get_active(GIMP_INT_COMBO_BOX(layers), layer);
    gimp_int_combo_box_get_active(GIMP_INT_COMBO_BOX(content), &chosen);
    values->content = Content(chosen);
    values->strength = gtk_range_get_value(GTK_RANGE(amount)) / 100;
    values->polish = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(polish));
  }
  gtk_widget_destroy(dialog);
  return accepted;
}
