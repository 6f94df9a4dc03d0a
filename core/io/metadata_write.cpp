// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/io/exiv2_parts.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <webp/mux.h>

namespace penumbra::cli {
namespace {

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
  const auto image = open_by_exiv2(file);
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

void attach_tags(const Metadata& metadata, Attached& attached) {
  if (!metadata.tags) return;
  attempt([&] { attached.exif = encoded_exif(metadata.tags->exif); });
  attempt([&] { attached.xmp = encoded_xmp(metadata.tags->xmp); });
}

std::string with_tags(const std::string& file, const Metadata& metadata, const Written& written,
                      Notes& notes) {
  if (!metadata.tags) return file;
  silence_exiv2();
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
