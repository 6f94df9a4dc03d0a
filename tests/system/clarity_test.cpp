#include "core/system/clarity.hpp"
#include "core/edit/curve/curve.hpp"

#include <gtest/gtest.h>

namespace penumbra {
namespace {

Episode four_steps(int best) {
  Episode episode;
  for (int t = 0; t < 4; ++t) episode.steps.push_back(make_curve_step(Map(2, 2)));
  episode.scores = {1, 2, 3, 4, 5};
  episode.best = best;
  return episode;
}

TEST(AddClarity, ComesAfterTheBestStateWhichIsThenTheOneWithIt) {
  Episode episode = four_steps(3);
  add_clarity(episode, 0.4);
  ASSERT_EQ(episode.steps.size(), 5u);
  EXPECT_EQ(episode.steps[3].operation, "clarity");
  EXPECT_EQ(episode.steps[3].parameters.at("amount"), 0.4);
  EXPECT_EQ(episode.best, 4);
  EXPECT_EQ(episode.scores, (std::vector<double>{1, 2, 3, 4, 4, 5}));
  EXPECT_EQ(episode.origin.at("clarity"), 0.4);
}

TEST(AddClarity, LeavesAPhotoAloneThatIsBestLeftAlone) {
  Episode episode = four_steps(0);
  add_clarity(episode, 0.4);
  EXPECT_EQ(episode.best, 0);
  EXPECT_EQ(episode.steps.back().operation, "clarity");
  EXPECT_EQ(episode.scores, (std::vector<double>{1, 2, 3, 4, 5, 5}));
}

class Decided : public Agent {
 public:
  Episode run(const Image&, const AgentSettings&, Progress&) override { return four_steps(2); }
};

TEST(Clarified, HasTheStepOnlyWhereItIsAskedFor) {
  const auto agent = clarified(std::make_unique<Decided>());
  Progress progress;
  AgentSettings settings;
  EXPECT_EQ(agent->run({}, settings, progress).steps.size(), 4u);
  settings.clarity = 0.5;
  EXPECT_EQ(agent->run({}, settings, progress).steps[2].operation, "clarity");
}

} // namespace
} // namespace penumbra
