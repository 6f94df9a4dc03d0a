// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/checkpoint.hpp"

#include "core/error.hpp"
#include "core/model/safetensors.hpp"
#include "core/nn/torch/tensors.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <torch/utils.h>
#include <utility>

namespace penumbra {
namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double figure_of(const TensorFile& file, const std::string& name) {
  const auto found = file.metadata.find(name);
  char* end = nullptr;
  const double figure = found == file.metadata.end() ? 0 : std::strtod(found->second.c_str(), &end);
  if (!end || *end || end == found->second.c_str())
    throw Error("The checkpoint does not say its \"" + name + "\"; begin anew in another folder.");
  return figure;
}

} // namespace

Checkpoint::Checkpoint(const std::string& folder) : path_(folder + "/checkpoint.safetensors") {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) throw Error("The folder " + folder + " cannot be made: " + problem.message() + ".");
}

void Checkpoint::keep(const std::string& name, torch::nn::Module& module) {
  parts_.push_back({[&module, name](TensorFile& file) { copy_parameters(module, file, name + "."); },
                    [&module, name](const TensorFile& file) { copy_parameters(file, module, name + "."); }});
}

void Checkpoint::keep(const std::string& name, Adam& adam, bool optional) {
  parts_.push_back({[&adam, name](TensorFile& file) { adam.store(file, name + "."); },
                    [&adam, name, optional](const TensorFile& file) {
                      if (optional && !file.metadata.count(name + ".updates")) return;
                      adam.restore(file, name + ".");
                    }});
}

void Checkpoint::keep(const std::string& name, int& counter) {
  parts_.push_back({[&counter, name](TensorFile& file) { file.metadata[name] = std::to_string(counter); },
                    [&counter, name](const TensorFile& file) { counter = file.number(name); }});
}

void Checkpoint::keep(const std::string& name, double& figure) {
  parts_.push_back({[&figure, name](TensorFile& file) { file.metadata[name] = std::to_string(figure); },
                    [&figure, name](const TensorFile& file) { figure = figure_of(file, name); }});
}

void Checkpoint::keep(std::function<void(TensorFile&)> store,
                      std::function<void(const TensorFile&)> restore) {
  parts_.push_back({std::move(store), std::move(restore)});
}

bool Checkpoint::restore() {
  if (!std::filesystem::exists(path_)) return false;
  const TensorFile file = read_safetensors(path_);
  for (const Part& part : parts_) part.restore(file);
  return true;
}

void Checkpoint::save() const {
  TensorFile file;
  for (const Part& part : parts_) part.store(file);
  write_safetensors(path_, file);
}

void reseed(std::mt19937_64& random, std::uint64_t seed, int updates) {
  random.seed(seed * 1000003 + std::uint64_t(updates));
  torch::manual_seed(random());
}

Deadline::Deadline(double minutes) : at_(minutes > 0 ? seconds() + minutes * 60 : 0) {}

bool Deadline::over() const {
  return at_ > 0 && seconds() >= at_;
}

} // namespace penumbra
