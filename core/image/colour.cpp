#include "core/image/colour.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace penumbra {
namespace {

/// A function of a positive float, tabulated: each binary octave between 2^lowest and 2^16 is cut into equal
/// pieces with linear interpolation inside. Below 2^lowest both transfer curves are straight lines; above,
/// the exact function serves.
class OctaveTable {
 public:
  template <class F> OctaveTable(F exact, int lowest_exponent) : lowest_(lowest_exponent) {
    const int octaves = 16 - lowest_;
    values_.resize(std::size_t(octaves) * pieces + 1);
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = exact(std::bit_cast<float>(first_bits() + (std::uint32_t(i) << shift)));
  }
  bool covers(float magnitude) const {
    const auto bits = std::bit_cast<std::uint32_t>(magnitude);
    return bits >= first_bits() && bits < last_bits();
  }
  float operator()(float magnitude) const {
    const std::uint32_t offset = std::bit_cast<std::uint32_t>(magnitude) - first_bits();
    const std::uint32_t i = offset >> shift;
    const float t = float(offset & ((1u << shift) - 1)) * (1.0f / float(1u << shift));
    return values_[i] + t * (values_[i + 1] - values_[i]);
  }

 private:
  static constexpr int log2_pieces = 9, pieces = 1 << log2_pieces, shift = 23 - log2_pieces;
  std::uint32_t first_bits() const { return std::uint32_t(127 + lowest_) << 23; }
  static std::uint32_t last_bits() { return std::uint32_t(127 + 16) << 23; }
  int lowest_;
  std::vector<float> values_;
};

template <float (*exact)(float)>
void convert_row(const OctaveTable& table, float* pixels, std::size_t count, int stride, int channels) {
  for (std::size_t i = 0; i < count; ++i, pixels += stride)
    for (int c = 0; c < channels; ++c) {
      const float v = pixels[c], a = std::fabs(v);
      pixels[c] = table.covers(a) ? std::copysign(table(a), v) : exact(v);
    }
}

} // namespace

void srgb_to_linear_row(float* pixels, std::size_t count, int stride, int channels) {
  static const OctaveTable table(srgb_to_linear, -4); // 2^-4 = 0.0625 > 0.04045; below, the exact function
  convert_row<srgb_to_linear>(table, pixels, count, stride, channels);
}

void linear_to_srgb_row(float* pixels, std::size_t count, int stride, int channels) {
  static const OctaveTable table(linear_to_srgb, -8); // 2^-8 = 0.0039 > 0.0031308
  convert_row<linear_to_srgb>(table, pixels, count, stride, channels);
}

} // namespace penumbra
