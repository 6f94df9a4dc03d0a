// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/edit/curve/curve_math.hpp"
#include "core/edit/curve/curve_stage.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;
using Device = RenderOptions::Device;

namespace {

std::vector<EditStep> episode() {
  std::vector<EditStep> steps;
  for (unsigned i = 0; i < 6; ++i) steps.push_back(make_curve_step(waves(30, 22, i % 2 ? 3 : 1, i)));
  return steps;
}

Image render_on(Device device, const Image& photo) {
  RenderOptions options;
  options.device = device;
  Progress silent;
  return render(episode(), photo, silent, options);
}

void skip_without_device() {
  if (const CudaDevice device = cuda_device(); device.name.empty())
    GTEST_SKIP() << "no graphics card: " << device.reason;
}

} // namespace

TEST(Device, is_named_or_its_absence_explained) {
  EXPECT_NE(cuda_device().name.empty(), cuda_device().reason.empty());
}

TEST(Device, asked_for_and_absent_is_a_clear_error) {
  if (!cuda_device().name.empty()) GTEST_SKIP() << "there is a card: " << cuda_device().name;
  try {
    render_on(Device::cuda, photo(40, 30, 3));
    FAIL() << "rendered on a card that is not there";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(cuda_device().reason), std::string::npos) << error.what();
  }
}

TEST(Device, automatic_gives_what_the_cpu_gives) {
  // Large enough for a card to be tried. Stated tolerance: 1e-5; without a card, the same bits.
  const Image in = photo(2500, 1700, 3);
  const Image automatic = render_on(Device::automatic, in), cpu = render_on(Device::cpu, in);
  EXPECT_LE(largest_difference(automatic.pixels, cpu.pixels), cuda_device().name.empty() ? 0.0f : 1e-5f);
}

TEST(DeviceGpu, agrees_with_the_cpu) {
  skip_without_device();
  if (IsSkipped()) return;
  for (const Encoding encoding : {Encoding::srgb, Encoding::linear})
    for (int channels = 1; channels <= 4; ++channels) {
      Image in = photo(1531, 1021, channels, 3, encoding);
      in.pixels[0] = not_a_number, in.pixels[40] = infinity, in.pixels[80] = -0.3f, in.pixels[120] = 1.7f;
      const Image cuda = render_on(Device::cuda, in), cpu = render_on(Device::cpu, in);
      EXPECT_LE(largest_difference(cuda.pixels, cpu.pixels), 1e-5f) << channels << " channels";
      EXPECT_TRUE(std::isnan(cuda.pixels[0]));
    }
}

TEST(DeviceGpu, stops_when_cancelled) {
  skip_without_device();
  if (IsSkipped()) return;
  struct Impatient : Progress {
    bool cancelled() override { return true; }
  } impatient;
  RenderOptions options;
  options.device = Device::cuda;
  EXPECT_THROW(render(episode(), photo(500, 400, 3), impatient, options), Cancelled);
}
