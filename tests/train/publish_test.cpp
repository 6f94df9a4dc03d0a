// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/train/run/publish.hpp"
#include "tests/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace penumbra {
namespace {

TEST(Publish, WritesWeightsThatTheManifestVouchesFor) {
  const test::TemporaryFolder folder;
  TensorFile weights;
  weights.tensors["w"] = {{2}, {1.5f, -2.0f}};
  weights.tensors["third"] = {{64}, std::vector<float>(64, 1.0f / 3)};
  weights.metadata["width"] = "3";
  const std::string source = folder / "source.safetensors";
  write_safetensors(source, weights);
  Publication publication{source, folder.path(), "toy", "low-light", "1", {{"working_size", "160"}}};
  publish(publication);
  publication.version = "2";
  publish(publication);
  const ModelEntry entry = find_model(folder.path(), "toy");
  EXPECT_EQ(entry.version, "2");
  const TensorFile read = load_model(folder.path(), entry);
  EXPECT_EQ(read.tensors.at("w"), weights.tensors.at("w"));
  EXPECT_EQ(read.tensors.at("third").shape, weights.tensors.at("third").shape);
  EXPECT_EQ(read.tensors.at("third").values.at(63), 0.333251953125f) << "the nearest half float";
  EXPECT_LT(std::filesystem::file_size(folder / entry.file), std::filesystem::file_size(source));

  publication.weights = folder / entry.file; // in its own place
  publish(publication);
  EXPECT_EQ(load_model(folder.path(), find_model(folder.path(), "toy")), read);

  EXPECT_EQ(read.metadata.at("working_size"), "160");
  EXPECT_EQ(read.metadata.at("width"), "3");
  EXPECT_THROW(find_model(folder.path(), "other"), Error);
  publication.weights = "/nowhere";
  EXPECT_THROW(publish(publication), Error);
}

} // namespace
} // namespace penumbra
