// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/radiance_file.hpp"

#include "core/io/codec_parts.hpp"

#include <cmath>
#include <locale>
#include <sstream>

namespace penumbra::cli {
namespace {

template <std::size_t N> std::optional<std::array<double, N>> numbers(const std::string& text) {
  std::istringstream words(text);
  words.imbue(std::locale::classic());
  std::array<double, N> out{};
  for (double& v : out) words >> v;
  if (!words) return std::nullopt;
  return out;
}

void multiply(std::array<double, 3>& gain, const std::array<double, 3>& by) {
  for (std::size_t c = 0; c < 3; ++c)
    if (by[c] > 0 && std::isfinite(by[c])) gain[c] *= by[c];
}

} // namespace

int RadianceHeader::orientation() const {
  if (!columns) return from_bottom ? (from_right ? 3 : 4) : from_right ? 2 : 1;
  return from_bottom ? (from_right ? 7 : 8) : from_right ? 6 : 5;
}

RadianceHeader take_radiance_header(std::string& bytes, const std::string& path) {
  RadianceHeader header;
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = bytes.find('\n', at);
    if (end == std::string::npos) damaged(path);
    const std::string line = bytes.substr(at, end - at);
    if (line.rfind("EXPOSURE=", 0) == 0) { // each line multiplies, in both kinds
      const auto value = numbers<1>(line.substr(9));
      if (value) multiply(header.gain, {(*value)[0], (*value)[0], (*value)[0]});
    } else if (line.rfind("COLORCORR=", 0) == 0) {
      if (const auto values = numbers<3>(line.substr(10))) multiply(header.gain, *values);
    } else if (line.rfind("FORMAT=", 0) == 0) {
      header.xyz = line.find("xyze") != std::string::npos;
    } else if (line.rfind("PRIMARIES=", 0) == 0) {
      if (const auto v = numbers<8>(line.substr(10)))
        header.primaries =
            Primaries{{(*v)[0], (*v)[1]}, {(*v)[2], (*v)[3]}, {(*v)[4], (*v)[5]}, {(*v)[6], (*v)[7]}};
    }
    at = end + 1;
    if (line.empty()) break;
  }
  // "-Y 24 +X 32" and seven others
  const std::size_t end = bytes.find('\n', at);
  if (end == std::string::npos || end - at > 100) damaged(path);
  std::string line = bytes.substr(at, end - at);
  const std::size_t second = line.find_first_of("+-", 1);
  if (second == std::string::npos || second + 1 >= line.size() || line.size() < 2) damaged(path);
  for (const std::size_t i : {std::size_t(0), second}) {
    const char sign = line[i], axis = line[i + 1];
    if ((sign != '+' && sign != '-') || (axis != 'X' && axis != 'Y')) damaged(path);
    if (axis == 'X') header.from_right = sign == '-';
    if (axis == 'Y') header.from_bottom = sign == '+';
  }
  header.columns = line[1] == 'X';
  line[0] = '-', line[1] = 'Y', line[second] = '+', line[second + 1] = 'X';
  bytes.replace(at, end - at, line);
  return header;
}

} // namespace penumbra::cli
