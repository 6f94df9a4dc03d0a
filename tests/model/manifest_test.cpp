// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "tests/temporary_folder.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;
using nlohmann::json;

namespace {

/// A folder with one model, "all-e", and its manifest.
class Manifest : public testing::Test {
 protected:
  Manifest() {
    TensorFile weights;
    weights.tensors["w"] = {{2}, {1, 2}};
    write_safetensors(folder / "all-e.safetensors", weights);
    write_manifest(sha256(read_file(folder / "all-e.safetensors")));
  }
  void write_manifest(const std::string& hash) {
    write_file(folder / "manifest.json", json{{"models",
                                               {{{"id", "all-e"},
                                                 {"task", "low-light"},
                                                 {"version", "1"},
                                                 {"file", "all-e.safetensors"},
                                                 {"sha256", hash},
                                                 {"recipe", "all-e.json"}}}}}
                                             .dump());
  }
  std::string complaint() {
    try {
      load_model(folder.path(), find_model(folder.path(), "all-e"));
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }
  TemporaryFolder folder;
};

} // namespace

TEST(Sha256, meets_the_vectors_of_fips_180) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_F(Manifest, gives_the_entry_and_the_weights) {
  const ModelEntry entry = find_model(folder.path(), "all-e");
  EXPECT_EQ(entry.task, "low-light");
  EXPECT_EQ(entry.version, "1");
  EXPECT_EQ(entry.file, "all-e.safetensors");
  EXPECT_EQ(entry.recipe, "all-e.json");
  EXPECT_EQ(load_model(folder.path(), entry).get("w", {2}).values, (std::vector<float>{1, 2}));
}

TEST_F(Manifest, refuses_weights_that_are_not_the_ones_named) {
  std::string bytes = read_file(folder / "all-e.safetensors");
  bytes.back() = char(bytes.back() ^ 1);
  write_file(folder / "all-e.safetensors", bytes);
  EXPECT_NE(complaint().find("all-e.safetensors"), std::string::npos);
  EXPECT_NE(complaint().find("SHA-256"), std::string::npos);
}

TEST_F(Manifest, says_which_weights_are_missing) {
  std::filesystem::remove(folder / "all-e.safetensors");
  EXPECT_NE(complaint().find("all-e.safetensors"), std::string::npos);
}

TEST_F(Manifest, refuses_weights_with_the_right_hash_that_are_none) {
  write_file(folder / "all-e.safetensors", "no weights");
  write_manifest(sha256("no weights"));
  EXPECT_NE(complaint().find("all-e.safetensors"), std::string::npos);
}

TEST_F(Manifest, lists_the_models_it_knows) {
  try {
    find_model(folder.path(), "all-f");
    FAIL() << "an unknown model was found";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("all-f"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("all-e"), std::string::npos);
  }
}

TEST_F(Manifest, that_is_damaged_or_missing_says_so) {
  for (const char* text : {"", "{", "[]", "{}", R"({"models":5})", R"({"models":[5]})", R"({"models":[{}]})",
                           R"({"models":[{"id":"all-e"}]})", R"({"models":[{"id":"all-e","task":5}]})"}) {
    write_file(folder / "manifest.json", text);
    EXPECT_NE(complaint().find("manifest.json"), std::string::npos) << text;
  }
  std::filesystem::remove(folder / "manifest.json");
  EXPECT_NE(complaint().find("manifest.json"), std::string::npos);
}

TEST_F(Manifest, does_not_lead_out_of_its_folder) {
  for (const char* file : {"/etc/hostname", "../all-e.safetensors", "sub/../../x"}) {
    ModelEntry entry = find_model(folder.path(), "all-e");
    entry.file = file;
    try {
      load_model(folder.path(), entry);
      FAIL() << file << " was opened";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("folder"), std::string::npos) << error.what();
    }
  }
}

TEST_F(Manifest, is_found_where_the_caller_or_the_environment_says) {
  EXPECT_EQ(models_folder(folder.path()), folder.path());
  EXPECT_THROW(models_folder(folder / "elsewhere"), Error);
  const char* before = std::getenv("PENUMBRA_MODELS");
  const std::string kept = before ? before : "";
  setenv("PENUMBRA_MODELS", folder.path().c_str(), 1);
  EXPECT_EQ(models_folder(), folder.path());
  setenv("PENUMBRA_MODELS", (folder / "elsewhere").c_str(), 1);
  try {
    models_folder();
    FAIL() << "a folder without a manifest was taken";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("PENUMBRA_MODELS"), std::string::npos);
  }
  if (before)
    setenv("PENUMBRA_MODELS", kept.c_str(), 1);
  else
    unsetenv("PENUMBRA_MODELS");
}
