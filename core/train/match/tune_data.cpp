// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/tune_data.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

struct CropBox {
  std::int64_t from, size;
  bool mirrored;
};

/// Where the pixels of a mosaic's side lie in the part.
torch::Tensor places(const CropBox& part, MosaicGrid grid) {
  const int whole = grid.part + 2 * mosaic_border;
  torch::Tensor out = torch::empty({grid.side()}, torch::kLong);
  for (int i = 0; i < grid.side(); ++i) {
    const int corner = mosaic_corner({int(part.size), 1}, i / whole, 0, grid).width;
    const auto place = std::clamp<std::int64_t>(corner + i % whole, 0, part.size - 1);
    out.data_ptr<std::int64_t>()[i] = part.from + (part.mirrored ? part.size - 1 - place : place);
  }
  return out;
}

struct Parts {
  const torch::Tensor* photo;
  CropBox x, y;
  torch::Tensor mosaic(MosaicGrid grid = {}) const {
    return photo->index_select(1, places(y, grid)).index_select(2, places(x, grid)).to(torch::kFloat) / 255;
  }
};

/// Mosaics of the parts; where there are others, of both in both grids.
TuneMosaics mosaics_of(const std::vector<Parts>& inputs, const std::vector<Parts>& others) {
  const auto stacked = [](const std::vector<Parts>& parts, MosaicGrid grid) {
    std::vector<torch::Tensor> mosaics;
    for (const Parts& each : parts) mosaics.push_back(each.mosaic(grid));
    return torch::stack(mosaics);
  };
  TuneMosaics out;
  out.input = stacked(inputs, {});
  if (others.empty()) return out;
  out.other = stacked(others, {});
  out.view = stacked(inputs, style_grid), out.other_view = stacked(others, style_grid);
  return out;
}

} // namespace

void TuneEpisodes::replace(const torch::Tensor& which, const TuneEpisodes& fresh) {
  const auto put = [&](torch::Tensor& mine, const torch::Tensor& theirs) {
    if (!mine.defined()) return;
    mine = mine.clone();
    mine.index_put_({which}, theirs);
  };
  put(input, fresh.input), put(foreign, fresh.foreign), put(target, fresh.target), put(wanted, fresh.wanted);
  put(state.input, fresh.state.input), put(state.current, fresh.state.current);
  put(state.goal, fresh.state.goal), put(state.values, fresh.state.values);
  put(state.history, fresh.state.history), put(state.step, fresh.state.step);
  put(view, fresh.view), put(goal_view, fresh.goal_view), put(gram_before, fresh.gram_before);
  for (std::size_t i = 0; i < goal_grams.size(); ++i) put(goal_grams[i], fresh.goal_grams[i]);
}

torch::Tensor without_borders(const torch::Tensor& mosaic, MosaicGrid grid) {
  const int whole = grid.part + 2 * mosaic_border, last = mosaic_border + grid.part;
  return mosaic.reshape({mosaic.size(0), 3, grid.parts, whole, grid.parts, whole})
      .slice(3, mosaic_border, last)
      .slice(5, mosaic_border, last)
      .reshape({mosaic.size(0), 3, grid.parts * grid.part, grid.parts * grid.part});
}

TuneMosaics random_mosaics(const PhotoSet& photos, int count, bool same_content, double foreign,
                           std::mt19937_64& random) {
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const auto random_part = [&](const torch::Tensor& photo) {
    const auto part = [&](int dimension) {
      const auto all = photo.size(dimension);
      const double share = same_content ? uniform(0.6, 1.0) : uniform(0.35, 0.7);
      const auto size = std::clamp<std::int64_t>(std::lround(double(all) * share), 1, all);
      const auto from = std::int64_t(uniform(0, double(all - size) + 0.999));
      return CropBox{from, size, uniform(0, 1) < 0.5};
    };
    const CropBox y = part(1), x = part(2);
    return Parts{&photo, x, y};
  };
  const auto any = [&]() -> const torch::Tensor& {
    return photos.photos[std::uniform_int_distribution<std::size_t>(0, photos.photos.size() - 1)(random)];
  };
  std::vector<Parts> inputs, others;
  torch::Tensor far = torch::zeros({count});
  for (int i = 0; i < count; ++i) {
    const torch::Tensor& photo = any();
    inputs.push_back(random_part(photo));
    if (same_content) continue;
    const bool other = uniform(0, 1) < foreign;
    others.push_back(random_part(other ? any() : photo));
    far[i] = other ? 1 : 0;
  }
  TuneMosaics mosaics = mosaics_of(inputs, others);
  mosaics.foreign = far;
  return mosaics;
}

TuneMosaics whole_mosaics(const PhotoSet& photos, bool same_content) {
  std::vector<Parts> inputs, others;
  for (const torch::Tensor& photo : photos.photos) {
    const auto width = photo.size(2), half = same_content ? width : width / 2;
    const CropBox all{0, photo.size(1), false};
    inputs.push_back({&photo, {0, half, false}, all});
    if (!same_content) others.push_back({&photo, {half, width - half, false}, all});
  }
  return mosaics_of(inputs, others);
}

TuneEpisodes random_goals(const TuneMosaics& mosaics, TensorPipeline pipeline, const torch::Tensor& neutral,
                          double perturbed) {
  const torch::NoGradGuard no_grad;
  const auto n = mosaics.input.size(0);
  TuneEpisodes episodes;
  episodes.input = mosaics.input;
  episodes.wanted = torch::rand({n, finish_sliders}) * 2 - 1;
  torch::Tensor target = pipeline(mosaics.input, episodes.wanted, tuner_side);
  for (int draw = 0; draw < 8; ++draw) {
    const torch::Tensor mean = target.mean({1, 2, 3});
    const torch::Tensor again = torch::logical_or(mean<0.05, mean> 0.95);
    const auto count = again.sum().item<std::int64_t>();
    if (count == 0) break;
    const torch::Tensor values = torch::rand({count, finish_sliders}) * 2 - 1;
    episodes.wanted.index_put_({again}, values);
    target.index_put_({again}, pipeline(mosaics.input.index({again}), values, tuner_side));
  }
  const auto rounded = [](const torch::Tensor& picture, MosaicGrid grid = {}) {
    return (without_borders(picture, grid) * 255).round() / 255;
  };
  episodes.same_content = !mosaics.other.defined();
  episodes.foreign = mosaics.foreign.defined() ? mosaics.foreign : torch::zeros({n});
  episodes.target = rounded(target);
  const torch::Tensor spread = torch::pow(10.0, -2 * torch::rand({n, 1}));
  const torch::Tensor near = (episodes.wanted + spread * torch::randn({n, finish_sliders})).clamp(-1, 1);
  episodes.state.values = torch::where(torch::rand({n, 1}) < perturbed, near, neutral.expand_as(near));
  episodes.state.input = without_borders(mosaics.input);
  episodes.state.goal = episodes.target;
  if (!episodes.same_content) {
    // Other photos have looks of their own: half as much is added.
    const torch::Tensor share = 1 - 0.5 * episodes.foreign.unsqueeze(1);
    const torch::Tensor look = episodes.wanted * share;
    episodes.state.goal = rounded(pipeline(mosaics.other, look, tuner_side));
    episodes.view = mosaics.view;
    episodes.goal_view = rounded(pipeline(mosaics.other_view, look, tuner_side), style_grid);
  }
  episodes.state.current = without_borders(pipeline(mosaics.input, episodes.state.values, tuner_side));
  episodes.state.history = torch::zeros({n, tune_steps, finish_sliders + 1});
  episodes.state.step = torch::zeros({n});
  return episodes;
}

TuneEpisodes towards_others(const PhotoSet& photos, const std::vector<int>& shifts, TensorPipeline pipeline,
                            const torch::Tensor& neutral) {
  const auto count = std::int64_t(photos.photos.size());
  std::vector<Parts> inputs, others;
  const auto whole = [&](std::int64_t i) {
    const torch::Tensor& photo = photos.photos[std::size_t(((i % count) + count) % count)];
    return Parts{&photo, {0, photo.size(2), false}, {0, photo.size(1), false}};
  };
  for (const int shift : shifts)
    for (std::int64_t i = 0; i < count; ++i) inputs.push_back(whole(i)), others.push_back(whole(i - shift));
  TuneMosaics mosaics = mosaics_of(inputs, others);
  mosaics.foreign = torch::ones({std::int64_t(inputs.size())});
  TuneEpisodes episodes = random_goals(mosaics, pipeline, neutral, 0);
  episodes.state.goal = without_borders(mosaics.other);
  episodes.goal_view = without_borders(mosaics.other_view, style_grid);
  return episodes;
}

torch::Tensor picture_with(const TuneEpisodes& episodes, TensorPipeline pipeline,
                           const torch::Tensor& values) {
  return without_borders(pipeline(episodes.input, values, tuner_side));
}

void advance(TuneEpisodes& episodes, const torch::Tensor& values, const torch::Tensor& picture) {
  advance(episodes.state, values, picture, episodes.same_content);
}

torch::Tensor psnr_of(const torch::Tensor& picture, const torch::Tensor& goal) {
  const torch::Tensor error =
      ((picture * 255).round() - (goal * 255).round()).square().mean({1, 2, 3}) / (255.0 * 255.0);
  return -10 * torch::log10(error + 1e-6);
}

} // namespace penumbra
