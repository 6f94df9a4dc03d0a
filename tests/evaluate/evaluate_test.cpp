// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/evaluate.hpp"

#include "core/error.hpp"
#include "core/metric/similarity.hpp"
#include "tests/evaluate/folder.hpp"
#include "tests/metric/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

void write_pair(const Folder& folder, const std::string& name) {
  folder.write("input/" + name, metric::second_picture());
  folder.write("expertC/" + name, metric::first_picture());
}

TEST(Evaluate, JudgesEveryMethodOnEveryPicture) {
  const Folder folder;
  write_pair(folder, "a.png");
  write_pair(folder, "b.png");
  Options options;
  options.folders = {folder.path()};
  options.methods = {"none", "folder:" + (folder / "expertC")};
  options.csv = folder / "figures.csv";
  options.html = folder / "page";
  Progress progress;
  const std::vector<SetResult> results = evaluate(options, progress);

  ASSERT_EQ(results.size(), 1u);
  ASSERT_EQ(results[0].methods.size(), 2u);
  ASSERT_EQ(results[0].methods[0].figures.size(), 2u);
  EXPECT_NEAR(results[0].methods[0].figures[0].psnr,
              metric::psnr(metric::second_picture(), metric::first_picture()), 1e-12);
  EXPECT_EQ(results[0].methods[1].figures[1].psnr, psnr_cap);
  EXPECT_TRUE(std::isnan(results[0].methods[0].figures[0].decide_seconds));
  EXPECT_EQ(text_of(options.csv), csv(results));

  const std::string page = text_of(folder / "page/index.html");
  std::size_t pictures = 0;
  for (std::size_t at = page.find("src=\""); at != std::string::npos;
       at = page.find("src=\"", at + 1), ++pictures) {
    const std::string file = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    EXPECT_TRUE(std::filesystem::exists(folder / ("page/" + file))) << file;
  }
  EXPECT_EQ(pictures, 8u); // two rows of input, two methods, reference
}

TEST(Evaluate, ReducesPhotosWithoutReferencesToTheProtocolsSize) {
  const Folder folder;
  folder.write("a.png", metric::picture(720, 300, metric::first_formula));
  folder.write("results/a.png", metric::picture(600, 250, metric::second_formula));
  folder.write("list.json", R"({"pictures": [{"file": "a.png"}]})");
  Options options;
  options.folders = {folder.path()};
  options.methods = {"folder:" + (folder / "results")};
  Progress progress;
  EXPECT_EQ(evaluate(options, progress)[0].methods[0].figures.size(), 1u); // the sizes fit
  options.long_side = 0;
  EXPECT_THROW(evaluate(options, progress), Error); // as it is, 720 wide, they do not
  options.long_side = -1;
  options.sets.list = folder / "list.json"; // a list of photos is judged as it is
  EXPECT_THROW(evaluate(options, progress), Error);
}

class CancelAt : public Progress {
 public:
  explicit CancelAt(int calls) : calls_(calls) {}
  bool cancelled() override { return --calls_ < 0; }

 private:
  int calls_;
};

TEST(Evaluate, StopsWhenCancelled) {
  const Folder folder;
  write_pair(folder, "a.png");
  write_pair(folder, "b.png");
  Options options;
  options.folders = {folder.path()};
  options.methods = {"none"};
  CancelAt progress(1);
  EXPECT_THROW(evaluate(options, progress), Cancelled);
}

TEST(Evaluate, FindsMistakesBeforeTheWork) {
  const Folder folder;
  write_pair(folder, "a.png");
  Options options;
  options.folders = {folder.path()};
  options.methods = {"none", "magic"};
  Progress progress;
  EXPECT_THROW(evaluate(options, progress), Error);
  options.methods = {"none"};
  options.csv = folder / "no/such/folder.csv";
  EXPECT_THROW(evaluate(options, progress), Error);
  options.csv.clear();
  options.niqe_model = folder / "none.safetensors";
  EXPECT_THROW(evaluate(options, progress), Error);
}

} // namespace
} // namespace penumbra::evaluate
