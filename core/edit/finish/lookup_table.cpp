// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/lookup_table.hpp"

#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/image/parallel.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace penumbra {
namespace {

constexpr int max_solid = 256, max_curve = 65536;

[[noreturn]] void wrong(const std::string& why) {
  throw Error("The look-up table cannot be read: " + why + ".");
}

/// The words of a line, without a comment.
std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  std::vector<std::string_view> words;
  line = line.substr(0, line.find('#'));
  for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos;
       at = line.find_first_not_of(blanks, at)) {
    const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

float number(std::string_view word) { // in every locale with a point
  if (word.starts_with('+')) word.remove_prefix(1);
  float value = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (problem != std::errc() || end != word.data() + word.size() || !std::isfinite(value))
    wrong("\"" + std::string(word.substr(0, 40)) + "\" is no number");
  return value;
}

std::array<float, 3> three(const std::vector<std::string_view>& words, std::size_t from) {
  if (words.size() != from + 3) wrong("a line holds other than three numbers");
  return {number(words[from]), number(words[from + 1]), number(words[from + 2])};
}

class Reader {
 public:
  explicit Reader(const std::string& text) : bytes_(text.size()) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      const auto words = words_of(line);
      if (!words.empty()) take(words);
    }
    if (table_.points == 0) wrong("it does not say LUT_3D_SIZE or LUT_1D_SIZE");
    if (table_.values.size() != wanted())
      wrong("it holds " + std::to_string(table_.values.size() / 3) + " colours, not the " +
            std::to_string(wanted() / 3) + " of its size");
    for (std::size_t c = 0; c < 3; ++c)
      if (!(table_.low[c] < table_.high[c])) wrong("its domain is empty");
  }
  LookupTable table() && { return std::move(table_); }

 private:
  std::size_t wanted() const {
    const auto n = std::size_t(table_.points);
    return 3 * (table_.solid ? n * n * n : n);
  }

  void take(const std::vector<std::string_view>& words) {
    const std::string_view key = words[0];
    if (key == "LUT_3D_SIZE" || key == "LUT_1D_SIZE")
      size(words);
    else if (key == "DOMAIN_MIN")
      table_.low = three(words, 1);
    else if (key == "DOMAIN_MAX")
      table_.high = three(words, 1);
    else if (key == "LUT_3D_INPUT_RANGE" || key == "LUT_1D_INPUT_RANGE") // DaVinci Resolve's way to say it
      range(words);
    else if ((key[0] >= 'A' && key[0] <= 'Z') || (key[0] >= 'a' && key[0] <= 'z'))
      return; // TITLE, and what other programs add
    else
      colour(words);
  }

  void size(const std::vector<std::string_view>& words) {
    if (table_.points) wrong("it holds two tables, one behind the other");
    table_.solid = words[0] == "LUT_3D_SIZE";
    const float points = words.size() == 2 ? number(words[1]) : 0;
    const int max = table_.solid ? max_solid : max_curve;
    if (!(points >= 2 && points <= float(max)) || points != std::floor(points))
      wrong("its size is none from 2 to " + std::to_string(max));
    table_.points = int(points);
    constexpr std::size_t min_line = 6; // "0 0 0\n"
    if (wanted() / 3 * min_line > bytes_ + min_line) wrong("it is cut short");
    table_.values.reserve(wanted());
  }

  void range(const std::vector<std::string_view>& words) {
    if (words.size() != 3) wrong("its input range is none");
    table_.low.fill(number(words[1]));
    table_.high.fill(number(words[2]));
  }

  void colour(const std::vector<std::string_view>& words) {
    if (table_.points == 0) wrong("colours stand before its size");
    if (table_.values.size() == wanted()) wrong("it holds more colours than its size says");
    const auto rgb = three(words, 0);
    table_.values.insert(table_.values.end(), rgb.begin(), rgb.end());
  }

  std::size_t bytes_;
  LookupTable table_;
};

/// One colour through the table, in place.
class Lookup {
 public:
  explicit Lookup(const LookupTable& table) : table_(table), n_(std::size_t(table.points)) {}

  void operator()(float* rgb) const {
    std::array<std::size_t, 3> cell;
    std::array<float, 3> part;
    for (std::size_t c = 0; c < 3; ++c) {
      const float place = (rgb[c] - table_.low[c]) / (table_.high[c] - table_.low[c]);
      const float scaled = std::clamp(place > 0 ? place : 0.0f, 0.0f, 1.0f) * float(n_ - 1); // NaN is not > 0
      cell[c] = std::min(std::size_t(scaled), n_ - 2);
      part[c] = scaled - float(cell[c]);
    }
    table_.solid ? solid(cell, part, rgb) : curve(cell, part, rgb);
  }

 private:
  void curve(const std::array<std::size_t, 3>& cell, const std::array<float, 3>& part, float* rgb) const {
    for (std::size_t c = 0; c < 3; ++c) {
      const float a = table_.values[cell[c] * 3 + c], b = table_.values[cell[c] * 3 + 3 + c];
      rgb[c] = a + (b - a) * part[c];
    }
  }

  /// From the dark corner of the cell to its light one, along the axes in the order in which the colour has gone
  /// furthest on them: the tetrahedron that holds it.
  void solid(const std::array<std::size_t, 3>& cell, const std::array<float, 3>& part, float* rgb) const {
    const std::array<std::size_t, 3> steps{3, 3 * n_, 3 * n_ * n_};
    std::array<std::size_t, 3> order{0, 1, 2};
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return part[a] > part[b]; });
    std::size_t at = cell[0] * steps[0] + cell[1] * steps[1] + cell[2] * steps[2];
    std::array<float, 3> out;
    for (std::size_t c = 0; c < 3; ++c) out[c] = table_.values[at + c] * (1 - part[order[0]]);
    for (std::size_t k = 0; k < 3; ++k) {
      at += steps[order[k]];
      const float weight = part[order[k]] - (k < 2 ? part[order[k + 1]] : 0.0f);
      for (std::size_t c = 0; c < 3; ++c) out[c] += table_.values[at + c] * weight;
    }
    std::copy(out.begin(), out.end(), rgb);
  }

  const LookupTable& table_;
  std::size_t n_;
};

} // namespace

bool is_cube_name(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return extension == ".cube";
}

LookupTable lookup_table_from_cube(const std::string& text) {
  return Reader(text).table();
}

LookupTable read_cube(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  if (in) text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  if (!in || in.bad()) throw Error("The look-up table \"" + path + "\" cannot be opened.");
  try {
    return lookup_table_from_cube(text);
  } catch (const Error& problem) {
    throw Error("\"" + path + "\": " + problem.what());
  }
}

Image applied(const LookupTable& table, const Image& image) {
  const Image encoded = convert(image, Encoding::srgb);
  const int colours = image.colour_channels();
  Image out(image.width, image.height, image.has_alpha() ? 4 : 3, Encoding::srgb);
  const Lookup look(table);
  parallel_for(image.height, 0, [&](int y) {
    const float* from = encoded.row(y);
    float* to = out.row(y);
    for (int x = 0; x < image.width; ++x, from += image.channels, to += out.channels) {
      for (int c = 0; c < 3; ++c) to[c] = from[colours == 3 ? c : 0];
      look(to);
      if (out.channels == 4) to[3] = from[colours];
    }
  });
  return out;
}

} // namespace penumbra
