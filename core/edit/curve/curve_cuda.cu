// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve_cuda.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"

#include <algorithm>
#include <cuda_runtime.h>
#include <string>

namespace penumbra {
namespace {

constexpr std::size_t band_bytes = 32u << 20;

/// The rows of the picture that are on the card, and where they belong.
struct Band {
  float* pixels;
  int rows, channels, first_row;
  bool linear;
  Size full;
};

__global__ void bend_band(const Band band, const curve_math::Layer* layers, int count) {
  const int x = int(blockIdx.x * blockDim.x + threadIdx.x), y = int(blockIdx.y * blockDim.y + threadIdx.y);
  if (x >= band.full.width || y >= band.rows) return;
  float* const pixel = band.pixels + ((long long)y * band.full.width + x) * band.channels;
  const int colours = band.channels >= 3 ? 3 : 1;
  float colour[3];
  for (int c = 0; c < colours; ++c) colour[c] = band.linear ? linear_to_srgb(pixel[c]) : pixel[c];
  curve_math::bend_pixel(layers, count, x, band.first_row + y, band.full, colour, colours);
  for (int c = 0; c < colours; ++c) pixel[c] = band.linear ? srgb_to_linear(colour[c]) : colour[c];
}

void check(cudaError_t state) {
  if (state != cudaSuccess)
    throw Error(std::string("The graphics card failed: ") + cudaGetErrorString(state) + ".");
}

/// Memory of the card.
template <class T> class Buffer {
 public:
  explicit Buffer(std::size_t count) { check(cudaMalloc(&data_, count * sizeof(T))); }
  ~Buffer() { cudaFree(data_); }
  Buffer(const Buffer&) = delete;
  T* data() const { return static_cast<T*>(data_); }

 private:
  void* data_ = nullptr;
};

} // namespace

std::string find_cuda_device(std::string& reason) {
  int count = 0;
  cudaDeviceProp properties{};
  cudaFuncAttributes kernel{};
  cudaError_t state = cudaGetDeviceCount(&count);
  if (state == cudaSuccess && count < 1) state = cudaErrorNoDevice;
  if (state == cudaSuccess) state = cudaGetDeviceProperties(&properties, 0);
  if (state == cudaSuccess) state = cudaFuncGetAttributes(&kernel, bend_band); // too old a card?
  if (state == cudaSuccess) return properties.name;
  reason = cudaGetErrorString(state);
  return {};
}

void bend_on_cuda(const std::vector<curve_math::Layer>& layers, const Image& photo, Image& result,
                  Progress& progress) {
  std::size_t values = 0;
  const auto size_of = [](const curve_math::Layer& layer) {
    return std::size_t(layer.width) * std::size_t(layer.height) * std::size_t(2 * layer.heads);
  };
  for (const curve_math::Layer& layer : layers) values += size_of(layer);
  const Buffer<float> coefficients(values);
  std::vector<curve_math::Layer> on_card = layers;
  std::size_t offset = 0;
  for (curve_math::Layer& layer : on_card) {
    float* const place = coefficients.data() + offset;
    check(cudaMemcpy(place, layer.coefficients, size_of(layer) * sizeof(float), cudaMemcpyHostToDevice));
    layer.coefficients = place;
    offset += size_of(layer);
  }
  const Buffer<curve_math::Layer> list(on_card.size());
  check(cudaMemcpy(list.data(), on_card.data(), on_card.size() * sizeof(curve_math::Layer),
                   cudaMemcpyHostToDevice));

  const std::size_t row_bytes = std::size_t(photo.width) * std::size_t(photo.channels) * sizeof(float);
  const int rows = int(std::clamp<std::size_t>(band_bytes / row_bytes, 1, std::size_t(photo.height)));
  const Buffer<char> pixels(row_bytes * std::size_t(rows));
  const dim3 block(32, 8);
  for (int y = 0; y < photo.height; y += rows) {
    progress.step(double(y) / photo.height, "Rendering");
    const int n = std::min(rows, photo.height - y);
    const Band band{reinterpret_cast<float*>(pixels.data()),
                    n,
                    photo.channels,
                    y,
                    photo.encoding == Encoding::linear,
                    {photo.width, photo.height}};
    check(cudaMemcpy(band.pixels, photo.row(y), row_bytes * std::size_t(n), cudaMemcpyHostToDevice));
    const dim3 grid((unsigned(photo.width) + block.x - 1) / block.x, (unsigned(n) + block.y - 1) / block.y);
    bend_band<<<grid, block>>>(band, list.data(), int(on_card.size()));
    check(cudaGetLastError());
    check(cudaMemcpy(result.row(y), band.pixels, row_bytes * std::size_t(n), cudaMemcpyDeviceToHost));
  }
  progress.step(1.0, "Rendering");
}

} // namespace penumbra
