// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/niqe.hpp"

#include "core/error.hpp"
#include "core/model/safetensors.hpp"
#include "tests/metric/pictures.hpp"
#include "tests/temporary_folder.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra::metric {
namespace {

/// A model by formula: no photograph was measured for it, but every line of the computation counts.
NiqeModel made_up_model() {
  NiqeModel model;
  double kernel[7], sum = 0;
  for (int i = 0; i < 7; ++i) sum += kernel[i] = std::exp(-0.5 * std::pow((i - 3) / (7.0 / 6), 2));
  for (int y = 0; y < 7; ++y)
    for (int x = 0; x < 7; ++x) model.window.push_back(kernel[y] / sum * kernel[x] / sum);
  for (int i = 0; i < 36; ++i) model.mean.push_back(0.1 * (i + 1));
  for (int i = 0; i < 36 * 36; ++i) model.covariance.push_back(i % 37 == 0 ? 1.0 : 0.0);
  return model;
}

int texture(int x, int y, int c) {
  return (x * x * 7 + y * y * 13 + x * y * 3 + 37 * c) % 251;
}

TEST(Niqe, AgreesWithAnIndependentProgram) {
  EXPECT_NEAR(niqe(picture(300, 200, texture), made_up_model()), 20.85414222479044, 1e-6);
}

TEST(Niqe, LeavesFlatBlocksOut) {
  const Image image = picture(300, 200, [](int x, int y, int c) {
    return x < 96 && y < 96 ? 17 : texture(x, y, c) / 4 + (x + y) / 4;
  });
  EXPECT_NEAR(niqe(image, made_up_model()), 19.777813347632858, 1e-6);
}

TEST(Niqe, RefusesPicturesWithoutEnoughTexture) {
  EXPECT_THROW(niqe(picture(300, 191, texture), made_up_model()), Error);
  EXPECT_THROW(niqe(flat(90, 90, 90, 192, 192), made_up_model()), Error);
}

TEST(Niqe, RefusesAModelThatLacksParts) {
  NiqeModel model = made_up_model();
  model.mean.pop_back();
  EXPECT_THROW(niqe(picture(192, 192, texture), model), Error);
}

TEST(Niqe, ReadsItsModelFromSafetensors) {
  const test::TemporaryFolder folder;
  const std::string path = folder / "model.safetensors";
  TensorFile file;
  file.tensors["mu"] = {{36}, std::vector<float>(36, 2.0f)};
  file.tensors["cov"] = {{36, 36}, std::vector<float>(36 * 36, 0.5f)};
  file.tensors["gaussian_window"] = {{7, 7}, std::vector<float>(49, 0.25f)};
  write_safetensors(path, file);
  const NiqeModel model = read_niqe_model(path);
  EXPECT_EQ(model.mean, std::vector<double>(36, 2.0));
  EXPECT_EQ(model.covariance, std::vector<double>(36 * 36, 0.5));
  EXPECT_EQ(model.window, std::vector<double>(49, 0.25));

  file.tensors.erase("cov");
  write_safetensors(path, file);
  EXPECT_THROW(read_niqe_model(path), Error);
}

} // namespace
} // namespace penumbra::metric
