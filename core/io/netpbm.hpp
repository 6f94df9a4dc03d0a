// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/codec.hpp"

#include <string>

// Netpbm's formats: PAM ("P7"), which libvips does not read, and what it does not tell of the others, PFM among
// them.

namespace penumbra::cli {

struct PnmHeader {
  float top = 255; ///< the largest sample; of PFM what samples are multiplied by
  int bits = 8;
  bool more = false; ///< further pictures follow
};

/// Throws Error that names `path`.
PnmHeader pnm_header(const std::string& bytes, const std::string& path);

/// Plain PBM ("P1"), whose digits need no blanks between them, as raw PBM ("P4"), which libvips reads rightly.
std::string packed_pbm(const std::string& bytes, const std::string& path);

Decoded decode_pam(const std::string& bytes, const std::string& path);

/// Rows from the bottom up (libvips' own writer has no way into memory).
std::string encode_pfm(const Image& image);

} // namespace penumbra::cli
