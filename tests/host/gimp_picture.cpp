// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/host/gimp_picture.hpp"

#include "core/image/half.hpp"

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace penumbra::test {
namespace {

template <class T> void scale(const std::string& bytes, double max, Floats& to) {
  to.resize(bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < to.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    to[i] = float(double(value) / max);
  }
}

Floats decode(const std::string& bytes, Precision precision) {
  Floats out;
  switch (int(precision) / 100) {
  case 1:
    scale<std::uint8_t>(bytes, 255.0, out);
    break;
  case 2:
    scale<std::uint16_t>(bytes, 65535.0, out);
    break;
  case 3:
    scale<std::uint32_t>(bytes, 4294967295.0, out);
    break;
  case 5:
    out.resize(bytes.size() / 2);
    for (std::size_t i = 0; i < out.size(); ++i) {
      std::uint16_t half;
      std::memcpy(&half, bytes.data() + 2 * i, 2);
      out[i] = from_half(half);
    }
    break;
  case 6:
    scale<float>(bytes, 1.0, out);
    break;
  default:
    scale<double>(bytes, 1.0, out);
  }
  return out;
}

std::string number(int value) {
  return std::to_string(value);
}

} // namespace

bool is_linear(Precision precision) {
  return int(precision) % 100 == 0;
}

double rounding(Precision precision) {
  switch (int(precision) / 100) {
  case 1:
    return 0.5 / 255 + 2e-5;
  case 2:
    return 0.5 / 65535 + 2e-5;
  case 5:
    return 0.25e-3 + 2e-5;
  default:
    return 2e-5;
  }
}

Values test_picture(int width, int height, int channels) {
  Values out{width, height, channels, {}};
  out.values.resize(std::size_t(width) * height * channels);
  const int colours = channels >= 3 ? 3 : 1;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c) {
        const int step = c < colours ? (x + c * width / 3) % width : y;
        const int last = c < colours ? width - 1 : height - 1;
        out.values[(std::size_t(y) * width + x) * channels + c] = float(step) / float(last);
      }
  return out;
}

Photo make_photo(GimpSession& gimp, const Values& values, Precision precision, const std::string& profile) {
  const bool grey = values.channels < 3, alpha = values.channels % 2 == 0;
  const std::string size = number(values.width) + " " + number(values.height);
  const std::string type = std::string(grey ? "GRAY" : "RGB") + (alpha ? "A" : "") + "-IMAGE";
  Photo photo;
  photo.precision = precision;
  photo.channels = values.channels;
  photo.image = gimp.eval_int("(car (gimp-image-new-with-precision " + size + (grey ? " GRAY " : " RGB ") +
                              number(int(precision)) + "))");
  const std::string image = number(photo.image);
  if (!profile.empty()) gimp.eval("(penumbra-probe-profile " + image + " " + quoted(profile) + ")");
  photo.layer = gimp.eval_int("(car (gimp-layer-new " + image + " " + size + " " + type +
                              " \"photo\" 100 LAYER-MODE-NORMAL))");
  gimp.eval("(gimp-image-insert-layer " + image + " " + number(photo.layer) + " 0 0)");
  const std::string file = gimp.file("fill.raw");
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.values.data()),
             std::streamsize(values.values.size() * sizeof(float)));
  gimp.eval("(penumbra-probe-fill " + number(photo.layer) + " " + quoted(file) + ")");
  return photo;
}

std::string bytes_of(GimpSession& gimp, int layer) {
  const std::string file = gimp.file("dump.raw");
  gimp.eval("(penumbra-probe-dump " + number(layer) + " " + quoted(file) + ")");
  return contents(file);
}

Values values_of(GimpSession& gimp, const Photo& photo, int layer) {
  Values out;
  out.width = gimp.eval_int("(car (gimp-drawable-width " + number(layer) + "))");
  out.height = gimp.eval_int("(car (gimp-drawable-height " + number(layer) + "))");
  out.channels = photo.channels;
  out.values = decode(bytes_of(gimp, layer), photo.precision);
  if (out.values.size() != std::size_t(out.width) * out.height * out.channels)
    throw std::runtime_error("a dump of unexpected size");
  return out;
}

std::string enhance(int image, int drawable, const Arguments& arguments, int run_mode) {
  std::ostringstream call;
  call << "(plug-in-penumbra-auto-enhance-low-light " << run_mode << " " << image << " " << drawable << " "
       << quoted(arguments.method) << " " << arguments.steps << " " << arguments.step << " "
       << arguments.strength << " " << arguments.output << ")";
  return call.str();
}

std::vector<int> layers_of(GimpSession& gimp, int image) {
  std::istringstream text(gimp.eval("(let ((all (gimp-image-get-layers " + number(image) +
                                    "))) (for-each (lambda (l) (display l) (display \" \")) "
                                    "(vector->list (cadr all))) (display \"\") \"\")"));
  std::vector<int> layers;
  for (int layer; text >> layer;) layers.push_back(layer);
  return layers;
}

std::string name_of(GimpSession& gimp, int item) {
  return gimp.eval_text("(car (gimp-item-get-name " + number(item) + "))");
}

} // namespace penumbra::test
