// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp2/pixels.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <vector>

namespace penumbra::gimp2 {
namespace {

template <class T> struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <class T> using Ref = std::unique_ptr<T, Unref<T>>;

bool stored_linear(gint32 image) {
  switch (gimp_image_get_precision(image)) {
  case GIMP_PRECISION_U8_LINEAR:
  case GIMP_PRECISION_U16_LINEAR:
  case GIMP_PRECISION_U32_LINEAR:
  case GIMP_PRECISION_HALF_LINEAR:
  case GIMP_PRECISION_FLOAT_LINEAR:
  case GIMP_PRECISION_DOUBLE_LINEAR:
    return true;
  default:
    return false;
  }
}

const char* float_format(bool grey, bool alpha, bool linear) {
  if (grey) return alpha ? (linear ? "YA float" : "Y'A float") : (linear ? "Y float" : "Y' float");
  return alpha ? (linear ? "RGBA float" : "R'G'B'A float") : (linear ? "RGB float" : "R'G'B' float");
}

/// The profile of the image where pixels must be converted, or nothing where they are in the space of sRGB.
Ref<GimpColorProfile> foreign_profile(gint32 image) {
  Ref<GimpColorProfile> profile(gimp_image_get_color_profile(image));
  if (profile &&
      gimp_color_profile_get_space(profile.get(), GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC,
                                   nullptr) == babl_space("sRGB"))
    profile.reset();
  return profile;
}

Ref<GimpColorTransform> make_transform(GimpColorProfile* from, const Babl* from_format, GimpColorProfile* to,
                                       const Babl* to_format) {
  Ref<GimpColorTransform> transform(gimp_color_transform_new(
      from, from_format, to, to_format, GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC,
      GIMP_COLOR_TRANSFORM_FLAGS_NOOPTIMIZE));
  if (!transform)
    throw Error("The colour profile of this image cannot be used. Assign another one (Image > Color "
                "Management > Assign Color Profile) and try again.");
  return transform;
}

} // namespace

struct PixelFormat::Parts {
  int channels = 0;
  Encoding encoding = Encoding::srgb;
  // The formats name encodings only: GIMP 2.10 gives drawables no space of their own, the image's profile
  // says what their numbers mean, and a transform takes that from the profiles it is made of.
  const Babl* drawable = nullptr; ///< what the drawable stores
  const Babl* stored = nullptr;   ///< the same as floats
  const Babl* light = nullptr;    ///< linear light, primaries of sRGB, as floats
  Ref<GimpColorProfile> profile;  ///< of the image; set, with the two below, where pixels must be converted
  Ref<GimpColorTransform> to_light, from_light;
};

PixelFormat::PixelFormat(gint32 drawable) : parts_(std::make_unique<Parts>()) {
  const gint32 image = gimp_item_get_image(drawable);
  const bool grey = gimp_drawable_is_gray(drawable), alpha = gimp_drawable_has_alpha(drawable);
  const bool linear = stored_linear(image);
  parts_->channels = (grey ? 1 : 3) + alpha;
  parts_->encoding = linear ? Encoding::linear : Encoding::srgb;
  parts_->drawable = gimp_drawable_get_format(drawable);
  parts_->stored = babl_format(float_format(grey, alpha, linear));
  parts_->profile = foreign_profile(image);
  if (!parts_->profile) return;
  const Ref<GimpColorProfile> light(grey ? gimp_color_profile_new_d65_gray_linear()
                                         : gimp_color_profile_new_rgb_srgb_linear());
  parts_->encoding = Encoding::linear;
  parts_->light = babl_format(float_format(grey, alpha, true));
  parts_->to_light = make_transform(parts_->profile.get(), parts_->stored, light.get(), parts_->light);
  parts_->from_light = make_transform(light.get(), parts_->light, parts_->profile.get(), parts_->stored);
}

PixelFormat::~PixelFormat() = default;
PixelFormat::PixelFormat(PixelFormat&&) noexcept = default;
PixelFormat& PixelFormat::operator=(PixelFormat&&) noexcept = default;

bool PixelFormat::fits(gint32 drawable) const {
  const Ref<GimpColorProfile> profile = foreign_profile(gimp_item_get_image(drawable));
  const bool same_profile = profile && parts_->profile
                                ? gimp_color_profile_is_equal(profile.get(), parts_->profile.get())
                                : !profile && !parts_->profile;
  return same_profile && gimp_drawable_get_format(drawable) == parts_->drawable;
}

Image PixelFormat::read(GeglBuffer* buffer, const GeglRectangle& rect) const {
  Image image = Image::unset(rect.width, rect.height, parts_->channels, parts_->encoding);
  gegl_buffer_get(buffer, &rect, 1.0, parts_->stored, image.pixels.data(), GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  if (!parts_->to_light) return image;
  std::vector<float> line(std::size_t(image.width) * image.channels);
  for (int y = 0; y < image.height; ++y) {
    gimp_color_transform_process_pixels(parts_->to_light.get(), parts_->stored, image.row(y), parts_->light,
                                        line.data(), image.width);
    std::copy(line.begin(), line.end(), image.row(y));
  }
  return image;
}

void PixelFormat::write(GeglBuffer* buffer, const GeglRectangle& rect, const Image& image) const {
  if (!parts_->from_light) {
    gegl_buffer_set(buffer, &rect, 0, parts_->stored, image.pixels.data(), GEGL_AUTO_ROWSTRIDE);
    return;
  }
  // In bands as high as GEGL's tiles, so that none is written twice.
  constexpr int band = 128;
  std::vector<float> lines(std::size_t(image.width) * image.channels * band);
  for (int y = 0; y < image.height; y += band) {
    const int height = std::min(band, image.height - y);
    for (int line = 0; line < height; ++line)
      gimp_color_transform_process_pixels(
          parts_->from_light.get(), parts_->light, image.row(y + line), parts_->stored,
          lines.data() + std::size_t(line) * image.width * image.channels, image.width);
    const GeglRectangle part{rect.x, rect.y + y, rect.width, height};
    gegl_buffer_set(buffer, &part, 0, parts_->stored, lines.data(), GEGL_AUTO_ROWSTRIDE);
  }
}

} // namespace penumbra::gimp2
