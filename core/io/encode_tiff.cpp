// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"
#include "core/io/tiff_file.hpp"

#include <algorithm>
#include <cstring>

namespace penumbra::cli {

std::string encode_tiff(const Image& image, int bits, const Attached& attached) {
  std::string bytes;
  TiffMemory file{&bytes, &bytes};
  const std::uint64_t size = image.pixels.size() * std::uint64_t(bits / 8);
  {
    const Tiff tiff = open_tiff(file, size > 3'900'000'000u ? "w8m" : "wm"); // plain TIFF ends at 4 GB
    const auto fail = [] { throw Error("The TIFF cannot be made."); };
    if (!tiff) fail();
    const auto set = [&](std::uint32_t tag, auto... values) { TIFFSetField(tiff.get(), tag, values...); };
    set(TIFFTAG_IMAGEWIDTH, std::uint32_t(image.width));
    set(TIFFTAG_IMAGELENGTH, std::uint32_t(image.height));
    set(TIFFTAG_SAMPLESPERPIXEL, image.channels);
    set(TIFFTAG_BITSPERSAMPLE, bits);
    set(TIFFTAG_SAMPLEFORMAT, bits == 32 ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
    set(TIFFTAG_PHOTOMETRIC, image.colour_channels() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
    set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    set(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    set(TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    set(TIFFTAG_PREDICTOR, bits == 32 ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
    if (image.has_alpha()) {
      const std::uint16_t straight = EXTRASAMPLE_UNASSALPHA;
      set(TIFFTAG_EXTRASAMPLES, 1, &straight);
    }
    if (!attached.icc.empty())
      set(TIFFTAG_ICCPROFILE, std::uint32_t(attached.icc.size()), attached.icc.data());
    if (attached.resolution.x > 0) {
      set(TIFFTAG_XRESOLUTION, attached.resolution.x);
      set(TIFFTAG_YRESOLUTION, attached.resolution.y);
      set(TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    }
    const std::size_t row_samples = std::size_t(image.width) * std::size_t(image.channels);
    const std::uint64_t row_bytes = row_samples * std::uint64_t(bits / 8);
    set(TIFFTAG_ROWSPERSTRIP,
        std::uint32_t(std::clamp<std::uint64_t>((1u << 18) / row_bytes, 1, std::uint64_t(image.height))));

    std::vector<unsigned char> row(row_bytes);
    for (int y = 0; y < image.height; ++y) {
      if (bits == 32)
        std::memcpy(row.data(), image.row(y), row_bytes);
      else if (bits == 16)
        quantise(image.row(y), row_samples, reinterpret_cast<std::uint16_t*>(row.data()));
      else
        quantise(image.row(y), row_samples, row.data());
      if (TIFFWriteScanline(tiff.get(), row.data(), std::uint32_t(y)) != 1) fail();
    }
    if (!TIFFFlush(tiff.get())) fail();
  }
  return bytes;
}

} // namespace penumbra::cli
