// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/metadata.hpp"

#include <exiv2/exiv2.hpp>
#include <string>

// Which tags are no longer true of a picture that was edited and stored anew.

namespace penumbra::cli {

struct Tags {
  Exiv2::ExifData exif;
  Exiv2::IptcData iptc;
  Exiv2::XmpData xmp;

  bool empty() const { return exif.empty() && iptc.empty() && xmp.empty(); }
};

/// How the other file stored its pixels: in tags of TIFF, of further pages, in XMP's copies of them.
bool belongs_to_storage(const Exiv2::Exifdatum& tag);
bool belongs_to_storage(const Exiv2::Xmpdatum& tag);

/// A preview in a camera's own tags, or where it was.
bool belongs_to_preview(const Exiv2::Exifdatum& tag);

/// The picture in another form, as it was before the edit; `what`: a note for people.
bool belongs_to_document(const Exiv2::Exifdatum& tag, std::string& what);

/// Whether `tag` is about something that is gone; `what`: a note for people where they may miss it.
bool belongs_to_companion(const Exiv2::Xmpdatum& tag, std::string& what);

} // namespace penumbra::cli
