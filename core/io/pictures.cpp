// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pictures.hpp"

#include "core/abi.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/io/codec.hpp"
#include "core/io/icc.hpp"
#include "core/io/metadata.hpp"

#include <algorithm>

PENUMBRA_SHOW_ABI;

namespace penumbra::cli {
namespace {

void encode_in_place(Image& image, Encoding encoding) {
  if (image.encoding == encoding) return;
  const auto row = encoding == Encoding::srgb ? linear_to_srgb_row : srgb_to_linear_row;
  row(image.pixels.data(), std::size_t(image.width) * std::size_t(image.height), image.channels,
      image.colour_channels());
  image.encoding = encoding;
}

/// Colours as the format itself says, without a profile. Where sRGB holds them they become sRGB; others go on
/// through `icc`, a profile that says the same.
void follow_format(Photo& photo, const ColourSpace& space, std::string& icc, Notes& notes) {
  using Transfer = ColourSpace::Transfer;
  const bool floats = photo.bits == 32;
  const bool absolute = space.transfer == Transfer::pq || space.transfer == Transfer::hlg;
  photo.profile_name = space.name();
  if (photo.camera_raw || absolute || floats || space.has_srgb_primaries()) {
    to_linear_srgb(photo.image, space);
    if (absolute) {
      photo.bits = 32; // what is brighter than white is kept
      notes.push_back("the picture is HDR (" + space.name() +
                      "): it is read as linear light, 203 cd/m² as white");
    } else if (!floats) {
      encode_in_place(photo.image, Encoding::srgb);
    }
    if (photo.camera_raw && !space.has_srgb_primaries())
      photo.profile = profile_of({Transfer::srgb, 1, space.primaries}); // to write it back, encoded
    return;
  }
  icc = profile_of(space);
}

/// Colours as the embedded profile means them. Where nothing is said: integers are sRGB-encoded, floats linear.
void manage_colours(Photo& photo, Metadata& metadata, const Decoded& decoded, Notes& notes) {
  const bool floats = photo.bits == 32;
  photo.image.encoding = floats ? Encoding::linear : Encoding::srgb;
  if (decoded.linear_light) metadata.icc.clear();
  std::string icc = metadata.icc;
  if (icc.empty() && decoded.colours) {
    if (decoded.colours->is_srgb())
      photo.image.encoding = Encoding::srgb;
    else
      follow_format(photo, *decoded.colours, icc, notes);
  } else if (icc.empty() && metadata.adobe_rgb && !floats) {
    icc = adobe_rgb_profile();
  }
  metadata.icc = photo.profile.empty() ? icc : photo.profile;
  if (icc.empty()) return;

  const Profile profile = describe_profile(icc);
  photo.profile_name = profile.name;
  if (!profile.usable || (profile.grey && photo.image.colour_channels() == 3)) {
    notes.push_back("the embedded colour profile cannot be used and is left out; the picture is taken as " +
                    std::string(floats ? "linear sRGB" : "sRGB"));
    metadata.icc.clear();
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
    metadata.icc.clear();
  }
}

/// The channels that the format holds; what has no place for transparency is put on white.
Image fitted(Image image, const FormatTraits& format, Notes& notes) {
  const bool grey = image.colour_channels() == 1;
  const bool flatten = image.has_alpha() && !format.alpha;
  if (flatten)
    notes.push_back(std::string(format.name) + " holds no transparency; the picture was put on white");
  const bool alpha = image.has_alpha() && !flatten;
  const bool widen = grey && (!format.grey || (alpha && !format.grey_alpha));
  const int channels = (grey && !widen ? 1 : 3) + (alpha ? 1 : 0);
  if (channels == image.channels) return image;
  Image out(image.width, image.height, channels, image.encoding);
  const int colours = out.colour_channels();
  const std::size_t count = std::size_t(image.width) * std::size_t(image.height);
  for (std::size_t i = 0; i < count; ++i) {
    const float* from = image.pixels.data() + i * std::size_t(image.channels);
    float* to = out.pixels.data() + i * std::size_t(channels);
    const float opacity = flatten ? std::clamp(from[image.colour_channels()], 0.0f, 1.0f) : 1.0f;
    for (int c = 0; c < colours; ++c)
      to[c] = opacity > 0 ? opacity * from[grey ? 0 : c] + (1 - opacity) : 1.0f;
    if (alpha) to[colours] = from[image.colour_channels()];
  }
  return out;
}

int bits_for(const FormatTraits& format, int wanted, Notes& notes) {
  const auto has = [&](int bits) {
    return bits == 8 ? format.bits8 : bits == 16 ? format.bits16 : format.floats;
  };
  const bool kept = has(wanted) && (wanted != 16 || format.deep_bits >= 16);
  if (kept) return wanted;
  if (!has(8) && !has(16)) return 32; // more than asked for: nothing is lost
  const int bits = has(16) ? 16 : 8;
  notes.push_back(std::string(format.name) + " holds " + std::to_string(bits == 8 ? 8 : format.deep_bits) +
                  " bits a channel; the input has " + (wanted == 32 ? "floats" : std::to_string(wanted)));
  return bits;
}

Resolution turned(Resolution resolution, int orientation) {
  if (orientation >= 5) std::swap(resolution.x, resolution.y);
  return resolution;
}

/// Whether the codec embeds this very profile, tried with a small picture of the same kind: libpng leaves some
/// out without a word. JPEG XL keeps its own description of colours, and says what it cannot.
bool embeds(Format format, int channels, int bits, const std::string& icc) {
  Image small(64, 64, channels);
  Attached attached;
  attached.icc = icc;
  try {
    const std::string bytes = encode(small, format, bits, 95, attached);
    return format == Format::jxl || decode(bytes, "").icc == icc;
  } catch (const Error&) {
    return false;
  }
}

/// The texts that the format holds; the others are noted. Those with a colon in their name are programs' notes
/// to themselves (ImageMagick's "date:create").
std::vector<Text> texts_for(const FormatTraits& format, const std::vector<Text>& texts, Notes& notes) {
  std::vector<Text> kept;
  for (const Text& each : texts) {
    if (each.key.find(':') != std::string::npos) continue;
    if (format.format == Format::png || (format.format == Format::jpeg && each.key == "Comment"))
      kept.push_back(each);
    else
      notes.push_back("the text \"" + each.key + "\" has no place in this " + format.name + " file");
  }
  return kept;
}

std::string encode_into(const FormatTraits& format, Image image, const Photo& photo, int quality,
                        Notes& notes) {
  const Metadata none;
  const Metadata& before = photo.metadata ? *photo.metadata : none;
  const int bits = bits_for(format, photo.bits, notes);
  const int colours = image.colour_channels();
  image = fitted(std::move(image), format, notes);
  // A profile of grey values does not describe a picture that had to become RGB; the wide space of a raw file
  // is none for 8 bits.
  bool keeps_profile =
      !format.linear && image.colour_channels() == colours && !(photo.camera_raw && bits == 8);
  if (keeps_profile && !before.icc.empty() && !embeds(format.format, image.channels, bits, before.icc)) {
    keeps_profile = false;
    if (!photo.profile.empty())
      notes.push_back(std::string(image.colour_channels() == 1 ? "a grey " : "this ") + format.name +
                      " cannot hold the colour profile \"" + photo.profile_name + "\"; the result is sRGB");
  }
  Attached attached;
  if (keeps_profile) attached.icc = before.icc;
  attached.resolution = turned(before.resolution, photo.orientation);
  attached.texts = texts_for(format, before.texts, notes);
  if (keeps_profile && !photo.profile.empty()) {
    encode_in_place(image, Encoding::linear);
    from_linear_srgb(image, photo.profile);
  } else {
    const bool linear = format.linear || (bits == 32 && attached.icc.empty());
    encode_in_place(image, linear ? Encoding::linear : Encoding::srgb);
  }

  const bool srgb = attached.icc.empty() || photo.profile.empty();
  const Written written{format.format, {image.width, image.height}, srgb, attached.resolution};
  const Metadata metadata = for_edited(before, written, notes);
  const bool by_codec =
      format.format == Format::heic || format.format == Format::avif || format.format == Format::jxl;
  if (by_codec) attach_tags(metadata, attached);
  std::string bytes = encode(image, format.format, bits, quality, attached);
  image = {};
  if (by_codec || !metadata.tags) return bytes;
  if (format.metadata) return with_tags(bytes, metadata, written, notes);
  notes.push_back("the metadata of the input could not be kept in this " + std::string(format.name) +
                  " file");
  return bytes;
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

Photo decode_photo(const std::string& bytes, const std::string& path, Notes& notes) {
  Decoded decoded = decode(bytes, path);
  notes.insert(notes.end(), decoded.notes.begin(), decoded.notes.end());
  Metadata metadata = read_metadata(bytes, decoded, notes);
  Photo photo;
  photo.bits = decoded.bits;
  photo.format = decoded.format;
  photo.orientation = metadata.orientation;
  photo.camera_raw = decoded.camera_raw;
  photo.has_tags = metadata.tags != nullptr;
  photo.image = upright(std::move(decoded.image), photo.orientation);
  manage_colours(photo, metadata, decoded, notes);
  photo.metadata = std::make_shared<const Metadata>(std::move(metadata));
  return photo;
}

extern "C" const Pictures* penumbra_pictures() {
  static const Pictures pictures{decode_photo, encode_into};
  return &pictures;
}

} // namespace penumbra::cli
