#include "core/io/image_file.hpp"

#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/io/bytes.hpp"
#include "core/io/codec.hpp"
#include "core/io/icc.hpp"
#include "core/io/terminal.hpp"

#include <algorithm>

namespace penumbra::cli {
namespace {

void encode_in_place(Image& image, Encoding encoding) {
  if (image.encoding == encoding) return;
  const auto row = encoding == Encoding::srgb ? linear_to_srgb_row : srgb_to_linear_row;
  row(image.pixels.data(), std::size_t(image.width) * std::size_t(image.height), image.channels,
      image.colour_channels());
  image.encoding = encoding;
}

/// Colours as the embedded profile means them. Where there is none: integers are sRGB-encoded, floats linear.
void manage_colours(Photo& photo, bool linear_format, Notes& notes) {
  const bool floats = photo.bits == 32;
  photo.image.encoding = floats ? Encoding::linear : Encoding::srgb;
  std::string icc = linear_format ? std::string() : photo.metadata.icc;
  if (icc.empty() && photo.metadata.adobe_rgb && !floats) icc = photo.metadata.icc = adobe_rgb_profile();
  if (icc.empty()) return;

  const Profile profile = describe_profile(icc);
  photo.profile_name = profile.name;
  if (!profile.usable) {
    notes.push_back("the embedded colour profile cannot be used and is left out; the picture is taken as " +
                    std::string(floats ? "linear sRGB" : "sRGB"));
    photo.metadata.icc.clear();
    return;
  }
  if (profile.srgb) {
    photo.image.encoding = Encoding::srgb;
    return;
  }
  to_linear_srgb(photo.image, icc);
  if (!floats) encode_in_place(photo.image, Encoding::srgb);
  if (profile.reversible) {
    photo.profile = icc;
  } else {
    notes.push_back("colours cannot be converted back into the profile \"" + profile.name +
                    "\"; the result is sRGB");
    photo.metadata.icc.clear();
  }
}

/// The channels that the format holds.
Image fitted(Image image, const FormatTraits& format, Notes& notes) {
  const bool grey = image.colour_channels() == 1;
  const bool drop_alpha = image.has_alpha() && !format.alpha;
  if (drop_alpha) notes.push_back(std::string(format.name) + " holds no transparency; it is left out");
  const bool alpha = image.has_alpha() && !drop_alpha;
  const bool widen = grey && (!format.grey || (alpha && !format.grey_alpha));
  const int channels = (grey && !widen ? 1 : 3) + (alpha ? 1 : 0);
  if (channels == image.channels) return image;
  Image out(image.width, image.height, channels, image.encoding);
  const int colours = out.colour_channels();
  const std::size_t count = std::size_t(image.width) * std::size_t(image.height);
  for (std::size_t i = 0; i < count; ++i) {
    const float* from = image.pixels.data() + i * std::size_t(image.channels);
    float* to = out.pixels.data() + i * std::size_t(channels);
    for (int c = 0; c < colours; ++c) to[c] = from[grey ? 0 : c];
    if (alpha) to[colours] = from[image.colour_channels()];
  }
  return out;
}

int bits_for(const FormatTraits& format, int wanted, Notes& notes) {
  const auto has = [&](int bits) {
    return bits == 8 ? format.bits8 : bits == 16 ? format.bits16 : format.floats;
  };
  if (has(wanted)) return wanted;
  if (!has(8) && !has(16)) return 32; // more than asked for: nothing is lost
  const int bits = has(16) ? 16 : 8;
  notes.push_back(std::string(format.name) + " holds " + std::to_string(bits) +
                  " bits a channel; the input has " + (wanted == 32 ? "floats" : std::to_string(wanted)));
  return bits;
}

} // namespace

Image upright(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  const bool swaps = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Image out(swaps ? image.height : image.width, swaps ? image.width : image.height, image.channels,
            image.encoding);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      const int u = swaps ? y : x, v = swaps ? x : y;
      const int from_x = from_right ? image.width - 1 - u : u;
      const int from_y = from_bottom ? image.height - 1 - v : v;
      std::copy_n(image.row(from_y) + std::size_t(from_x) * std::size_t(image.channels), image.channels,
                  out.row(y) + std::size_t(x) * std::size_t(out.channels));
    }
  return out;
}

Photo read_photo(const std::string& path, Notes& notes) {
  const std::string bytes = read_file(path);
  stop_if_interrupted();
  Decoded decoded = decode(bytes, path);
  stop_if_interrupted();
  Photo photo;
  photo.bits = decoded.bits;
  photo.format = decoded.format;
  photo.metadata = read_metadata(bytes);
  photo.image = decoded.upright ? std::move(decoded.image)
                                : upright(std::move(decoded.image), photo.metadata.orientation);
  manage_colours(photo, decoded.linear_light, notes);
  stop_if_interrupted();
  return photo;
}

void write_photo(const std::string& path, Image image, const Photo& photo, int quality, Notes& notes) {
  const FormatTraits& format = format_for(path);
  const int bits = bits_for(format, photo.bits, notes);
  const int colours = image.colour_channels();
  image = fitted(std::move(image), format, notes);
  // A profile of grey values does not describe a picture that had to become RGB.
  const bool keeps_profile = !format.linear && image.colour_channels() == colours;
  const bool through_profile = keeps_profile && !photo.profile.empty();
  const std::string icc = keeps_profile ? photo.metadata.icc : std::string();

  if (through_profile) {
    encode_in_place(image, Encoding::linear);
    from_linear_srgb(image, photo.profile);
  } else {
    const bool linear = format.linear || (bits == 32 && icc.empty());
    encode_in_place(image, linear ? Encoding::linear : Encoding::srgb);
  }
  stop_if_interrupted();
  const Size size{image.width, image.height};
  std::string bytes = encode(image, format.format, bits, quality);
  image = {};
  stop_if_interrupted();
  bool complete = true;
  bytes = with_metadata(bytes, photo.metadata, icc, size, complete);
  if (!complete)
    notes.push_back("the metadata of the input could not be kept in this " + std::string(format.name) +
                    " file");
  write_file(path, bytes);
}

} // namespace penumbra::cli
