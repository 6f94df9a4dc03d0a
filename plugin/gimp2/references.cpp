// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp2/references.hpp"

#include "core/error.hpp"
#include "plugin/gimp2/gimp_host.hpp"

#include <algorithm>
#include <string>

namespace penumbra::gimp2 {
namespace {

constexpr int thumbnail_side = 64;
constexpr std::size_t max_thumbnails = 64; // each asks GIMP, and a menu shows no more

std::string taken(char* text) {
  const std::string out = text ? text : "";
  g_free(text);
  return out;
}

/// What GIMP gave as a thumbnail.
Image thumbnail_of(guchar* bytes, gint width, gint height, gint channels) {
  if (!bytes || width < 1 || height < 1 || channels < 1 || channels > 4) {
    g_free(bytes);
    return {};
  }
  Image out(width, height, channels);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) out.pixels[i] = float(bytes[i]) / 255.0f;
  g_free(bytes);
  return out;
}

Image thumbnail_of_layer(gint32 layer) {
  gint width = thumbnail_side, height = thumbnail_side, channels = 0;
  guchar* const bytes = gimp_drawable_get_thumbnail_data(layer, &width, &height, &channels);
  return thumbnail_of(bytes, width, height, channels);
}

Image thumbnail_of_image(gint32 image) {
  gint width = thumbnail_side, height = thumbnail_side, channels = 0;
  guchar* const bytes = gimp_image_get_thumbnail_data(image, &width, &height, &channels);
  return thumbnail_of(bytes, width, height, channels);
}

/// The layers of a list that GIMP gave, and those within its groups.
void add_layers(gint32* items, gint count, std::vector<gint32>& to) {
  for (gint i = 0; i < count; ++i) {
    if (!gimp_item_is_group(items[i])) {
      to.push_back(items[i]);
      continue;
    }
    gint within = 0;
    gint32* const children = gimp_item_get_children(items[i], &within);
    add_layers(children, within, to);
  }
  g_free(items);
}

/// An image of our own, which nobody sees.
class Own {
 public:
  explicit Own(gint32 image) : image_(image) {}
  ~Own() { gimp_image_delete(image_); }
  Own(const Own&) = delete;
  /// All that is visible of it.
  Image read() const {
    const gint32 layer = gimp_image_merge_visible_layers(image_, GIMP_CLIP_TO_IMAGE);
    if (layer < 0) throw Error("The reference has no layer to look at.");
    gimp_selection_none(image_); // it is kept with files, and copied
    if (gimp_drawable_is_indexed(layer)) gimp_image_convert_rgb(image_);
    return GimpHost(host::RunMode::noninteractive, image_, layer).read();
  }

 private:
  gint32 image_;
};

} // namespace

std::vector<ui::OpenPicture> open_pictures(gint32 photo) {
  std::vector<ui::OpenPicture> out;
  gint count = 0;
  gint32* const images = gimp_image_list(&count);
  for (gint i = 0; i < count; ++i) {
    gint top = 0;
    gint32* const items = gimp_image_get_layers(images[i], &top);
    std::vector<gint32> layers;
    add_layers(items, top, layers);
    const std::string image = taken(gimp_image_get_name(images[i]));
    const bool others = std::find(layers.begin(), layers.end(), photo) == layers.end();
    if (others && layers.size() > 1) out.push_back({-1 - images[i], image, thumbnail_of_image(images[i])});
    for (const gint32 layer : layers) {
      if (layer == photo) continue;
      const std::string name = layers.size() == 1 ? image : image + ": " + taken(gimp_item_get_name(layer));
      out.push_back({layer, name, out.size() < max_thumbnails ? thumbnail_of_layer(layer) : Image()});
    }
  }
  g_free(images);
  return out;
}

Image read_reference(const host::Values& values) {
  const int layer = values.get<int>("layer");
  if (const auto file = values.get<std::string>("reference"); !file.empty()) {
    const gint32 image = gimp_file_load(GIMP_RUN_NONINTERACTIVE, file.c_str(), file.c_str());
    if (image < 0)
      throw Error("GIMP cannot open the reference " + file + ". Is it there, and a picture that GIMP knows?");
    return Own(image).read();
  }
  if (const gint32 image = -1 - layer; layer < -1 && gimp_image_is_valid(image))
    return Own(gimp_image_duplicate(image)).read();
  if (layer < 0 || !gimp_item_is_drawable(layer))
    throw Error("There is no reference: name a picture file, or a layer that is open.");
  return GimpHost(host::RunMode::noninteractive, gimp_item_get_image(layer), layer).read();
}

} // namespace penumbra::gimp2
