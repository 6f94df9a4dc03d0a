// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/run/adam.hpp"

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <torch/nn/module.h>
#include <vector>

namespace penumbra {

/// What a training needs so that it can go on after a stop: checkpoint.safetensors in its output folder. The
/// things kept are referred to and have to outlive it.
class Checkpoint {
 public:
  /// Makes the folder where it is not there yet. Throws Error.
  explicit Checkpoint(const std::string& folder);
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;

  void keep(const std::string& name, torch::nn::Module& module);
  /// `optional`: checkpoints of before it was kept have none of it, and it begins anew.
  void keep(const std::string& name, Adam& adam, bool optional = false);
  void keep(const std::string& name, int& counter);
  void keep(const std::string& name, double& figure);
  /// Anything else, as what is there only in a part of a training; restored in the order of keeping.
  void keep(std::function<void(TensorFile&)> store, std::function<void(const TensorFile&)> restore);

  /// Brings everything back as it was saved; false where nothing was. Throws Error where the file is of
  /// another training.
  bool restore();
  /// The file is replaced at once: an interrupted training finds the old one or the new.
  void save() const;

 private:
  struct Part {
    std::function<void(TensorFile&)> store;
    std::function<void(const TensorFile&)> restore;
  };
  std::string path_;
  std::vector<Part> parts_;
};

/// Seeds `random`, and LibTorch from it, for a training that goes on after `updates`: another place of the
/// same sequence is not needed, only another one than at the start.
void reseed(std::mt19937_64& random, std::uint64_t seed, int updates);

/// When a training has to stop that was given so many minutes; 0: never.
class Deadline {
 public:
  explicit Deadline(double minutes = 0);
  bool over() const;

 private:
  double at_ = 0;
};

} // namespace penumbra
