// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace penumbra {

/// A float tensor in memory, row-major.
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
  bool operator==(const Tensor&) const = default;
};

/// What a safetensors file holds: named float32 tensors and a table of strings.
struct TensorFile {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, std::string> metadata;
  bool operator==(const TensorFile&) const = default;

  /// The tensor `name`, which must have `shape`; throws Error that names both.
  PENUMBRA_API const Tensor& get(const std::string& name, const std::vector<std::int64_t>& shape) const;
  /// The whole number that the metadata hold under `key`; throws Error where there is none.
  PENUMBRA_API int number(const std::string& key) const;
};

/// All bytes of a file; throws Error that names it.
PENUMBRA_API std::string read_file(const std::string& path);

/// Reads the safetensors format (8 bytes little-endian header length, JSON header, raw little-endian data);
/// only F32 and F16 (read as floats), at most 8 dimensions. Every length, shape and offset is checked against
/// the file before it is used, and every byte of data must belong to exactly one tensor. Throws Error.
PENUMBRA_API TensorFile read_safetensors(const std::string& path);
PENUMBRA_API TensorFile parse_safetensors(const std::string& bytes, const std::string& name_for_messages);

/// Writes through a temporary file beside `path`, so that an interrupted write leaves the old file. Throws
/// Error where that fails, a tensor does not fit its shape or a name is no UTF-8.
PENUMBRA_API void write_safetensors(const std::string& path, const TensorFile& file);

} // namespace penumbra
