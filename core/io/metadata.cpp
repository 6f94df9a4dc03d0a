// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/metadata.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <exiv2/exiv2.hpp>
#include <map>
#include <string_view>
#include <webp/mux.h>

namespace penumbra::cli {

struct Tags {
  Exiv2::ExifData exif;
  Exiv2::IptcData iptc;
  Exiv2::XmpData xmp;

  bool empty() const { return exif.empty() && iptc.empty() && xmp.empty(); }
};

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

bool belongs_to_storage(const Exiv2::Exifdatum& tag) {
  const std::string group = tag.groupName();
  const std::uint16_t number = tag.tag();
  if (group == "Image")
    return std::find(storage_tags.begin(), storage_tags.end(), number) != storage_tags.end() ||
           (number >= 0xc612 && number <= 0xcdff) ||                 // DNG: of undeveloped sensor data
           number == 0x828d || number == 0x828e || number == 0x9216; // and TIFF/EP
  // Further pages, previews of raw developers, the thumbnail.
  return starts_with(group, "SubImage") || starts_with(group, "SubThumb") || group == "Thumbnail" ||
         (starts_with(group, "Image") && group.size() > 5);
}

template <class F> bool attempt(F&& work) {
  try {
    work();
    return true;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return false;
  }
}

/// A preview in a camera's own tags, or where it was.
bool belongs_to_preview(const Exiv2::Exifdatum& tag) {
  const std::string name = tag.tagName();
  return contains(name, "Preview") || contains(name, "Thumbnail") || contains(tag.groupName(), "Preview");
}

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

/// Whether `tag` is about something that is gone; `what` for people, where they may miss it.
bool belongs_to_companion(const Exiv2::Xmpdatum& tag, std::string& what) {
  std::string space;
  attempt([&] { space = Exiv2::XmpProperties::ns(tag.groupName()); });
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

/// XMP's copies of the tags that describe storage.
bool belongs_to_storage(const Exiv2::Xmpdatum& tag) {
  static const std::array<const char*, 9> names{
      "BitsPerSample",    "Compression",         "PhotometricInterpretation",
      "SamplesPerPixel",  "PlanarConfiguration", "YCbCrSubSampling",
      "YCbCrPositioning", "YCbCrCoefficients",   "TransferFunction"};
  if (tag.groupName() != "tiff") return false;
  const std::string name = tag.tagName();
  return std::any_of(names.begin(), names.end(), [&](const char* each) { return starts_with(name, each); });
}

void silence() {
  static const bool once = [] {
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    Exiv2::XmpParser::initialize();
    return true;
  }();
  (void)once;
}

const Exiv2::byte* as_bytes(const std::string& text) {
  return reinterpret_cast<const Exiv2::byte*>(text.data());
}

auto open(const std::string& file) {
  auto image = Exiv2::ImageFactory::open(as_bytes(file), long(file.size()));
  image->readMetadata();
  return image;
}

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

/// What a segment of a JPEG holds.
constexpr std::size_t max_segment = 65500;

std::string encoded_exif(const Exiv2::ExifData& exif) {
  Exiv2::Blob blob;
  Exiv2::ExifData copy = exif;
  if (!copy.empty()) Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, copy);
  return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

std::string encoded_xmp(const Exiv2::XmpData& xmp) {
  std::string packet;
  if (xmp.empty() ||
      Exiv2::XmpParser::encode(packet, xmp,
                               Exiv2::XmpParser::useCompactFormat | Exiv2::XmpParser::omitAllFormatting) != 0)
    return {};
  return packet;
}

std::string kilobytes(std::size_t bytes) {
  return std::to_string((bytes + 1023) / 1024) + " kB";
}

/// Takes the largest parts out of tags until they fit; "Xmp.dc.description[1]" goes with "Xmp.dc.description".
template <class Data, class Measure, class Size>
void fit(Data& data, const char* what, const char* format, Measure&& encoded_size, Size&& size_of,
         Notes& notes) {
  while (encoded_size(data) > max_segment && !data.empty()) {
    std::map<std::string, std::size_t> sizes;
    for (const auto& tag : data) {
      const std::string key = tag.key();
      sizes[key.substr(0, key.find_first_of("[/"))] += size_of(tag);
    }
    const auto largest = std::max_element(sizes.begin(), sizes.end(),
                                          [](const auto& a, const auto& b) { return a.second < b.second; });
    notes.push_back(std::string(what) + " of more than 64 kB does not fit into a " + format + "; " +
                    largest->first + " (" + kilobytes(largest->second) + ") is left out");
    const std::string key = largest->first;
    for (auto it = data.begin(); it != data.end();) {
      const std::string own = it->key();
      it = own.substr(0, own.find_first_of("[/")) == key ? data.erase(it) : std::next(it);
    }
  }
}

std::string webp_with_tags(const std::string& file, const Tags& tags) {
  struct Delete {
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
  };
  const WebPData data{reinterpret_cast<const std::uint8_t*>(file.data()), file.size()};
  const std::unique_ptr<WebPMux, Delete> mux(WebPMuxCreate(&data, 1));
  if (!mux) throw Error("no WebP");
  const auto set = [&](const char* chunk, const std::string& bytes) {
    WebPMuxDeleteChunk(mux.get(), chunk);
    const WebPData content{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    if (!bytes.empty() && WebPMuxSetChunk(mux.get(), chunk, &content, 1) != WEBP_MUX_OK)
      throw Error("no chunk");
  };
  set("EXIF", encoded_exif(tags.exif));
  set("XMP ", encoded_xmp(tags.xmp));
  WebPData out{};
  if (WebPMuxAssemble(mux.get(), &out) != WEBP_MUX_OK) throw Error("no WebP");
  std::string result(reinterpret_cast<const char*>(out.bytes), out.size);
  WebPDataClear(&out);
  return result;
}

std::string by_exiv2(const std::string& file, const Tags& tags, bool tiff) {
  const auto image = open(file);
  if (tiff) { // what libtiff wrote stands
    for (const auto& tag : tags.exif)
      if (image->exifData().findKey(Exiv2::ExifKey(tag.key())) == image->exifData().end())
        image->exifData().add(tag);
  } else {
    image->setExifData(tags.exif);
  }
  image->setIptcData(tags.iptc);
  image->setXmpData(tags.xmp);
  image->writeMetadata();
  Exiv2::BasicIo& io = image->io();
  const auto length = io.size();
  std::string out(std::size_t(length), '\0');
  if (io.open() != 0 ||
      std::size_t(io.read(reinterpret_cast<Exiv2::byte*>(out.data()), length)) != out.size())
    throw Error("no file");
  return out;
}

} // namespace

Metadata read_metadata(const std::string& file, const Decoded& decoded, Notes& notes) {
  silence();
  Metadata metadata;
  metadata.icc = decoded.icc;
  metadata.resolution = decoded.resolution;
  Tags tags;
  bool whole = opened_by_exiv2(decoded.format) && attempt([&] {
                 const auto image = open(file);
                 tags = {image->exifData(), image->iptcData(), image->xmpData()};
                 if (metadata.icc.empty() && !decoded.linear_light)
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

Metadata for_edited(const Metadata& metadata, const Written& written, Notes& notes) {
  Metadata out = metadata;
  if (!metadata.tags) return out;
  silence();
  Tags tags = *metadata.tags;
  const auto gone = [](const Exiv2::Exifdatum& tag) {
    return belongs_to_storage(tag) || belongs_to_preview(tag);
  };
  tags.exif.erase(std::remove_if(tags.exif.begin(), tags.exif.end(), gone), tags.exif.end());
  const auto correct = [&](const char* key, auto value) {
    const Exiv2::ExifKey name(key);
    if (tags.exif.findKey(name) != tags.exif.end()) tags.exif[key] = value;
  };
  correct("Exif.Image.Orientation", std::uint16_t(1));
  correct("Exif.Photo.PixelXDimension", std::uint32_t(written.size.width));
  correct("Exif.Photo.PixelYDimension", std::uint32_t(written.size.height));
  correct("Exif.Photo.ColorSpace", std::uint16_t(written.srgb ? 1 : 0xffff));
  if (written.srgb) correct("Exif.Iop.InteroperabilityIndex", "R98");

  for (auto it = tags.xmp.begin(); it != tags.xmp.end();) {
    std::string what;
    const bool companion = belongs_to_companion(*it, what);
    if (!what.empty() && std::find(notes.begin(), notes.end(), what) == notes.end()) notes.push_back(what);
    it = companion || belongs_to_storage(*it) ? tags.xmp.erase(it) : std::next(it);
  }
  const auto correct_xmp = [&](const char* key, const std::string& value) {
    const auto found = tags.xmp.findKey(Exiv2::XmpKey(key));
    if (found != tags.xmp.end()) found->setValue(value);
  };
  correct_xmp("Xmp.tiff.Orientation", "1");
  correct_xmp("Xmp.tiff.ImageWidth", std::to_string(written.size.width));
  correct_xmp("Xmp.tiff.ImageLength", std::to_string(written.size.height));
  correct_xmp("Xmp.exif.PixelXDimension", std::to_string(written.size.width));
  correct_xmp("Xmp.exif.PixelYDimension", std::to_string(written.size.height));
  correct_xmp("Xmp.exif.ColorSpace", written.srgb ? "1" : "65535");
  out.tags = tags.empty() ? nullptr : std::make_shared<const Tags>(std::move(tags));
  return out;
}

void attach_tags(const Metadata& metadata, Attached& attached) {
  if (!metadata.tags) return;
  attempt([&] { attached.exif = encoded_exif(metadata.tags->exif); });
  attempt([&] { attached.xmp = encoded_xmp(metadata.tags->xmp); });
}

std::string with_tags(const std::string& file, const Metadata& metadata, const Written& written,
                      Notes& notes) {
  if (!metadata.tags) return file;
  silence();
  Tags tags = *metadata.tags;
  std::string out;
  const bool done = attempt([&] {
    if (written.format == Format::webp) {
      out = webp_with_tags(file, tags);
      return;
    }
    if (written.format == Format::jpeg) {
      fit(
          tags.xmp, "XMP metadata", "JPEG", [](const auto& data) { return encoded_xmp(data).size(); },
          [](const auto& tag) { return tag.toString().size(); }, notes);
      fit(
          tags.exif, "Exif metadata", "JPEG", [](const auto& data) { return encoded_exif(data).size(); },
          [](const auto& tag) { return std::size_t(tag.size()); }, notes);
    }
    out = by_exiv2(file, tags, written.format == Format::tiff);
  });
  if (done) return out;
  notes.push_back(std::string("the metadata of the input could not be kept in this ") +
                  traits_of(written.format).name + " file");
  return file;
}

} // namespace penumbra::cli
