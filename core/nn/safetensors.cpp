#include "core/nn/safetensors.hpp"

#include "core/error.hpp"

#include <bit>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace penumbra {
namespace {

using nlohmann::json;
static_assert(std::endian::native == std::endian::little, "weights are stored little-endian");

constexpr std::uint64_t largest_header = 16u << 20;

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

Tensor tensor_from(const json& entry, const char* data, std::uint64_t size, const std::string& key,
                   const std::string& name) {
  if (!entry.is_object() || entry.value("dtype", "") != "F32") damaged(name, key + " is not of type F32");
  Tensor tensor;
  tensor.shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
  if (tensor.shape.size() > 8) damaged(name, key + " has too many dimensions");
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > size)
    damaged(name, key + " lies outside the file");
  const std::int64_t count = count_of(tensor.shape, size / sizeof(float));
  if (count < 0 || std::uint64_t(count) * sizeof(float) != offsets[1] - offsets[0])
    damaged(name, key + " does not have the size of its shape " + text_of(tensor.shape));
  tensor.values.resize(std::size_t(count));
  if (count) std::memcpy(tensor.values.data(), data + offsets[0], std::size_t(count) * sizeof(float));
  return tensor;
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

TensorFile parse_safetensors(const std::string& bytes, const std::string& name) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length) damaged(name, "it is shorter than its own header");
  std::memcpy(&length, bytes.data(), sizeof length);
  if (length > largest_header || length > bytes.size() - sizeof length)
    damaged(name, "its header is longer than the file");
  const char* data = bytes.data() + sizeof length + length;
  const std::uint64_t size = bytes.size() - sizeof length - length;
  TensorFile file;
  try {
    const json header = json::parse(bytes.data() + sizeof length, data);
    if (!header.is_object()) damaged(name, "its header is no object");
    for (const auto& [key, entry] : header.items()) {
      if (key == "__metadata__")
        file.metadata = entry.get<std::map<std::string, std::string>>();
      else
        file.tensors.emplace(key, tensor_from(entry, data, size, key, name));
    }
  } catch (const json::exception& problem) {
    damaged(name, problem.what());
  }
  return file;
}

TensorFile read_safetensors(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Error("The weights file " + path + " cannot be opened.");
  std::ostringstream all;
  all << in.rdbuf();
  if (!in && !in.eof()) throw Error("The weights file " + path + " cannot be read.");
  return parse_safetensors(all.str(), path);
}

void write_safetensors(const std::string& path, const TensorFile& file) {
  json header = json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : file.tensors) {
    const std::uint64_t end = offset + tensor.values.size() * sizeof(float);
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();

  const std::string temporary = path + ".part";
  {
    std::ofstream out(temporary, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out << text;
    for (const auto& [name, tensor] : file.tensors)
      out.write(reinterpret_cast<const char*>(tensor.values.data()),
                std::streamsize(tensor.values.size() * sizeof(float)));
    if (!out.flush()) throw Error("The weights file " + path + " cannot be written.");
  }
  std::error_code problem;
  std::filesystem::rename(temporary, path, problem);
  if (problem) throw Error("The weights file " + path + " cannot be written: " + problem.message());
}

} // namespace penumbra
