// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/metadata.hpp"

#include "core/error.hpp"
#include "core/io/exiv2_parts.hpp"
#include "core/io/png_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace penumbra::cli {
namespace {

std::string icc_of(Exiv2::Image& image) {
  if (!image.iccProfileDefined()) return {};
#if EXIV2_TEST_VERSION(0, 28, 0)
  const Exiv2::DataBuf& profile = image.iccProfile();
  return {reinterpret_cast<const char*>(profile.c_data()), profile.size()};
#else
  const Exiv2::DataBuf* profile = image.iccProfile();
  return {reinterpret_cast<const char*>(profile->pData_), std::size_t(profile->size_)};
#endif
}

std::string text_of(const Exiv2::ExifData& exif, const char* key) {
  const auto found = exif.findKey(Exiv2::ExifKey(key));
  return found == exif.end() ? std::string() : found->toString();
}

double number_of(const Exiv2::ExifData& exif, const char* key) {
  const auto found = exif.findKey(Exiv2::ExifKey(key));
  return found == exif.end() || found->count() < 1 ? 0 : double(found->toFloat());
}

Resolution resolution_of(const Exiv2::ExifData& exif) {
  const double unit = number_of(exif, "Exif.Image.ResolutionUnit");
  const double scale = unit == 3 ? 2.54 : unit == 1 ? 0 : 1;
  const Resolution out{number_of(exif, "Exif.Image.XResolution") * scale,
                       number_of(exif, "Exif.Image.YResolution") * scale};
  return out.x > 0 && out.y > 0 && out.x < 1e6 && out.y < 1e6 ? out : Resolution{};
}

/// XMP of more than 64 kB goes on in further segments of a JPEG (XMP specification, part 3, 1.1.3.1).
std::string extended_xmp(const std::string& file) {
  constexpr std::string_view mark{"http://ns.adobe.com/xmp/extension/\0", 35};
  std::map<std::size_t, std::string> parts;
  const auto big = [&](std::size_t at, int count) {
    std::size_t v = 0;
    for (int i = 0; i < count; ++i) v = v << 8 | static_cast<unsigned char>(file[at + std::size_t(i)]);
    return v;
  };
  for (std::size_t at = 2; at + 4 <= file.size() && file[at] == '\xff' && file[at + 1] != '\xda';) {
    const std::size_t length = big(at + 2, 2), head = at + 4 + mark.size() + 40;
    const std::size_t end = std::min(at + 2 + length, file.size());
    if (file[at + 1] == '\xe1' && head <= end && std::string_view(file).substr(at + 4, mark.size()) == mark)
      parts[big(head - 4, 4)] = file.substr(head, end - head);
    at += 2 + length;
  }
  std::string out;
  for (const auto& [offset, part] : parts) {
    if (offset != out.size()) return {};
    out += part;
  }
  return out;
}

void add_xmp(Exiv2::XmpData& to, const std::string& packet) {
  Exiv2::XmpData more;
  if (packet.empty() || Exiv2::XmpParser::decode(more, packet) != 0) return;
  for (const auto& tag : more)
    if (to.findKey(Exiv2::XmpKey(tag.key())) == to.end()) to.add(tag);
}

/// Tags of the parts that the codec found.
bool read_parts(const Decoded& decoded, Tags& tags) {
  bool whole = true;
  if (!decoded.exif.empty())
    whole &= attempt([&] {
      Exiv2::ExifParser::decode(tags.exif, as_bytes(decoded.exif), std::uint32_t(decoded.exif.size()));
    });
  if (!decoded.xmp.empty()) whole &= attempt([&] { add_xmp(tags.xmp, decoded.xmp); });
  return whole;
}

bool opened_by_exiv2(const std::string& format) {
  return format == "JPEG" || format == "PNG" || format == "TIFF" || format == "WebP" ||
         format == "camera raw" || format == "JPEG 2000";
}

} // namespace

void silence_exiv2() {
  static const bool once = [] {
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    Exiv2::XmpParser::initialize();
    return true;
  }();
  (void)once;
}

Metadata read_metadata(const std::string& file, const Decoded& decoded, Notes& notes) {
  silence_exiv2();
  Metadata metadata;
  metadata.icc = decoded.icc;
  metadata.resolution = decoded.resolution;
  metadata.texts = decoded.texts;
  metadata.behind = decoded.behind;
  metadata.signed_history = decoded.signed_history;
  Tags tags;
  bool whole = opened_by_exiv2(decoded.format) && attempt([&] {
                 const auto image = open_by_exiv2(file);
                 tags = {image->exifData(), image->iptcData(), image->xmpData()};
                 const bool coded = decoded.format == "PNG" && decoded.colours && look_at_png(file).coded;
                 if (metadata.icc.empty() && !decoded.linear_light && !coded)
                   metadata.icc = icc_of(*image); // nameless in PNG: exiv2's own
                 if (decoded.format == "JPEG") attempt([&] { add_xmp(tags.xmp, extended_xmp(file)); });
               });
  if (!whole) {
    tags = {};
    whole = read_parts(decoded, tags) && !opened_by_exiv2(decoded.format);
    // A format without metadata, or one that exiv2 does not know (BigTIFF), is not damaged.
    if (!whole && (decoded.format == "JPEG" || decoded.format == "PNG" || decoded.format == "WebP"))
      notes.push_back("the metadata is damaged; what can be read of it is kept");
  }
  metadata.orientation = int(number_of(tags.exif, "Exif.Image.Orientation"));
  if (metadata.orientation < 1 || metadata.orientation > 8) metadata.orientation = 1;
  if (decoded.orientation) metadata.orientation = decoded.orientation;
  metadata.adobe_rgb = text_of(tags.exif, "Exif.Iop.InteroperabilityIndex") == "R03";
  if (!(metadata.resolution.x > 0 && metadata.resolution.y > 0))
    metadata.resolution = resolution_of(tags.exif);
  if (!tags.empty()) metadata.tags = std::make_shared<const Tags>(std::move(tags));
  return metadata;
}

namespace {

void say_once(const std::string& what, Notes& notes) {
  if (!what.empty() && std::find(notes.begin(), notes.end(), what) == notes.end()) notes.push_back(what);
}

void leave_out(Exiv2::ExifData& exif, Notes& notes) {
  for (auto it = exif.begin(); it != exif.end();) {
    std::string what;
    const bool gone = belongs_to_document(*it, what) || belongs_to_storage(*it) || belongs_to_preview(*it);
    say_once(what, notes);
    it = gone ? exif.erase(it) : std::next(it);
  }
}

/// Returns whether something that was left out is said.
bool leave_out(Exiv2::XmpData& xmp, Notes& notes) {
  bool said = false;
  for (auto it = xmp.begin(); it != xmp.end();) {
    std::string what;
    const bool companion = belongs_to_companion(*it, what);
    say_once(what, notes);
    said |= !what.empty();
    it = companion || belongs_to_storage(*it) ? xmp.erase(it) : std::next(it);
  }
  return said;
}

Exiv2::URational as_rational(double value) {
  const double rounded = std::round(value);
  return std::fabs(value - rounded) < 1e-4
             ? Exiv2::URational(std::uint32_t(rounded), 1)
             : Exiv2::URational(std::uint32_t(std::lround(std::min(value, 1e6) * 1000)), 1000);
}

/// Exif is the only place for it.
bool has_resolution_in_exif(Format format) {
  return format == Format::webp || format == Format::heic || format == Format::avif || format == Format::jxl;
}

void correct(Exiv2::ExifData& exif, const Written& written) {
  const auto set = [&](const char* key, auto value, bool add = false) {
    if (add || exif.findKey(Exiv2::ExifKey(key)) != exif.end()) exif[key] = value;
  };
  set("Exif.Image.Orientation", std::uint16_t(1));
  set("Exif.Photo.PixelXDimension", std::uint32_t(written.size.width));
  set("Exif.Photo.PixelYDimension", std::uint32_t(written.size.height));
  set("Exif.Photo.ColorSpace", std::uint16_t(written.srgb ? 1 : 0xffff));
  if (written.srgb) set("Exif.Iop.InteroperabilityIndex", "R98");
  if (written.resolution.x > 0 && written.resolution.y > 0) {
    const bool add = has_resolution_in_exif(written.format);
    set("Exif.Image.XResolution", as_rational(written.resolution.x), add);
    set("Exif.Image.YResolution", as_rational(written.resolution.y), add);
    set("Exif.Image.ResolutionUnit", std::uint16_t(2), add);
  }
}

void correct(Exiv2::XmpData& xmp, const Written& written) {
  const auto set = [&](const char* key, const std::string& value) {
    const auto found = xmp.findKey(Exiv2::XmpKey(key));
    if (found != xmp.end()) found->setValue(value);
  };
  set("Xmp.tiff.Orientation", "1");
  set("Xmp.tiff.ImageWidth", std::to_string(written.size.width));
  set("Xmp.tiff.ImageLength", std::to_string(written.size.height));
  set("Xmp.exif.PixelXDimension", std::to_string(written.size.width));
  set("Xmp.exif.PixelYDimension", std::to_string(written.size.height));
  set("Xmp.exif.ColorSpace", written.srgb ? "1" : "65535");
  if (written.resolution.x > 0 && written.resolution.y > 0) {
    const auto text = [](double value) {
      const Exiv2::URational rational = as_rational(value);
      return std::to_string(rational.first) + "/" + std::to_string(rational.second);
    };
    set("Xmp.tiff.XResolution", text(written.resolution.x));
    set("Xmp.tiff.YResolution", text(written.resolution.y));
    set("Xmp.tiff.ResolutionUnit", "2");
  }
}

/// For formats without IPTC.
void turn_into_xmp(Exiv2::IptcData& iptc, Exiv2::XmpData& xmp) {
  Exiv2::XmpData more;
  attempt([&] { Exiv2::copyIptcToXmp(iptc, more); });
  for (const auto& tag : more)
    if (xmp.findKey(Exiv2::XmpKey(tag.key())) == xmp.end()) xmp.add(tag);
  iptc.clear();
}

} // namespace

Metadata for_edited(const Metadata& metadata, const Written& written, Notes& notes) {
  Metadata out = metadata;
  silence_exiv2();
  Tags tags = metadata.tags ? *metadata.tags : Tags{};
  leave_out(tags.exif, notes);
  if (!leave_out(tags.xmp, notes)) say_once(metadata.behind, notes); // else it was called by its name
  if (metadata.signed_history)
    say_once("the content credentials (C2PA) are left out: they vouch for the file as it was", notes);
  correct(tags.exif, written);
  correct(tags.xmp, written);
  if (has_resolution_in_exif(written.format)) turn_into_xmp(tags.iptc, tags.xmp);
  out.tags = tags.empty() ? nullptr : std::make_shared<const Tags>(std::move(tags));
  return out;
}

} // namespace penumbra::cli
