// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/model/half_weights.hpp"
#include "core/model/safetensors.hpp"
#include "tests/temporary_folder.hpp"

#include <cstring>
#include <gtest/gtest.h>
#include <random>

using namespace penumbra;
using namespace penumbra::test;

namespace {

std::string with_header(const std::string& header, const std::string& data = {}) {
  const std::uint64_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), 8) + header + data;
}

TensorFile example() {
  TensorFile file;
  file.tensors["conv.weight"] = {{2, 3}, {1, 2, 3, 4, 5, 6}};
  file.tensors["conv.bias"] = {{2}, {-0.5f, 1e-20f}};
  file.tensors["scalar"] = {{}, {7}};
  file.tensors["nothing"] = {{0, 4}, {}};
  file.metadata["model"] = "all-e";
  return file;
}

std::string bytes_of(const TensorFile& file) {
  const TemporaryFolder folder;
  write_safetensors(folder / "weights", file);
  return read_file(folder / "weights");
}

std::string half_bytes_of(const TensorFile& file) {
  const TemporaryFolder folder;
  write_half_safetensors(folder / "weights", file);
  return read_file(folder / "weights");
}

/// What reading says, or nothing where the bytes are read.
std::string complaint(const std::string& bytes) {
  try {
    parse_safetensors(bytes, "test.safetensors");
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST(Safetensors, come_back_equal) {
  const TemporaryFolder folder;
  write_safetensors(folder / "weights.safetensors", example());
  EXPECT_EQ(read_safetensors(folder / "weights.safetensors"), example());
  write_safetensors(folder / "empty.safetensors", {});
  EXPECT_EQ(read_safetensors(folder / "empty.safetensors"), TensorFile());
}

TEST(Safetensors, are_read_from_the_format_as_published) {
  // Bytes written by hand after the format's description: two tensors, data in another order than names.
  const std::string bytes = with_header(
      R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}})"
      "   ",
      std::string("\x00\x00\x80\x3f"  // 1
                  "\x00\x00\x00\xc0"  // -2
                  "\x00\x00\x00\x3f", // 0.5
                  12));
  const TensorFile file = parse_safetensors(bytes, "bytes");
  EXPECT_EQ(file.get("b", {1}).values, std::vector<float>{1});
  EXPECT_EQ(file.get("a", {1, 2}).values, (std::vector<float>{-2, 0.5f}));
}

TEST(Safetensors, are_written_as_published) {
  TensorFile file;
  file.tensors["w"] = {{1}, {1.0f}};
  const std::string bytes = bytes_of(file);
  std::uint64_t length = 0;
  ASSERT_GE(bytes.size(), 8u);
  std::memcpy(&length, bytes.data(), 8);
  EXPECT_EQ(length % 8, 0u) << "the data is aligned";
  EXPECT_EQ(bytes.size(), 8 + length + 4);
  EXPECT_EQ(bytes.substr(8, 1), "{");
  EXPECT_EQ(bytes.substr(8 + length), std::string("\x00\x00\x80\x3f", 4));
}

TEST(Safetensors, are_read_from_half_floats_wherever_they_lie) {
  const std::string halves("\x00\x3c\x00\xc0\x01\x00", 6); // 1, -2, 2^-24
  for (const std::string odd : {"", " "}) {
    const std::string bytes =
        with_header(R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]}})" + odd, halves);
    EXPECT_EQ(parse_safetensors(bytes, "bytes").get("h", {3}).values, (std::vector<float>{1, -2, 0x1p-24f}));
  }
}

TEST(Safetensors, as_half_floats_are_rounded_to_the_nearest_in_half_the_space) {
  TensorFile file = example();
  file.tensors["fine"] = {{1000}, std::vector<float>(1000, 0.1f)};
  const TemporaryFolder folder;
  write_safetensors(folder / "full", file);
  write_half_safetensors(folder / "half", file);
  const auto saved =
      std::filesystem::file_size(folder / "full") - std::filesystem::file_size(folder / "half");
  EXPECT_NEAR(double(saved), 2 * 1009, 8) << "two bytes a number, and the padding of the header";

  const TensorFile read = read_safetensors(folder / "half");
  EXPECT_EQ(read.metadata, file.metadata);
  EXPECT_EQ(read.get("conv.weight", {2, 3}), file.get("conv.weight", {2, 3}));
  EXPECT_EQ(read.get("fine", {1000}).values, std::vector<float>(1000, 0x1.998p-4f));
  EXPECT_EQ(read.get("conv.bias", {2}).values, (std::vector<float>{-0.5f, 0})) << "too small for a half";
  write_half_safetensors(folder / "again", read);
  EXPECT_EQ(read_file(folder / "again"), read_file(folder / "half"));
}

TEST(Safetensors, keep_full_precision_where_a_half_float_cannot_hold_a_number) {
  const TemporaryFolder folder;
  TensorFile file;
  file.tensors["small"] = {{2}, {0.1f, 2}};
  file.tensors["large"] = {{2}, {0.1f, 70000}};
  write_half_safetensors(folder / "weights", file);
  const TensorFile read = read_safetensors(folder / "weights");
  EXPECT_EQ(read.tensors.at("large"), file.tensors.at("large"));
  EXPECT_NE(read.tensors.at("small"), file.tensors.at("small"));
}

TEST(Safetensors, tell_which_tensor_is_missing_or_misshapen) {
  const TensorFile file = example();
  EXPECT_EQ(file.get("conv.weight", {2, 3}).values.size(), 6u);
  try {
    file.get("conv.weight", {3, 2});
    FAIL() << "a wrong shape was accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("conv.weight"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("[2,3]"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("[3,2]"), std::string::npos);
  }
  EXPECT_THROW(file.get("conv.wait", {2, 3}), Error);
}

TEST(Safetensors, refuse_headers_that_lie) {
  const std::string data(16, '\0');
  const auto entry = [](const std::string& inner) { return R"({"w":{)" + inner + "}}"; };
  const std::vector<std::string> headers{
      "",
      "[]",
      "null",
      "{",
      "\"w\"",
      R"({"w":5})",
      R"({"w":null})",
      R"({"w":[]})",
      entry(R"("dtype":"F16","shape":[4],"data_offsets":[0,16])"),
      entry(R"("dtype":"F16","shape":[9],"data_offsets":[0,16])"),
      entry(R"("dtype":"BF16","shape":[8],"data_offsets":[0,16])"),
      entry(R"("dtype":32,"shape":[4],"data_offsets":[0,16])"),
      entry(R"("shape":[4],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[4])"),
      entry(R"("dtype":"F32","shape":4,"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[3],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[5],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[4.5],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[1e300],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":["4"],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[-4],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[-2,-2],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4])"),
      entry(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0])"),
      entry(R"("dtype":"F32","shape":[9223372036854775807,2,2],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[1,1,1,1,1,1,1,1,4],"data_offsets":[0,16])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[0])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[0,16,16])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[16,0])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[4,20])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[-16,0])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[0.5,16.5])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[0,1e300])"),
      entry(R"("dtype":"F32","shape":[4],"data_offsets":[18446744073709551600,16])"),
      R"({"__metadata__":5})",
      R"({"__metadata__":{"a":5}})"};
  for (const std::string& header : headers) EXPECT_NE(complaint(with_header(header, data)), "") << header;
}

TEST(Safetensors, refuse_data_that_no_tensor_or_two_tensors_own) {
  const std::string data(16, '\0');
  EXPECT_NE(complaint(with_header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", data)), "");
  EXPECT_NE(complaint(with_header(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},)"
                                  R"("b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})",
                                  data)),
            "");
  EXPECT_NE(complaint(with_header(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},)"
                                  R"("b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                                  data)),
            "");
}

TEST(Safetensors, name_the_file_that_is_damaged) {
  EXPECT_NE(complaint("short").find("test.safetensors"), std::string::npos);
}

TEST(Safetensors, refuse_every_length_but_their_own) {
  const std::string bytes = bytes_of(example());
  for (const std::string& whole : {bytes, half_bytes_of(example())}) {
    ASSERT_EQ(complaint(whole), "");
    for (std::size_t length = 0; length < whole.size(); ++length)
      ASSERT_NE(complaint(whole.substr(0, length)), "") << length << " bytes";
  }
  EXPECT_NE(complaint(bytes + "x"), "") << "a byte too many";
  for (const std::uint64_t claim : {std::uint64_t(0), std::uint64_t(bytes.size()), ~std::uint64_t(0),
                                    std::uint64_t(1) << 63, std::uint64_t(17) << 20}) {
    std::string lying = bytes;
    std::memcpy(lying.data(), &claim, 8);
    EXPECT_NE(complaint(lying), "") << claim;
  }
}

TEST(Safetensors, with_changed_headers_are_read_or_refused_but_nothing_else) {
  const std::string bytes = bytes_of(example());
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  std::mt19937 engine(11);
  static constexpr char alphabet[] = "0123456789-.eE[]{},:\"F32 \\\xff";
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string spoilt = bytes;
    for (unsigned n = 1 + engine() % 4; n; --n) {
      const std::size_t at = engine() % (8 + length);
      switch (engine() % 3) {
      case 0:
        spoilt[at] = alphabet[engine() % (sizeof alphabet - 1)];
        break;
      case 1:
        spoilt[at] = char(engine() % 256);
        break;
      default:
        spoilt.erase(at, 1 + engine() % 3);
      }
    }
    try {
      std::size_t values = 0;
      for (const auto& [name, tensor] : parse_safetensors(spoilt, "spoilt").tensors)
        values += tensor.values.size();
      ASSERT_LE(values * sizeof(std::uint16_t), spoilt.size());
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 10000) << "most changes hurt";
}

TEST(Safetensors, say_which_file_is_missing) {
  const TemporaryFolder folder;
  try {
    read_safetensors(folder / "absent.safetensors");
    FAIL() << "an absent file was read";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("absent.safetensors"), std::string::npos);
  }
  EXPECT_THROW(read_safetensors(folder.path()), Error) << "a folder is no file";
}

TEST(Safetensors, are_not_written_where_they_would_be_wrong) {
  const TemporaryFolder folder;
  TensorFile file;
  file.tensors["w"] = {{2, 2}, {1, 2, 3}};
  EXPECT_THROW(write_safetensors(folder / "torn", file), Error) << "fewer values than the shape says";
  TensorFile odd;
  odd.tensors["w\xff"] = {{1}, {1}};
  EXPECT_THROW(write_safetensors(folder / "odd", odd), Error) << "a name that is no UTF-8";
  EXPECT_THROW(write_safetensors(folder / "no/such/folder", example()), Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "nothing is left behind";
}

TEST(Safetensors, replace_an_older_file_whole) {
  const TemporaryFolder folder;
  write_file(folder / "weights", std::string(100000, 'x'));
  write_safetensors(folder / "weights", example());
  EXPECT_EQ(read_safetensors(folder / "weights"), example());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "no temporary file";
}
