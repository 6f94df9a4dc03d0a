// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/figures.hpp"

#include "core/metric/colour_difference.hpp"
#include "core/metric/similarity.hpp"
#include "core/metric/tone.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra::evaluate {
namespace {

std::vector<double> known(const std::vector<double>& values) {
  std::vector<double> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out),
               [](double v) { return !std::isnan(v); });
  return out;
}

double capped_psnr(const Image& a, const Image& b) {
  return std::min(metric::psnr(a, b), psnr_cap);
}

} // namespace

Figures judge(const Image& result, const Image& input, const Image* reference,
              const metric::NiqeModel* niqe_model) {
  Figures f;
  f.mean_luma = metric::mean_luma8(result);
  f.clipped = 100 * metric::clipped_share(result);
  f.black = 100 * metric::black_share(result);
  f.hue_change = metric::mean_hue_change(input, result);
  const double before = metric::mean_luma8(input);
  if (before > 0) f.luma_growth = f.mean_luma / before;
  if (niqe_model && std::min(result.width, result.height) >= metric::niqe_least_side)
    f.niqe = metric::niqe(result, *niqe_model);
  if (!reference) return f;
  const Image matched = metric::match_mean(result, *reference);
  f.psnr = capped_psnr(result, *reference);
  f.ssim = metric::ssim(result, *reference);
  f.psnr_matched = capped_psnr(matched, *reference);
  f.ssim_matched = metric::ssim(matched, *reference);
  f.delta_e = metric::mean_delta_e2000(result, *reference);
  return f;
}

void add_actions(Figures& figures, const std::vector<EditStep>& steps) {
  for (const EditStep& step : steps) {
    if (step.operation != "curve" || step.maps.empty()) continue;
    const std::vector<double> values(step.maps.front().values.begin(), step.maps.front().values.end());
    figures.action_means.push_back(mean(values));
    figures.action_spreads.push_back(deviation(values));
  }
}

double mean(const std::vector<double>& values) {
  const std::vector<double> v = known(values);
  if (v.empty()) return unknown;
  double sum = 0;
  for (const double x : v) sum += x;
  return sum / double(v.size());
}

double deviation(const std::vector<double>& values) {
  const std::vector<double> v = known(values);
  const double m = mean(v);
  double sum = 0;
  for (const double x : v) sum += (x - m) * (x - m);
  return v.empty() ? unknown : std::sqrt(sum / double(v.size()));
}

double percentile(std::vector<double> values, double percent) {
  std::vector<double> v = known(values);
  if (v.empty()) return unknown;
  std::sort(v.begin(), v.end());
  const double rank = percent / 100 * double(v.size() - 1);
  const auto low = std::size_t(rank);
  const std::size_t high = std::min(low + 1, v.size() - 1);
  return v[low] + (rank - double(low)) * (v[high] - v[low]);
}

double largest(const std::vector<double>& values) {
  const std::vector<double> v = known(values);
  return v.empty() ? unknown : *std::max_element(v.begin(), v.end());
}

ActionSpread action_spread(const std::vector<Figures>& pictures) {
  std::vector<double> over_pixels, over_pictures;
  std::vector<std::vector<double>> means_of_step;
  for (const Figures& f : pictures) {
    over_pixels.insert(over_pixels.end(), f.action_spreads.begin(), f.action_spreads.end());
    if (means_of_step.size() < f.action_means.size()) means_of_step.resize(f.action_means.size());
    for (std::size_t t = 0; t < f.action_means.size(); ++t) means_of_step[t].push_back(f.action_means[t]);
  }
  for (const auto& means : means_of_step) over_pictures.push_back(deviation(means));
  return {mean(over_pixels), mean(over_pictures)};
}

} // namespace penumbra::evaluate
