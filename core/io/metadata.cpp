#include "core/io/metadata.hpp"

#include <algorithm>
#include <array>
#include <exiv2/exiv2.hpp>
#include <string_view>

namespace penumbra::cli {

struct Tags {
  Exiv2::ExifData exif;
  Exiv2::IptcData iptc;
  Exiv2::XmpData xmp;
};

namespace {

/// Tags of TIFF that say how the pixels are stored in this very file; they belong to no other.
constexpr std::array<std::uint16_t, 47> storage_tags{
    0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x0108, 0x0109, 0x010a, 0x0111,
    0x0115, 0x0116, 0x0117, 0x0118, 0x0119, 0x011c, 0x0120, 0x0121, 0x0122, 0x0123, 0x0124, 0x0125,
    0x013d, 0x0140, 0x0141, 0x0142, 0x0143, 0x0144, 0x0145, 0x014a, 0x014c, 0x014d, 0x014e, 0x0150,
    0x0151, 0x0152, 0x0153, 0x0154, 0x0155, 0x015b, 0x0212, 0x0213, 0x8773, 0x02bc, 0x8649};

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool belongs_to_storage(const Exiv2::Exifdatum& tag) {
  const std::string group = tag.groupName();
  if (group == "Image")
    return std::find(storage_tags.begin(), storage_tags.end(), tag.tag()) != storage_tags.end();
  // Further pages, previews of raw developers, the thumbnail.
  return starts_with(group, "SubImage") || starts_with(group, "SubThumb") || group == "Thumbnail" ||
         (starts_with(group, "Image") && group.size() > 5);
}

void silence() {
  static const bool once = [] {
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    Exiv2::XmpParser::initialize();
    return true;
  }();
  (void)once;
}

auto open(const std::string& file) {
  silence();
  auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(file.data()), file.size());
  image->readMetadata();
  return image;
}

std::string icc_of(Exiv2::Image& image) {
  if (image.iccProfileDefined()) {
#if EXIV2_TEST_VERSION(0, 28, 0)
    const Exiv2::DataBuf& profile = image.iccProfile();
    return {reinterpret_cast<const char*>(profile.c_data()), profile.size()};
#else
    const Exiv2::DataBuf* profile = image.iccProfile();
    return {reinterpret_cast<const char*>(profile->pData_), std::size_t(profile->size_)};
#endif
  }
  const auto found = image.exifData().findKey(Exiv2::ExifKey("Exif.Image.InterColorProfile"));
  if (found == image.exifData().end()) return {};
  std::string bytes(std::size_t(found->size()), '\0');
  found->copy(reinterpret_cast<Exiv2::byte*>(bytes.data()), Exiv2::invalidByteOrder);
  return bytes;
}

std::string text_of(const Exiv2::ExifData& exif, const char* key) {
  const auto found = exif.findKey(Exiv2::ExifKey(key));
  return found == exif.end() ? std::string() : found->toString();
}

int orientation_of(const Exiv2::ExifData& exif) {
  const auto found = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
  if (found == exif.end() || found->count() < 1) return 1;
  const float value = found->toFloat();
  return value >= 1 && value <= 8 ? int(value) : 1;
}

/// The tags of the edited picture.
Tags adapted(const Tags& before, Size size) {
  Tags tags = before;
  tags.exif.erase(std::remove_if(tags.exif.begin(), tags.exif.end(), belongs_to_storage), tags.exif.end());
  const auto correct = [&](const char* key, auto value) {
    const Exiv2::ExifKey name(key);
    if (tags.exif.findKey(name) != tags.exif.end()) tags.exif[key] = value;
  };
  correct("Exif.Image.Orientation", std::uint16_t(1));
  correct("Exif.Photo.PixelXDimension", std::uint32_t(size.width));
  correct("Exif.Photo.PixelYDimension", std::uint32_t(size.height));
  const auto correct_xmp = [&](const char* key, const std::string& value) {
    const auto found = tags.xmp.findKey(Exiv2::XmpKey(key));
    if (found != tags.xmp.end()) found->setValue(value);
  };
  correct_xmp("Xmp.tiff.Orientation", "1");
  correct_xmp("Xmp.tiff.ImageWidth", std::to_string(size.width));
  correct_xmp("Xmp.tiff.ImageLength", std::to_string(size.height));
  correct_xmp("Xmp.exif.PixelXDimension", std::to_string(size.width));
  correct_xmp("Xmp.exif.PixelYDimension", std::to_string(size.height));
  return tags;
}

} // namespace

Metadata read_metadata(const std::string& file) {
  Metadata metadata;
  try {
    const auto image = open(file);
    const Exiv2::ExifData& exif = image->exifData();
    metadata.icc = icc_of(*image);
    metadata.orientation = orientation_of(exif);
    metadata.adobe_rgb = text_of(exif, "Exif.Iop.InteroperabilityIndex") == "R03";
    if (!exif.empty() || !image->iptcData().empty() || !image->xmpData().empty())
      metadata.tags = std::make_shared<const Tags>(Tags{exif, image->iptcData(), image->xmpData()});
  } catch (const std::exception&) { // a format without metadata, or damaged metadata
  }
  return metadata;
}

std::string with_metadata(const std::string& file, const Metadata& metadata, const std::string& icc,
                          Size size, bool& complete) {
  complete = true;
  if (!metadata.tags && icc.empty()) return file;
  try {
    const auto image = open(file);
    if (metadata.tags) {
      const Tags tags = adapted(*metadata.tags, size);
      for (const auto& tag : tags.exif) image->exifData().add(tag);
      image->setIptcData(tags.iptc);
      image->setXmpData(tags.xmp);
    }
    if (!icc.empty()) {
      Exiv2::DataBuf profile(reinterpret_cast<const Exiv2::byte*>(icc.data()), icc.size());
#if EXIV2_TEST_VERSION(0, 28, 0)
      image->setIccProfile(std::move(profile));
#else
      image->setIccProfile(profile);
#endif
    }
    image->writeMetadata();
    Exiv2::BasicIo& io = image->io();
    const auto length = io.size();
    std::string out(std::size_t(length), '\0');
    if (io.open() == 0 &&
        std::size_t(io.read(reinterpret_cast<Exiv2::byte*>(out.data()), length)) == out.size())
      return out;
  } catch (const std::exception&) {
  }
  complete = false;
  return file;
}

} // namespace penumbra::cli
