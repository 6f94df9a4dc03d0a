// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/match_pairs.hpp"

#include "core/error.hpp"
#include "core/evaluate/pictures.hpp"
#include "core/io/image_file.hpp"
#include "core/metric/bytes.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

namespace penumbra::evaluate {
namespace {

constexpr int places = 25; // of a look's lattice, a side

nlohmann::json read_json(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw Error("The list " + path + " cannot be opened.");
  try {
    return nlohmann::json::parse(in);
  } catch (const nlohmann::json::exception& problem) {
    throw Error("The list " + path + " cannot be read: " + problem.what());
  }
}

Image rounded(const Image& image) {
  return metric::from_bytes(metric::to_bytes(image));
}

double mean(const Image& image) {
  double sum = 0;
  for (const float v : image.pixels) sum += double(v);
  return sum / double(image.pixels.size());
}

/// The same on every standard library.
double uniform(std::mt19937& random) {
  return double(random() >> 5) * 0x1p-27;
}

Image random_goal(const Image& photo, const Pipeline& pipeline, std::mt19937& random) {
  for (;;) {
    FinishValues values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Slider& slider = pipeline.sliders()[i];
      values[i] = slider.min + uniform(random) * (slider.max - slider.min);
    }
    Image goal = rounded(pipeline.apply(photo, values, {photo.width, photo.height}));
    if (const double m = mean(goal); m >= 0.05 && m <= 0.95) return goal;
  }
}

FinishValues listed_values(const nlohmann::json& params) {
  const auto values = params.get<std::vector<double>>();
  if (values.size() != std::size_t(finish_sliders)) throw Error("A random target needs nine values.");
  FinishValues out;
  std::copy(values.begin(), values.end(), out.begin());
  return out;
}

MatchPair pair_of(const nlohmann::json& entry, MatchKind kind, const std::string& photos,
                  const std::string& looks, const Pipeline& pipeline, std::mt19937& random) {
  const std::string file = entry.at("file");
  const int side = kind == MatchKind::targets ? 256 : 512;
  MatchPair pair{
      std::filesystem::path(file).stem().string(), reduced(read_picture(photos + "/" + file), side), {}};
  if (kind == MatchKind::targets) {
    const Size size{pair.photo.width, pair.photo.height};
    pair.goal = &pipeline == &paper_pipeline()
                    ? rounded(pipeline.apply(pair.photo, listed_values(entry.at("params")), size))
                    : random_goal(pair.photo, pipeline, random);
    return pair;
  }
  const std::string other = entry.at(kind == MatchKind::looks ? "look" : "style");
  pair.name += "-" + std::filesystem::path(other).stem().string();
  if (kind == MatchKind::style) {
    pair.goal = reduced(read_picture(photos + "/" + other), side);
    return pair;
  }
  if (looks.empty()) throw Error("Name the folder of the looks with --looks.");
  cli::Notes notes;
  pair.goal = rounded(with_look(pair.photo, cli::read_photo(looks + "/" + other, notes).image));
  return pair;
}

} // namespace

Image with_look(const Image& photo, const Image& lattice) {
  if (lattice.width != places * places || lattice.height != places || lattice.channels != 3)
    throw Error("A look is an RGB picture of 625 x 25 pixels.");
  Image out = photo;
  const auto at = [&](const int* v, int c) { return lattice.at(places * v[2] + v[0], v[1], c); };
  for (std::size_t i = 0; i < out.pixels.size(); i += 3) {
    int low[3];
    float t[3];
    for (int c = 0; c < 3; ++c) {
      const float u = std::clamp(photo.pixels[i + std::size_t(c)], 0.0f, 1.0f) * (places - 1);
      low[c] = std::min(int(u), places - 2);
      t[c] = u - float(low[c]);
    }
    for (int c = 0; c < 3; ++c) {
      float sum = 0;
      for (int corner = 0; corner < 8; ++corner) {
        int v[3];
        float weight = 1;
        for (int k = 0; k < 3; ++k) {
          const bool up = corner >> k & 1;
          v[k] = low[k] + up;
          weight *= up ? t[k] : 1 - t[k];
        }
        sum += weight * at(v, c);
      }
      out.pixels[i + std::size_t(c)] = sum;
    }
  }
  return out;
}

MatchSet read_match_set(const std::string& file, const std::string& photos, const std::string& looks,
                        const Pipeline& pipeline, int limit) {
  const nlohmann::json json = read_json(file);
  try {
    MatchSet set;
    set.name = std::filesystem::path(file).stem().string();
    const nlohmann::json& pairs = json.at("pairs");
    if (pairs.empty()) throw Error("The list " + file + " holds no pairs.");
    set.kind = pairs[0].contains("params") ? MatchKind::targets
               : pairs[0].contains("look") ? MatchKind::looks
                                           : MatchKind::style;
    std::mt19937 random(11);
    for (const nlohmann::json& entry : pairs) {
      if (limit > 0 && int(set.pairs.size()) == limit) break;
      set.pairs.push_back(pair_of(entry, set.kind, photos, looks, pipeline, random));
    }
    return set;
  } catch (const nlohmann::json::exception& problem) {
    throw Error("The list " + file + " is not as expected: " + problem.what());
  }
}

} // namespace penumbra::evaluate
