#pragma once

#include "core/image/image.hpp"

#include <memory>
#include <string>

namespace penumbra::cli {

struct Tags; ///< Exif, IPTC and XMP as exiv2 holds them

/// What a picture file says about its picture.
struct Metadata {
  std::shared_ptr<const Tags> tags; ///< null where there is nothing
  std::string icc;                  ///< the embedded colour profile; empty: none
  int orientation = 1;              ///< Exif 1…8: how the stored pixels must be turned to stand upright
  bool adobe_rgb = false;           ///< marked as Adobe RGB in Exif alone, as cameras do (DCF, "R03")
};

/// Reads what exiv2 finds. Formats that hold no metadata, and metadata that is damaged, give none.
Metadata read_metadata(const std::string& file);

/// `file` (the bytes of a picture as encoded) with the metadata of another picture, for pixels that stand
/// upright and have `size`; `icc` is the profile to embed, which may be empty. What describes the other
/// file's storage is left out, and so are its thumbnail and previews, which show the picture before it was
/// edited. `complete` becomes false where the format cannot hold what there is; the file is then as it was.
std::string with_metadata(const std::string& file, const Metadata& metadata, const std::string& icc,
                          Size size, bool& complete);

} // namespace penumbra::cli
