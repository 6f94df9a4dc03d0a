// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tag_rules.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace penumbra::cli {
namespace {

/// Tags of TIFF that say how the pixels are stored in this very file; they belong to no other.
constexpr std::array<std::uint16_t, 50> storage_tags{
    0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x0108, 0x0109, 0x010a, 0x0111, 0x0115,
    0x0116, 0x0117, 0x0118, 0x0119, 0x011c, 0x0120, 0x0121, 0x0122, 0x0123, 0x0124, 0x0125, 0x013d, 0x013e,
    0x013f, 0x0140, 0x0141, 0x0142, 0x0143, 0x0144, 0x0145, 0x014a, 0x014c, 0x014d, 0x014e, 0x0150, 0x0151,
    0x0152, 0x0153, 0x0154, 0x0155, 0x015b, 0x0212, 0x0213, 0x012d, 0x8773, 0x02bc, 0x8649};

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A description in which programs tell themselves how their file is laid out.
bool is_layout(const Exiv2::Exifdatum& tag) {
  const std::string text = tag.toString();
  for (const char* start : {"{\"shape\"", "shape=(", "ImageJ=", "SCIFIO=", "<?xml"})
    if (starts_with(text, start)) return start[0] != '<' || contains(text, "<OME");
  return false;
}

} // namespace

bool belongs_to_storage(const Exiv2::Exifdatum& tag) {
  const std::string group = tag.groupName();
  const std::uint16_t number = tag.tag();
  if (group == "Image")
    return std::find(storage_tags.begin(), storage_tags.end(), number) != storage_tags.end() ||
           (number >= 0xc612 && number <= 0xcdff) ||                   // DNG: of undeveloped sensor data
           number == 0x828d || number == 0x828e || number == 0x9216 || // and TIFF/EP
           (number == 0x010e && is_layout(tag));
  // Further pages, previews of raw developers, the thumbnail.
  return starts_with(group, "SubImage") || starts_with(group, "SubThumb") || group == "Thumbnail" ||
         (starts_with(group, "Image") && group.size() > 5);
}

bool belongs_to_preview(const Exiv2::Exifdatum& tag) {
  const std::string name = tag.tagName();
  return contains(name, "Preview") || contains(name, "Thumbnail") || contains(tag.groupName(), "Preview");
}

bool belongs_to_document(const Exiv2::Exifdatum& tag, std::string& what) {
  if (tag.groupName() != "Image" || tag.tag() != 0x935c) return false; // ImageSourceData
  what = "the Photoshop layers are left out";
  return true;
}

namespace {

/// XMP that speaks of what the file held beside its picture, and what a person calls that.
struct Companion {
  const char* start; ///< of a key
  const char* what;  ///< for the note
};
constexpr Companion companions[]{
    {"http://ns.adobe.com/hdr-gain-map/", "the gain map (HDR) is left out"},
    {"http://ns.apple.com/HDRGainMap/", "the gain map (HDR) is left out"},
    {"http://ns.google.com/photos/1.0/container/", ""},
    {"http://ns.google.com/photos/dd/", "the depth map is left out"},
    {"http://ns.google.com/photos/1.0/depthmap/", "the depth map is left out"},
    {"http://ns.google.com/photos/1.0/image/", "an embedded second picture is left out"},
    {"http://ns.google.com/photos/1.0/audio/", "the embedded sound is left out"},
    {"http://ns.apple.com/adjustment-settings/", ""},
};
constexpr std::string_view google_camera = "http://ns.google.com/photos/1.0/camera/";

} // namespace

bool belongs_to_companion(const Exiv2::Xmpdatum& tag, std::string& what) {
  std::string space;
  try {
    space = Exiv2::XmpProperties::ns(tag.groupName());
  } catch (const Exiv2::AnyError&) { // unknown to exiv2
  }
  const std::string name = tag.tagName();
  for (const Companion& each : companions)
    if (starts_with(space, each.start)) {
      what = each.what;
      return true;
    }
  if (space == google_camera && (starts_with(name, "Motion") || starts_with(name, "MicroVideo"))) {
    what = "the moving part of the photo is left out";
    return true;
  }
  if (space == "http://ns.adobe.com/xap/1.0/" && starts_with(name, "Thumbnails")) {
    what = "the thumbnail in the XMP metadata is left out";
    return true;
  }
  return space == "http://ns.adobe.com/xmp/note/" || contains(space, "/xap/1.0/g/img/");
}

bool belongs_to_storage(const Exiv2::Xmpdatum& tag) {
  static const std::array<const char*, 9> names{
      "BitsPerSample",    "Compression",         "PhotometricInterpretation",
      "SamplesPerPixel",  "PlanarConfiguration", "YCbCrSubSampling",
      "YCbCrPositioning", "YCbCrCoefficients",   "TransferFunction"};
  if (tag.groupName() != "tiff") return false;
  const std::string name = tag.tagName();
  return std::any_of(names.begin(), names.end(), [&](const char* each) { return starts_with(name, each); });
}

} // namespace penumbra::cli
