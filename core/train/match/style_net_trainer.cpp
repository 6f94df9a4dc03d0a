// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/style_net_trainer.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/system/pix_tuner/mosaic.hpp"
#include "core/train/match/finish_torch.hpp"
#include "core/train/match/gram_teacher.hpp"
#include "core/train/run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <torch/utils.h>

namespace penumbra {

namespace {

/// Sliders as tuners set them: mostly small, seldom at an end, [n,9] in -1…1.
torch::Tensor random_sliders(int n) {
  const torch::Tensor spread =
      torch::tensor({0.35f, 0.45f, 0.3f, 0.35f, 0.4f, 0.4f, 0.4f, 0.4f, 0.3f}); // in the table's order
  return (torch::randn({n, finish_sliders}) * spread * (0.2 + 0.9 * torch::rand({n, 1}))).clamp(-1, 1);
}

torch::Tensor as_floats(const torch::Tensor& bytes) {
  return bytes.to(torch::kFloat).div_(255.0f);
}

StyleSet described(const torch::Tensor& pictures, const GramTeacher& teacher) {
  std::vector<torch::Tensor> coordinates;
  for (const torch::Tensor& some : pictures.split(16))
    coordinates.push_back(teacher.coordinates(as_floats(some.flatten(0, 1))));
  return {pictures, torch::cat(coordinates).view({pictures.size(0), pictures.size(1), -1})};
}

} // namespace

torch::Tensor distance_changes(const StyleNetShape& shape, const torch::Tensor& coordinates) {
  const std::int64_t parts = coordinates.size(0), versions = coordinates.size(1);
  const torch::Tensor flat = coordinates.flatten(0, 1);
  const torch::Tensor from = coordinates.unsqueeze(2), to = flat.view({1, 1, parts * versions, -1});
  const torch::Tensor far = torch::log(style_net_distance(shape, from, to) + 0.05); // [P,V,P V]
  const torch::Tensor change = far.slice(1, 1) - far.slice(1, 0, 1);
  const torch::Tensor owner = torch::arange(parts).repeat_interleave(versions);
  const torch::Tensor others =
      (torch::arange(parts).view({parts, 1, 1}) != owner.view({1, 1, -1})).expand_as(change);
  return change.masked_select(others);
}

StyleNetTrainer::StyleNetTrainer(StyleNetRun run, const std::string& photos, std::string out,
                                 const std::string& vgg)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_), random_(run_.seed) {
  if (run_.batch < 2 || run_.gradings < 1 || run_.long_sides.empty())
    throw Error("The style net learns from two parts an update at least, with one grading each.");
  torch::manual_seed(run_.seed);
  PhotoSet all = load_photos(photos, *std::max_element(run_.long_sides.begin(), run_.long_sides.end()));
  const PhotoSet kept = hold_out(all, run_.held_out);
  const VggFeatures features(read_safetensors(vgg));
  const torch::Tensor parts = graded_parts(all, run_.parts), others = graded_parts(kept, 2);
  const torch::Tensor samples = parts.flatten(0, 1);
  const GramTeacher teacher(
      features, as_floats(samples.slice(0, 0, std::min<std::int64_t>(run_.basis, samples.size(0)))),
      run_.shape);
  set_ = described(parts, teacher), held_out_ = described(others, teacher);
  std::printf("%d parts of photos, each with %d gradings\n", int(parts.size(0)), run_.gradings);
  // Seeded anew: what comes now is the same however the set was made.
  reseed(random_, run_.seed, 0);
  net_ = StyleNet(run_.shape);
  average_ = StyleNet(run_.shape);
  // Each group counts alike, however large its Gram matrices are.
  std::vector<torch::Tensor> weights;
  for (const torch::Tensor& group :
       set_.coordinates.flatten(0, 1).var(0).split_with_sizes(run_.shape.coordinates))
    weights.push_back((1 / group.sum()).expand_as(group));
  weights_ = torch::cat(weights);
  TensorFile start;
  copy_parameters(*net_, start);
  copy_parameters(start, *average_);
  adam_ = std::make_unique<Adam>(*net_, 0.9, 0.99);
  checkpoint_.keep("net", *net_), checkpoint_.keep("average", *average_), checkpoint_.keep("adam", *adam_);
  checkpoint_.keep("updates", updates_);
}

bool StyleNetTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

torch::Tensor StyleNetTrainer::graded_parts(const PhotoSet& photos, int parts) {
  const torch::NoGradGuard no_grad;
  const std::int64_t side = run_.side;
  std::vector<torch::Tensor> out;
  for (int k = 0; k < parts; ++k)
    for (std::size_t i = 0; i < photos.photos.size(); ++i) {
      const torch::Tensor photo = whole_photo(photos, i, run_.long_sides[random_() % run_.long_sides.size()]);
      const std::int64_t height = std::min(side, photo.size(2)), width = std::min(side, photo.size(3));
      const auto y = std::int64_t(random_() % std::uint64_t(photo.size(2) - height + 1)),
                 x = std::int64_t(random_() % std::uint64_t(photo.size(3) - width + 1));
      torch::Tensor part = torch::replication_pad2d(photo.slice(2, y, y + height).slice(3, x, x + width),
                                                    {0, side - width, 0, side - height});
      if (random_() & 1) part = part.flip({3});
      const torch::Tensor graded =
          finish(part.expand({run_.gradings, -1, -1, -1}), random_sliders(run_.gradings), tuner_side);
      out.push_back((torch::cat({part, graded}) * 255).round().to(torch::kByte));
    }
  return torch::stack(out);
}

void StyleNetTrainer::update() {
  torch::Tensor which = torch::empty({run_.batch}, torch::kLong);
  for (int i = 0; i < run_.batch; ++i)
    which.data_ptr<std::int64_t>()[i] = std::int64_t(random_() % std::uint64_t(set_.pictures.size(0)));
  // A part that is drawn twice would be at a distance of nothing from itself.
  which = std::get<0>(at::_unique(which));
  torch::Tensor pictures = as_floats(set_.pictures.index_select(0, which).flatten(0, 1));
  if (random_() & 1) pictures = pictures.flip({3});
  const torch::Tensor wanted = set_.coordinates.index_select(0, which);
  net_->zero_grad();
  const torch::Tensor found = net_->forward(pictures).view_as(wanted);
  const torch::Tensor error = ((found - wanted).square() * weights_).sum(2).mean();
  const torch::Tensor ratio = torch::smooth_l1_loss(
      distance_changes(run_.shape, found), distance_changes(run_.shape, wanted), at::Reduction::Mean, 0.05);
  (error + run_.ratio * ratio).backward();
  adam_->step(gradients_of(*net_), cosine_rate(run_.learning_rate, updates_, run_.updates, 0.01, 50), 1.0);
  update_ema(*net_, *average_, run_.ema_decay, ++updates_);
  error_sum_ += error.item<double>(), ratio_sum_ += ratio.item<double>(), ++summed_;
}

void StyleNetTrainer::report() {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> found;
  for (const torch::Tensor& some : held_out_.pictures.split(16))
    found.push_back(average_->forward(as_floats(some.flatten(0, 1))));
  const torch::Tensor coordinates = torch::cat(found).view_as(held_out_.coordinates);
  const torch::Tensor ours = distance_changes(run_.shape, coordinates),
                      teachers = distance_changes(run_.shape, held_out_.coordinates);
  const torch::Tensor a = ours - ours.mean(), b = teachers - teachers.mean();
  const double correlation = ((a * b).sum() / (a.square().sum() * b.square().sum()).sqrt()).item<double>();
  const double sign = ((ours > 0) == (teachers > 0)).to(torch::kDouble).mean().item<double>();
  const double off = (ours - teachers).square().mean().sqrt().item<double>();
  std::printf("%6d  error %.4f ratio %.4f  held out: changes of distances correlate by %.4f, of one sign in "
              "%.2f %%, off by %.4f\n",
              updates_, error_sum_ / summed_, ratio_sum_ / summed_, correlation, 100 * sign, off);
  std::fflush(stdout);
  std::ofstream(out_ + "/log.csv", std::ios::app)
      << updates_ << ',' << error_sum_ / summed_ << ',' << ratio_sum_ / summed_ << ',' << correlation << ','
      << sign << ',' << off << '\n';
  error_sum_ = ratio_sum_ = 0, summed_ = 0;
  checkpoint_.save();
  TensorFile weights;
  store(average_, weights);
  weights.metadata["updates"] = std::to_string(updates_);
  write_safetensors(out_ + "/weights.safetensors", weights);
}

void StyleNetTrainer::train(double minutes, int report_every) {
  const Deadline deadline(minutes);
  while (updates_ < run_.updates && !deadline.over()) {
    update();
    if (updates_ % report_every == 0 || updates_ == run_.updates) report();
  }
  if (summed_) report();
}

} // namespace penumbra
