// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/safetensors.hpp"

#include "core/error.hpp"
#include "core/image/half.hpp"
#include "core/json.hpp"
#include "core/model/half_weights.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

namespace penumbra {
namespace {

using nlohmann::json;
static_assert(std::endian::native == std::endian::little, "weights are stored little-endian");

constexpr std::uint64_t largest_header = 16u << 20;
constexpr std::size_t max_dimensions = 8;

std::string text_of(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? "," : "") + std::to_string(shape[i]);
  return text + "]";
}

[[noreturn]] void damaged(const std::string& name, const std::string& why) {
  throw Error("The weights file " + name + " is damaged: " + why + ".");
}

/// Product of the sides, or -1 where it does not fit into what a file of `limit` values could hold.
std::int64_t count_of(const std::vector<std::int64_t>& shape, std::uint64_t limit) {
  std::uint64_t count = 1;
  for (const std::int64_t side : shape) {
    if (side < 0) return -1;
    if (side != 0 && count > limit / std::uint64_t(side)) return -1;
    count *= std::uint64_t(side);
  }
  return std::int64_t(count);
}

/// A list of whole numbers from 0 on: JSON's numbers may be fractions, negative or beyond 64 bits.
std::vector<std::int64_t> whole_numbers(const json& entry, const char* field, const std::string& key,
                                        const std::string& name) {
  const auto list = entry.find(field);
  if (list == entry.end() || !list->is_array()) damaged(name, key + " has no list \"" + field + "\"");
  std::vector<std::int64_t> numbers;
  for (const json& number : *list) {
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() > INT64_MAX)
      damaged(name, "the \"" + std::string(field) + "\" of " + key + " are no whole numbers");
    numbers.push_back(number.get<std::int64_t>());
  }
  return numbers;
}

/// Bytes of a number, by the format's name of its type; 0 for types that are not read.
std::size_t size_of(const std::string& type) {
  return type == "F32" ? sizeof(float) : type == "F16" ? sizeof(std::uint16_t) : 0;
}

/// A tensor and the part of the data that it owns.
struct Placed {
  Tensor tensor;
  std::uint64_t begin, end;
};

Placed tensor_from(const json& entry, const char* data, std::uint64_t size, const std::string& key,
                   const std::string& name) {
  const std::size_t width = entry.is_object() ? size_of(entry.value("dtype", "")) : 0;
  if (!width) damaged(name, key + " is neither of type F32 nor of F16");
  Tensor tensor;
  tensor.shape = whole_numbers(entry, "shape", key, name);
  if (tensor.shape.size() > max_dimensions) damaged(name, key + " has too many dimensions");
  const auto offsets = whole_numbers(entry, "data_offsets", key, name);
  if (offsets.size() != 2 || offsets[0] > offsets[1] || std::uint64_t(offsets[1]) > size)
    damaged(name, key + " lies outside the file");
  const std::uint64_t begin = std::uint64_t(offsets[0]), end = std::uint64_t(offsets[1]);
  const std::int64_t count = count_of(tensor.shape, size / width);
  if (count < 0 || std::uint64_t(count) * width != end - begin)
    damaged(name, key + " does not have the size of its shape " + text_of(tensor.shape));
  tensor.values.resize(std::size_t(count));
  if (width == sizeof(float)) {
    if (count) std::memcpy(tensor.values.data(), data + begin, end - begin);
  } else {
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      std::uint16_t half; // not aligned where the header is not
      std::memcpy(&half, data + begin + i * sizeof half, sizeof half);
      tensor.values[i] = from_half(half);
    }
  }
  return {std::move(tensor), begin, end};
}

/// As the format asks, every byte of the data belongs to one tensor, so that no small file can claim much
/// memory.
void check_cover(std::vector<std::pair<std::uint64_t, std::uint64_t>> parts, std::uint64_t size,
                 const std::string& name) {
  std::sort(parts.begin(), parts.end());
  std::uint64_t reached = 0;
  for (const auto& [begin, end] : parts) {
    if (begin != reached) damaged(name, "its tensors overlap or leave gaps");
    reached = end;
  }
  if (reached != size) damaged(name, "it holds data that no tensor owns");
}

enum class Precision { full, half };

/// The tensor's numbers as a file of that precision holds them.
struct Stored {
  const char* type;
  std::string bytes;
};

Stored stored(const Tensor& tensor, Precision precision) {
  std::vector<std::uint16_t> halves;
  if (precision == Precision::half)
    for (const float value : tensor.values) {
      halves.push_back(to_half(value));
      if (!std::isfinite(from_half(halves.back()))) {
        precision = Precision::full;
        break;
      }
    }
  const auto bytes = [](const auto& numbers) {
    return std::string(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof numbers[0]);
  };
  if (precision == Precision::half) return {"F16", bytes(halves)};
  return {"F32", bytes(tensor.values)};
}

void write(const std::string& path, const TensorFile& file, Precision precision) {
  json header = json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::string data;
  for (const auto& [name, tensor] : file.tensors) {
    if (count_of(tensor.shape, tensor.values.size()) != std::int64_t(tensor.values.size()))
      throw Error("The tensor \"" + name + "\" does not have the size of its shape " + text_of(tensor.shape) +
                  ".");
    const Stored numbers = stored(tensor, precision);
    header[name] = {{"dtype", numbers.type},
                    {"shape", tensor.shape},
                    {"data_offsets", {data.size(), data.size() + numbers.bytes.size()}}};
    data += numbers.bytes;
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const json::exception& problem) {
    throw Error("The weights file " + path + " cannot be written: " + problem.what());
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();

  const std::string temporary = path + ".part";
  std::error_code problem;
  {
    std::ofstream out(temporary, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out << text << data;
    if (!out.flush()) problem = std::make_error_code(std::errc::io_error);
  }
  if (!problem) std::filesystem::rename(temporary, path, problem);
  if (!problem) return;
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  throw Error("The weights file " + path + " cannot be written: " + problem.message() + ".");
}

} // namespace

const Tensor& TensorFile::get(const std::string& name, const std::vector<std::int64_t>& shape) const {
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw Error("The weights have no tensor \"" + name + "\".");
  if (found->second.shape != shape)
    throw Error("The tensor \"" + name + "\" is " + text_of(found->second.shape) + ", where " +
                text_of(shape) + " is needed.");
  return found->second;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = in ? std::streamoff(in.tellg()) : -1;
  // A folder opens too, and claims a size beyond all measure.
  std::error_code ignored;
  if (size < 0 || std::filesystem::is_directory(path, ignored))
    throw Error("The file " + path + " cannot be opened.");
  std::string bytes(std::size_t(size), '\0');
  in.seekg(0);
  if (!in.read(bytes.data(), size)) throw Error("The file " + path + " cannot be read.");
  return bytes;
}

int TensorFile::number(const std::string& key) const {
  const auto found = metadata.find(key);
  if (found == metadata.end()) throw Error("The weights do not say their \"" + key + "\".");
  const std::string& text = found->second;
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
    throw Error("The weights' \"" + key + "\" is no whole number: \"" + text + "\".");
  return value;
}

TensorFile parse_safetensors(const std::string& bytes, const std::string& name) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length) damaged(name, "it is shorter than its own header");
  std::memcpy(&length, bytes.data(), sizeof length);
  if (length > largest_header || length > bytes.size() - sizeof length)
    damaged(name, "its header is longer than the file");
  const char* data = bytes.data() + sizeof length + length;
  const std::uint64_t size = bytes.size() - sizeof length - length;
  TensorFile file;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;
  std::uint64_t total = 0;
  try {
    const json header = parse_json(bytes.data() + sizeof length, data);
    if (!header.is_object()) damaged(name, "its header is no object");
    for (const auto& [key, entry] : header.items()) {
      if (key == "__metadata__")
        file.metadata = entry.get<std::map<std::string, std::string>>();
      else {
        Placed placed = tensor_from(entry, data, size, key, name);
        total += placed.end - placed.begin;
        if (total > size) damaged(name, "its tensors overlap");
        parts.emplace_back(placed.begin, placed.end);
        file.tensors.emplace(key, std::move(placed.tensor));
      }
    }
    check_cover(std::move(parts), size, name);
  } catch (const json::exception& problem) {
    damaged(name, problem.what());
  }
  return file;
}

TensorFile read_safetensors(const std::string& path) {
  return parse_safetensors(read_file(path), path);
}

void write_safetensors(const std::string& path, const TensorFile& file) {
  write(path, file, Precision::full);
}

void write_half_safetensors(const std::string& path, const TensorFile& file) {
  write(path, file, Precision::half);
}

} // namespace penumbra
