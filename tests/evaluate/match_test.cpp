// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/look.hpp"
#include "core/error.hpp"
#include "core/evaluate/match.hpp"
#include "core/evaluate/match_methods.hpp"
#include "core/evaluate/pictures.hpp"
#include "core/io/bytes.hpp"
#include "core/metric/bytes.hpp"
#include "tests/image/pictures.hpp"
#include "tests/temporary_folder.hpp"

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::evaluate;

namespace {

/// The lattice that changes nothing, its colours turned round where `inverted`.
Image lattice(bool inverted) {
  Image out(625, 25, 3);
  for (int column = 0; column < 625; ++column)
    for (int g = 0; g < 25; ++g) {
      const int rgb[3] = {column % 25, g, column / 25};
      for (int c = 0; c < 3; ++c)
        out.at(column, g, c) = inverted ? 1 - float(rgb[c]) / 24 : float(rgb[c]) / 24;
    }
  return out;
}

/// A folder with photos a.png and b.png and lists of each kind.
class Folder {
 public:
  Folder() {
    write_picture(folder / "a.png", test::photo(120, 90, 3, 1));
    write_picture(folder / "b.png", test::photo(110, 80, 3, 2));
    write_picture(folder / "look.png", lattice(true));
    test::write_file(folder / "targets.json",
                     R"({"pairs": [{"file": "a.png", "params": [0.5, 0, 0.1, 0, 0.2, 0, 0, 0, 1]}]})");
    test::write_file(folder / "looks.json", R"({"pairs": [{"file": "a.png", "look": "look.png"}]})");
    test::write_file(folder / "style.json", R"({"pairs": [{"file": "a.png", "style": "b.png"}]})");
  }
  MatchSet set(const std::string& name, const Pipeline& pipeline = product_pipeline()) const {
    return read_match_set(folder / name, folder.path(), folder.path(), pipeline, 0);
  }
  test::TemporaryFolder folder;
};

} // namespace

TEST(MatchPairs, apply_looks_by_their_lattice) {
  const Image in = test::photo(40, 30, 3);
  EXPECT_LT(test::largest_difference(with_look(in, lattice(false)).pixels, in.pixels), 1e-5f);
  const Image turned = with_look(in, lattice(true));
  for (std::size_t i = 0; i < in.pixels.size(); ++i) ASSERT_NEAR(turned.pixels[i], 1 - in.pixels[i], 1e-5);
  EXPECT_THROW(with_look(in, in), Error);
}

TEST(MatchPairs, read_lists_of_each_kind) {
  const Folder folder;
  EXPECT_EQ(folder.set("looks.json").kind, MatchKind::looks);
  const MatchSet style = folder.set("style.json");
  EXPECT_EQ(style.kind, MatchKind::style);
  EXPECT_EQ(style.pairs[0].name, "a-b");
  const MatchSet paper = folder.set("targets.json", paper_pipeline());
  const Image& photo = paper.pairs[0].photo;
  const Image goal = paper_pipeline().apply(photo, {0.5, 0, 0.1, 0, 0.2, 0, 0, 0, 1}, {120, 90});
  EXPECT_LT(test::largest_difference(paper.pairs[0].goal.pixels, goal.pixels), 0.5f / 255 + 1e-5f);
  const MatchSet first = folder.set("targets.json"), again = folder.set("targets.json");
  EXPECT_EQ(first.pairs[0].goal.pixels, again.pairs[0].goal.pixels) << "drawn alike at every run";
  test::write_file(folder.folder / "none.json", R"({"pairs": []})");
  EXPECT_THROW(folder.set("none.json"), Error);
  EXPECT_THROW(folder.set("missing.json"), Error);
}

TEST(MatchMethods, reinhard_takes_over_mean_and_spread) {
  Image dark = test::photo(60, 50, 3, 3), bright = test::photo(60, 50, 3, 4);
  for (float& v : dark.pixels) v *= 0.4f;
  const Image result = reinhard(dark, bright);
  EXPECT_NEAR(mean_luma(result), mean_luma(bright), 0.03);
  EXPECT_LT(look_distance(result, bright), 0.5 * look_distance(dark, bright));
}

TEST(MatchMethods, say_what_is_not_known) {
  for (const char* wrong :
       {"cma", "cmaes", "cmaes:0", "policy:best", "none:1", "polish:queries=1", "policy:queries=50"})
    EXPECT_THROW(make_match_method(wrong, product_pipeline(), {}), Error) << wrong;
  EXPECT_THROW(make_match_method("policy", paper_pipeline(), {}), Error);
}

TEST(MatchMethods, cmaes_comes_nearer_with_more_queries) {
  const Image photo = test::photo(64, 48, 3, 5);
  const FinishValues wanted{0.6, 0.2, 0, 0.3, 0.2, 0, 0.4, 0, 0};
  const Size size{64, 48};
  const Image goal = product_pipeline().apply(photo, wanted, size);
  const auto reached = [&](int queries) {
    return test::psnr(product_pipeline().apply(photo, cmaes(product_pipeline(), photo, goal, queries), size),
                      goal);
  };
  try {
    cmaes(product_pipeline(), photo, goal, 20);
  } catch (const Error& none) {
    GTEST_SKIP() << none.what();
  }
  EXPECT_GT(reached(600), reached(50) + 3);
  EXPECT_GT(reached(600), 30);
}

TEST(EvaluateMatch, prints_a_table_for_each_list) {
  const Folder folder;
  MatchOptions options;
  options.files = {folder.folder / "targets.json", folder.folder / "style.json"};
  options.photos = options.looks = folder.folder.path();
  options.methods = {"none", "reinhard"};
  options.csv = folder.folder / "figures.csv";
  options.pictures = folder.folder / "pictures";
  Progress silent;
  const std::string tables = evaluate_match(options, silent);
  EXPECT_NE(tables.find("### targets, 1 pairs"), std::string::npos) << tables;
  EXPECT_NE(tables.find("### style, 1 pairs"), std::string::npos) << tables;
  EXPECT_NE(tables.find("| reinhard |"), std::string::npos) << tables;
  EXPECT_TRUE(std::filesystem::exists(options.csv));
  EXPECT_TRUE(std::filesystem::exists(folder.folder / "pictures/a-reinhard.png"));
}

TEST(EvaluateMatch, tunes_other_pipelines) {
  const Folder folder;
  MatchOptions options;
  options.files = {folder.folder / "targets.json"};
  options.photos = folder.folder.path();
  options.methods = {"none"};
  options.csv = folder.folder / "figures.csv";
  const auto psnr = [&](const std::string& pipeline) {
    options.pipeline = pipeline;
    Progress silent;
    evaluate_match(options, silent);
    const std::string lines = cli::read_file(options.csv);
    return lines.substr(lines.find("none,") + 5, 5);
  };
  const std::string product = psnr("product"), paper = psnr("paper");
  EXPECT_NE(product, paper);
  EXPECT_THROW(psnr("darktable"), Error);
  try {
    const std::string gegl = psnr("gegl");
    EXPECT_NE(gegl, product) << "the same sliders, another pipeline";
  } catch (const Error& none) {
    GTEST_SKIP() << none.what();
  }
}

TEST(EvaluateMatch, judges_by_gram_matrices_where_there_are_weights) {
  const Folder folder;
  MatchOptions options;
  options.files = {folder.folder / "style.json"};
  options.photos = folder.folder.path();
  options.methods = {"none"};
  Progress silent;
  EXPECT_EQ(evaluate_match(options, silent).find("Gram"), std::string::npos);
  options.vgg = folder.folder / "style.json";
  EXPECT_THROW(evaluate_match(options, silent), Error) << "not weights";
  const char* oracles = std::getenv("PENUMBRA_ORACLES");
  options.vgg = std::string(oracles ? oracles : "") + "/vgg19_normalised_relu3_1.safetensors";
  if (!std::filesystem::exists(options.vgg)) GTEST_SKIP() << "PENUMBRA_ORACLES names no folder with VGG-19";
  EXPECT_NE(evaluate_match(options, silent).find("| Gram |"), std::string::npos);
}

TEST(Look, knows_the_same_content_after_an_edit) {
  const Image photo = test::photo(120, 90, 3, 1);
  const Image edited =
      product_pipeline().apply(photo, {-0.8, 0.5, 0.2, 0.6, 0.4, -0.5, 0.5, 0.3, 0.5}, {120, 90});
  EXPECT_TRUE(same_content(photo, edited));
  EXPECT_TRUE(same_content(photo, resize(edited, {60, 45})));
  Image shuffled = photo;
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 120; ++x)
      for (int c = 0; c < 3; ++c) shuffled.at(x, y, c) = photo.at(3 * x % 120, 2 * y % 90, c);
  EXPECT_FALSE(same_content(photo, shuffled));
  EXPECT_FALSE(same_content(photo, resize(photo, {120, 70})));
  EXPECT_EQ(look_distance(photo, photo), 0.0);
  EXPECT_GT(look_distance(photo, edited), 1.0);
}

TEST(Look, scores_histograms_as_the_paper_does) {
  Image dark(8, 8, 3), light(8, 8, 3), red(8, 8, 3);
  for (std::size_t i = 0; i < dark.pixels.size(); ++i)
    dark.pixels[i] = 0.2f, light.pixels[i] = 0.8f, red.pixels[i] = i % 3 == 0 ? 0.9f : 0.1f;
  EXPECT_EQ(histogram_score(dark, dark), 0.0);
  // All of Y in another bin, U and V where they were.
  EXPECT_NEAR(histogram_score(dark, light), 100 * std::sqrt(2.0), 1e-6);
  EXPECT_NEAR(histogram_score(dark, red), 100 * std::sqrt(2.0) + 50 * std::sqrt(4.0), 1e-6);
}
