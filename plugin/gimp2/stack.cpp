// SPDX-License-Identifier: GPL-3.0-or-later
// A fusion as a group of layers (GimpHost::commit_stack).

#include "core/error.hpp"
#include "plugin/gimp2/gimp_host.hpp"
#include "plugin/gimp2/scopes.hpp"

namespace penumbra::gimp2 {
namespace {

/// Colours of stacked layers are mixed as the fusion mixes them: in encoded values, whatever the precision of
/// the image, and without adding to the coverage of the layer below.
void mix_perceptually(gint32 layer, bool lowest) {
  gimp_layer_set_mode(layer, GIMP_LAYER_MODE_NORMAL);
  gimp_layer_set_opacity(layer, 100);
  gimp_layer_set_blend_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_PERCEPTUAL);
  gimp_layer_set_composite_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_PERCEPTUAL);
  if (!lowest) gimp_layer_set_composite_mode(layer, GIMP_LAYER_COMPOSITE_CLIP_TO_BACKDROP);
}

/// Masks a layer: `values` within `rect`, nothing of it elsewhere.
void add_mask(gint32 layer, const GeglRectangle& rect, const Floats& values) {
  const gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_BLACK);
  if (mask < 0 || !gimp_layer_add_mask(layer, mask)) throw Error("GIMP could not make a layer mask.");
  const Buffer buffer(gimp_drawable_get_buffer(mask));
  gegl_buffer_set(buffer.get(), &rect, 0, babl_format("Y float"), values.data(), GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_flush(buffer.get());
  gimp_drawable_update(mask, rect.x, rect.y, rect.width, rect.height);
}

} // namespace

void GimpHost::commit_stack(const std::vector<host::StackLayer>& stack,
                            const std::function<Image(const host::StackLayer&)>& pixels, const Recipe& recipe,
                            const std::string& title) {
  check_unchanged(host::Output::layer_stack);
  const Map selected = selection();
  // The slow part: layers that the image does not know yet.
  std::vector<gint32> layers;
  for (std::size_t i = 0; i < stack.size(); ++i) {
    layers.push_back(copy_layer());
    gimp_item_set_name(layers.back(), stack[i].name.c_str());
    mix_perceptually(layers.back(), i == 0);
    if (i == 0) continue; // the input as it is, with the mask that it may have
    if (gimp_layer_get_mask(layers.back()) >= 0) gimp_layer_remove_mask(layers.back(), GIMP_MASK_DISCARD);
    const Buffer buffer(gimp_drawable_get_buffer(layers.back()));
    format_->write(buffer.get(), rect_, pixels(stack[i]));
    gegl_buffer_flush(buffer.get());
  }

  const UndoGroup undo(image_);
  const gint32 group = gimp_layer_group_new(image_);
  gimp_item_set_name(group, title.c_str());
  gimp_layer_set_mode(group, gimp_layer_get_mode(drawable_));
  gimp_layer_set_opacity(group, gimp_layer_get_opacity(drawable_));
  gimp_image_insert_layer(image_, group, gimp_item_get_parent(drawable_),
                          gimp_image_get_item_position(image_, drawable_));
  for (std::size_t i = 0; i < stack.size(); ++i) {
    gimp_image_insert_layer(image_, layers[i], group, 0);
    if (i == 0) continue;
    Floats values = stack[i].opacity.values;
    for (std::size_t k = 0; k < selected.values.size(); ++k) values[k] *= selected.values[k];
    add_mask(layers[i], rect_, values);
    gimp_drawable_update(layers[i], rect_.x, rect_.y, rect_.width, rect_.height);
  }
  attach_recipe(group, recipe);
  gimp_displays_flush();
}

} // namespace penumbra::gimp2
