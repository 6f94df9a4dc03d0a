// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp2/gimp_host.hpp"

#include "core/error.hpp"
#include "plugin/gimp2/scopes.hpp"

#include <memory>

namespace penumbra::gimp2 {
namespace {

/// The part of a drawable that the selection lets change, in pixels of the drawable; nothing where there is
/// none.
std::optional<GeglRectangle> editable_part(gint32 drawable) {
  GeglRectangle rect{};
  if (!gimp_drawable_mask_intersect(drawable, &rect.x, &rect.y, &rect.width, &rect.height) ||
      rect.width < 1 || rect.height < 1)
    return std::nullopt;
  return rect;
}

/// Throws Error where `drawable` is nothing that can be edited.
void check_editable(gint32 image, gint32 drawable) {
  if (!gimp_image_is_valid(image)) throw Error("There is no image. Open a photo first.");
  if (!gimp_item_is_valid(drawable) || !gimp_item_is_drawable(drawable))
    throw Error("There is no layer. Choose one in the Layers dialog.");
  if (gimp_item_get_image(drawable) != image) throw Error("The layer belongs to another image.");
  if (gimp_item_is_layer_mask(drawable))
    throw Error("A layer mask is active, which has no colours to enhance. Click the layer's own picture in "
                "the Layers dialog.");
  if (!gimp_item_is_layer(drawable))
    throw Error("A channel is active, which has no colours to enhance. Choose a layer in the Layers dialog.");
  if (gimp_item_is_group(drawable))
    throw Error("A layer group has no pixels of its own. Choose a layer in it, or make a new layer from what "
                "is visible (Layer > New from Visible).");
  if (gimp_drawable_is_indexed(drawable))
    throw Error("This image has indexed colours. Change it to RGB first (Image > Mode > RGB).");
}

} // namespace

void GimpProgress::report(double fraction, std::string_view message) {
  const auto now = std::chrono::steady_clock::now();
  const bool first = fraction_ < 0, said = message == text_;
  // Each call goes through a pipe and makes GIMP draw: not more often than people see.
  if (!first && said && fraction < 1 && now - told_ < std::chrono::milliseconds(50)) return;
  if (first)
    gimp_progress_init(std::string(message).c_str());
  else if (!said)
    gimp_progress_set_text(std::string(message).c_str());
  gimp_progress_update(fraction);
  text_ = message;
  fraction_ = fraction;
  told_ = now;
}

GimpHost::GimpHost(host::RunMode mode, gint32 image, gint32 drawable)
    : mode_(mode), image_(image), drawable_(drawable) {}

Image GimpHost::read() {
  check_editable(image_, drawable_);
  const auto part = editable_part(drawable_);
  if (!part)
    throw Error("The selection does not touch this layer. Select a part of the layer, or nothing (Select > "
                "None) to enhance all of it.");
  rect_ = *part;
  format_.emplace(drawable_);
  const Buffer buffer(gimp_drawable_get_buffer(drawable_));
  return format_->read(buffer.get(), rect_);
}

std::string GimpHost::name() const {
  char* text = gimp_item_get_name(drawable_);
  const std::string name = text ? text : "";
  g_free(text);
  return name;
}

Map GimpHost::selection() {
  if (gimp_selection_is_empty(image_) || gimp_layer_is_floating_sel(drawable_)) return {};
  int x = 0, y = 0;
  gimp_drawable_offsets(drawable_, &x, &y);
  Map map(rect_.width, rect_.height);
  const Buffer buffer(gimp_drawable_get_buffer(gimp_image_get_selection(image_)));
  const GeglRectangle part{rect_.x + x, rect_.y + y, rect_.width, rect_.height};
  gegl_buffer_get(buffer.get(), &part, 1.0, babl_format("Y float"), map.values.data(), GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  return map;
}

void GimpHost::check_unchanged(host::Output output) const {
  if (!gimp_image_is_valid(image_) || !gimp_item_is_valid(drawable_) ||
      gimp_item_get_image(drawable_) != image_)
    throw Error("The layer was deleted in the meantime. There is nothing to write the result to.");
  check_editable(image_, drawable_);
  if (!format_->fits(drawable_))
    throw Error("The image's mode, precision or colour profile was changed in the meantime. Run the tool "
                "again.");
  const auto part = editable_part(drawable_);
  if (!part || !gegl_rectangle_equal(&*part, &rect_))
    throw Error("The selection or the layer's size was changed in the meantime. Run the tool again.");
  if (output == host::Output::in_place && gimp_item_get_lock_content(drawable_))
    throw Error("The pixels of this layer are locked. Unlock them in the Layers dialog, or have the result "
                "in a new layer.");
  if (output != host::Output::in_place && gimp_layer_is_floating_sel(drawable_))
    throw Error("A floating selection cannot have a layer above it. Anchor it first (Layer > Anchor Layer), "
                "or have the result in place.");
}

gint32 GimpHost::copy_layer() const {
  const gint32 copy = gimp_layer_copy(drawable_);
  if (copy < 0) throw Error("GIMP could not make a new layer. Is there enough memory?");
  gimp_item_set_lock_content(copy, FALSE);
  gimp_item_detach_parasite(copy, recipe_parasite);
  return copy;
}

void GimpHost::attach_recipe(gint32 layer, const Recipe& recipe) {
  const std::string text = to_json(recipe);
  GimpParasite* parasite = gimp_parasite_new(
      recipe_parasite, GIMP_PARASITE_PERSISTENT | GIMP_PARASITE_UNDOABLE, text.size() + 1, text.c_str());
  gimp_item_attach_parasite(layer, parasite);
  gimp_parasite_free(parasite);
}

void GimpHost::commit(Image result, const Recipe& recipe, host::Output output, const std::string& title) {
  check_unchanged(output);
  const bool new_layer = output == host::Output::new_layer;
  const gint32 target = new_layer ? copy_layer() : drawable_;
  // The slow part touches the shadow alone; should GIMP end the process here, the image is as it was.
  const Buffer shadow(gimp_drawable_get_shadow_buffer(target));
  format_->write(shadow.get(), rect_, result);
  gegl_buffer_flush(shadow.get());

  const UndoGroup group(image_);
  if (new_layer) {
    gimp_item_set_name(target, title.c_str());
    gimp_image_insert_layer(image_, target, gimp_item_get_parent(drawable_),
                            gimp_image_get_item_position(image_, drawable_));
    attach_recipe(target, recipe);
  }
  if (!gimp_drawable_merge_shadow(target, TRUE)) throw Error("GIMP could not write the result.");
  gimp_drawable_update(target, rect_.x, rect_.y, rect_.width, rect_.height);
  gimp_displays_flush();
}

void GimpHost::message(const std::string& text) {
  gimp_message(text.c_str());
}

std::optional<std::string> GimpHost::recipe() const {
  if (!gimp_item_is_valid(drawable_)) return std::nullopt;
  GimpParasite* parasite = gimp_item_get_parasite(drawable_, recipe_parasite);
  if (!parasite) return std::nullopt;
  const char* data = static_cast<const char*>(gimp_parasite_data(parasite));
  std::string text(data, strnlen(data, std::size_t(gimp_parasite_data_size(parasite))));
  gimp_parasite_free(parasite);
  return text;
}

} // namespace penumbra::gimp2
