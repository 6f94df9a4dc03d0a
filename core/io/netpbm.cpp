// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/netpbm.hpp"

#include "core/io/codec_parts.hpp"

#include <bit>
#include <cctype>
#include <cmath>
#include <locale>
#include <sstream>

namespace penumbra::cli {
namespace {

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c));
}

/// The words of a header, between blanks and comments.
class Words {
 public:
  Words(const std::string& bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  std::string next() {
    skip();
    std::string word;
    while (at_ < bytes_.size() && !is_blank(bytes_[at_]) && word.size() < 64) word += bytes_[at_++];
    return word;
  }
  /// 0 where the next word is no number.
  double number() {
    std::istringstream word(next());
    word.imbue(std::locale::classic());
    double value = 0;
    return word >> value ? value : 0;
  }
  void skip() {
    while (at_ < bytes_.size() && (is_blank(bytes_[at_]) || bytes_[at_] == '#'))
      at_ = bytes_[at_] == '#' ? std::min(bytes_.find('\n', at_), bytes_.size()) : at_ + 1;
  }
  std::size_t at() const { return at_; }

 private:
  const std::string& bytes_;
  std::size_t at_;
};

} // namespace

PnmHeader pnm_header(const std::string& bytes, const std::string& path) {
  const char kind = bytes[1];
  Words words(bytes, 2);
  const double width = words.number(), height = words.number();
  PnmHeader header;
  if (kind == '1' || kind == '4') {
    const double raster = std::ceil(width / 8) * height;
    header.more = kind == '4' && double(bytes.size() - words.at()) > raster + 3 &&
                  bytes.compare(words.at() + 1 + std::size_t(raster), 2, "P4") == 0;
    return header;
  }
  const double top = words.number();
  if (kind == 'F' || kind == 'f') {
    if (top == 0) damaged(path);
    return {float(std::fabs(top)), 32, false};
  }
  if (!(top >= 1 && top <= 65535)) damaged(path);
  header.top = float(top);
  header.bits = top > 255 ? 16 : 8;
  if (kind == '5' || kind == '6') {
    const double raster = width * height * (kind == '6' ? 3 : 1) * (header.bits / 8);
    header.more = double(bytes.size() - words.at()) > raster + 3 &&
                  bytes.compare(words.at() + 1 + std::size_t(raster), 2, bytes, 0, 2) == 0;
  }
  return header;
}

std::string packed_pbm(const std::string& bytes, const std::string& path) {
  Words words(bytes, 2);
  const double width = words.number(), height = words.number();
  if (!(width >= 1 && height >= 1 && width * height <= double(bytes.size()))) damaged(path);
  std::string out =
      "P4\n" + std::to_string(std::size_t(width)) + " " + std::to_string(std::size_t(height)) + "\n";
  const std::size_t start = out.size(), row = (std::size_t(width) + 7) / 8;
  out.resize(start + row * std::size_t(height));
  std::size_t at = words.at();
  for (std::size_t y = 0; y < std::size_t(height); ++y)
    for (std::size_t x = 0; x < std::size_t(width); ++x) {
      Words digits(bytes, at);
      digits.skip();
      at = digits.at();
      if (at >= bytes.size() || (bytes[at] != '0' && bytes[at] != '1')) damaged(path);
      if (bytes[at++] == '1') out[start + y * row + x / 8] |= char(0x80 >> x % 8);
    }
  return out;
}

Decoded decode_pam(const std::string& bytes, const std::string& path) {
  std::uint64_t width = 0, height = 0, depth = 0, top = 0;
  std::string kind;
  std::istringstream header(bytes.substr(0, 4096));
  bool ended = false;
  for (std::string line; !ended && std::getline(header, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "WIDTH") words >> width;
    if (key == "HEIGHT") words >> height;
    if (key == "DEPTH") words >> depth;
    if (key == "MAXVAL") words >> top;
    if (key == "TUPLTYPE") words >> kind;
    ended = key == "ENDHDR";
  }
  if (!ended || !width || !height || !depth || !top || top > 65535) damaged(path);
  if (depth > 4)
    unreadable(path, "it has " + std::to_string(depth) + " channels; grey, RGB and RGBA are known");
  const std::size_t sample = top > 255 ? 2 : 1;
  check_size({width, height, int(depth), int(sample * 8), 1}, bytes.size(), path);
  Decoded decoded;
  decoded.format = "PAM";
  decoded.bits = int(sample * 8);
  decoded.image = Image(int(width), int(height), int(depth));
  const auto at = std::size_t(header.tellg());
  if (bytes.size() < at || bytes.size() - at < decoded.image.pixels.size() * sample) damaged(path);
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data()) + at;
  for (float& v : decoded.image.pixels) {
    v = float(sample == 2 ? from[0] << 8 | from[1] : from[0]) / float(top);
    from += sample;
  }
  return decoded;
}

std::string encode_pfm(const Image& image) {
  std::string out = (image.channels == 3 ? "PF\n" : "Pf\n") + std::to_string(image.width) + " " +
                    std::to_string(image.height) + "\n" +
                    (std::endian::native == std::endian::little ? "-1.0\n" : "1.0\n");
  const std::size_t row = sizeof(float) * std::size_t(image.width) * std::size_t(image.channels);
  out.reserve(out.size() + row * std::size_t(image.height));
  for (int y = image.height - 1; y >= 0; --y) out.append(reinterpret_cast<const char*>(image.row(y)), row);
  return out;
}

} // namespace penumbra::cli
