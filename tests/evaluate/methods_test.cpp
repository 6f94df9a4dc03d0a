// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/methods.hpp"

#include "core/edit/curve/curve.hpp"
#include "core/error.hpp"
#include "core/evaluate/baselines.hpp"
#include "core/metric/bytes.hpp"
#include "tests/evaluate/folder.hpp"
#include "tests/metric/pictures.hpp"

#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

using metric::to_bytes;

Progress progress; // says nothing, never cancels

std::unique_ptr<Method> make_method(const std::string& text, const MethodOptions& options = {}) {
  return std::move(make_methods({text}, options).front());
}

std::string message_of(const std::string& method) {
  try {
    make_method(method);
  } catch (const Error& e) {
    return e.what();
  }
  return {};
}

TEST(Methods, NoneAndTheBaselinesNeedNothing) {
  const Item item{"a", "a.png", ""};
  const Image photo = metric::first_picture();
  EXPECT_EQ(to_bytes(make_method("none")->run(item, photo, nullptr, progress).result), to_bytes(photo));
  EXPECT_EQ(to_bytes(make_method("auto-levels")->run(item, photo, nullptr, progress).result),
            to_bytes(auto_levels(photo)));
  EXPECT_EQ(to_bytes(make_method("gamma100")->run(item, photo, nullptr, progress).result),
            to_bytes(gamma_to_luma_100(photo)));
  EXPECT_EQ(to_bytes(make_method("clahe")->run(item, photo, nullptr, progress).result),
            to_bytes(clahe(photo)));
}

TEST(Methods, ReadyResultsAreFoundByNameOfItemOrFile) {
  const Folder folder;
  folder.write("scene_1.png", metric::flat(1, 1, 1));
  folder.write("p2.png", metric::flat(2, 2, 2));
  const auto method = make_method("folder:" + folder.path());
  const Image photo = metric::flat(9, 9, 9);
  EXPECT_EQ(to_bytes(method->run({"scene_1", "x/frame_3.jpg", ""}, photo, nullptr, progress).result).rgb[0],
            1);
  EXPECT_EQ(to_bytes(method->run({"two", "x/p2.jpg", ""}, photo, nullptr, progress).result).rgb[0], 2);
  EXPECT_THROW(method->run({"three", "x/p3.jpg", ""}, photo, nullptr, progress), Error);
  EXPECT_THROW(method->run({"scene_1", "x.jpg", ""}, metric::flat(9, 9, 9, 5, 5), nullptr, progress), Error);
}

TEST(Methods, ReadyResultsAreReducedLikeThePhotos) {
  const Folder folder;
  folder.write("a.png", metric::first_picture()); // 64x48
  MethodOptions options;
  options.long_side = 40;
  const Outcome out = make_method("folder:" + folder.path(), options)
                          ->run({"a", "a.png", ""}, reduced(metric::first_picture(), 40), nullptr, progress);
  EXPECT_EQ(to_bytes(out.result), to_bytes(reduced(metric::first_picture(), 40)));
}

TEST(Methods, SayWhatIsWrongAndWhatIsKnown) {
  EXPECT_NE(message_of("magic").find("gamma100"), std::string::npos);
  EXPECT_NE(message_of("magic").find(agents().front().id), std::string::npos);
  EXPECT_NE(message_of("folder:/no/such/folder").find("/no/such/folder"), std::string::npos);
  const std::string id = agents().front().id;
  EXPECT_NE(message_of(id + ":upside-down").find("mean-map"), std::string::npos);
  EXPECT_NE(message_of(id + ":steps=many").find("many"), std::string::npos);
  EXPECT_NE(message_of(id + ":step=").find("no number"), std::string::npos);
}

TEST(MeanMap, KeepsTheMeanOfEachChannelOnly) {
  Map map(2, 2, 3);
  map.values = {0.1f, 0.0f, 1.0f, 0.3f, 0.0f, -1.0f, 0.5f, 0.2f, 1.0f, 0.7f, 0.2f, -1.0f};
  const EditStep step = mean_map(make_curve_step(map, 0.5));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(step.maps[0].values[i * 3], 0.4f, 1e-6);
    EXPECT_NEAR(step.maps[0].values[i * 3 + 1], 0.1f, 1e-6);
    EXPECT_NEAR(step.maps[0].values[i * 3 + 2], 0.0f, 1e-6);
  }
  EXPECT_EQ(step.parameters["strength"], 0.5);
  EXPECT_TRUE(mean_map(EditStep()).maps.empty());
}

} // namespace
} // namespace penumbra::evaluate
