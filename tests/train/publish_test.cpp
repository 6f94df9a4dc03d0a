#include "core/error.hpp"
#include "core/nn/manifest.hpp"
#include "core/train/publish.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace penumbra {
namespace {

TEST(Publish, WritesWeightsThatTheManifestVouchesFor) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "penumbra-publish";
  fs::remove_all(folder);
  fs::create_directories(folder);
  TensorFile weights;
  weights.tensors["w"] = {{2}, {1.5f, -2.0f}};
  weights.metadata["width"] = "3";
  const std::string source = (folder / "source.safetensors").string();
  write_safetensors(source, weights);
  Publication publication{source, folder.string(), "toy", "low-light", "1", {{"working_size", "160"}}};
  publish(publication);
  publication.version = "2";
  publish(publication);
  const ModelEntry entry = find_model(folder.string(), "toy");
  EXPECT_EQ(entry.version, "2");
  const TensorFile read = load_model(folder.string(), entry);
  EXPECT_EQ(read.tensors, weights.tensors);
  EXPECT_EQ(read.metadata.at("working_size"), "160");
  EXPECT_EQ(read.metadata.at("width"), "3");
  EXPECT_THROW(find_model(folder.string(), "other"), Error);
  publication.weights = "/nowhere";
  EXPECT_THROW(publish(publication), Error);
  fs::remove_all(folder);
}

} // namespace
} // namespace penumbra
