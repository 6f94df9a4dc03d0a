// SPDX-License-Identifier: GPL-3.0-or-later
// Adding a slider is one row and its edit: a test tool gets a row more, and every host has it.

#include "core/edit/clarity/clarity.hpp"
#include "core/edit/finish/finish.hpp"
#include "core/tool/tool.hpp"
#include "plugin/cli/tool_options.hpp"
#include "tests/image/pictures.hpp"
#include "tests/tool/fake_host.hpp"
#include "tests/ui/application.hpp"
#include "ui/session/presets.hpp"
#include "ui/widget/parameter_form.hpp"
#include "ui/widget/parameter_panel.hpp"
#include "ui/widget/slider_row.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace penumbra::host {
namespace {

// --- the tool as it was ---

const Choice methods_of_the_test[] = {{"plain", "Plain", nullptr}};

#define PENUMBRA_TEST_ROWS                                                                                   \
  {.id = "method",                                                                                           \
   .title = "&Method",                                                                                       \
   .noun = "method",                                                                                         \
   .help = "Which agent decides.",                                                                           \
   .type = Type::method,                                                                                     \
   .decides = Decides::yes,                                                                                  \
   .choices = methods_of_the_test,                                                                           \
   .positional = true},                                                                                      \
  {                                                                                                          \
    .id = "output", .title = "&Output", .noun = "output", .help = "Where the result goes.",                  \
    .type = Type::output, .max = 1, .positional = true                                                       \
  }

const Parameter rows_before[] = {PENUMBRA_TEST_ROWS};

// --- the row that is added ---

const Parameter rows_after[] = {PENUMBRA_TEST_ROWS,
                                {.id = "warmth",
                                 .title = "&Warmth",
                                 .noun = "warmth",
                                 .help = "How much warmer the colours get. Towards orange.",
                                 .type = Type::amount,
                                 .max = 0.8,
                                 .initial = 0.25,
                                 .unit = Unit::percent}};

Table table_of(std::span<const Parameter> rows) {
  return {.id = "test-tool",
          .title = "Test Tool",
          .menu = "_Test Tool…",
          .procedure = "plug-in-penumbra-test",
          .command = "test",
          .suffix = "-tested",
          .blurb = "Tests",
          .help = "Tests.",
          .window_help = "<p>Tests.</p>",
          .nothing_to_do = nullptr,
          .parameters = rows};
}

const Table before = table_of(rows_before), after = table_of(rows_after);

Tool tool_of(const Table& table) {
  return {.table = table,
          .last_step = [](const Values&) { return 1; },
          .decide =
              [](const Input& input, const Values&, Deciding&, Progress&) {
                Episode episode;
                episode.observation = observe(input.photo, 32);
                return episode;
              },
          // --- and its edit ---
          .apply =
              [](const Episode&, const Values& values) {
                Episode out;
                out.edits = {make_finish_step({0, values.get<double>("warmth")})};
                out.suggested = 1;
                return out;
              },
          .title = [](const Values&, const Episode&, int) { return std::string("Test Tool"); }};
}

const Tool tool = tool_of(after);
const Parameter& warmth = rows_after[2];

struct AddParameter : test::UiTest {
  /// What the course makes of the values.
  FinishValues committed(const Values& values_) {
    FakeHost host;
    host.photo = test::photo(20, 12, 3);
    Values values = values_;
    EXPECT_EQ(run(host, tool, values), Outcome::committed);
    return finish_values(host.recipe.steps.at(0));
  }
};

TEST_F(AddParameter, IsCheckedAgainstItsRange) {
  Values values(after);
  EXPECT_EQ(values.get<double>("warmth"), 0.25);
  EXPECT_NO_THROW(check(tool, values.set("warmth", 0.8)));
  try {
    check(tool, values.set("warmth", 0.9));
    FAIL() << "beyond the range";
  } catch (const Error& problem) {
    EXPECT_STREQ(problem.what(), "The warmth is out of range; it must be 0 to 0.8.");
  }
}

TEST_F(AddParameter, IsInPresetsAndLastValuesAndOlderOnesStillRead) {
  Values values(after);
  values.set("warmth", 0.5);
  EXPECT_EQ(to_json(values, Kept::always)["warmth"], 0.5);
  EXPECT_EQ(values_from_json(tool, to_json(values, Kept::host)), values);
  EXPECT_EQ(values_from_json(tool, to_json(Values(before))), Values(after));
}

TEST_F(AddParameter, IsNamedBehindTheMethodInGimpAndTheArgumentsStayAsTheyWere) {
  const std::vector<Argument> was = arguments_of(before), is = arguments_of(after);
  ASSERT_EQ(is.size(), was.size());
  for (std::size_t i = 0; i < is.size(); ++i) EXPECT_EQ(is[i].name, was[i].name);
  EXPECT_NE(is[0].description.find("warmth (0 to 0.8)"), std::string::npos) << is[0].description;
  EXPECT_EQ(was[0].description.find("warmth"), std::string::npos);
  Values values(after);
  set_argument(values, rows_after[0], "plain:warmth=0.5");
  EXPECT_EQ(committed(values)[1], 0.5);
}

TEST_F(AddParameter, IsAnOptionOfTheCommandLine) {
  Values values(after);
  CLI::App program;
  cli::add_options(program, values);
  const std::string help = program.help();
  EXPECT_NE(help.find("--warmth"), std::string::npos) << help;
  EXPECT_NE(help.find("How much warmer the colours get (0 to 0.8)"), std::string::npos) << help;
  EXPECT_NE(help.find("0.25"), std::string::npos) << help;
  program.parse(std::vector<std::string>{"0.5", "--warmth"});
  EXPECT_EQ(committed(values)[1], 0.5);
  EXPECT_THROW(program.parse(std::vector<std::string>{"0.9", "--warmth"}), CLI::ValidationError);
}

TEST_F(AddParameter, IsASliderWithItsTipAndUnitInTheWindow) {
  ui::DialogInput input;
  input.photo = std::make_shared<Image>(test::photo(40, 30, 3));
  input.make_agent = [](const std::string&) -> std::unique_ptr<Agent> { return nullptr; };
  ui::ToolSession session(tool, input, Values(after));
  ui::ParameterPanel panel(session, input);
  const auto* row = qobject_cast<ui::SliderRow*>(panel.form().control("warmth"));
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->slider()->maximum(), 80);
  EXPECT_EQ(row->number()->suffix(), " %");
  EXPECT_EQ(row->number()->value(), 25);
  EXPECT_EQ(row->slider()->toolTip(), QString::fromLatin1(warmth.help));
  EXPECT_EQ(row->number()->accessibleName(), "Warmth in percent");
  session.start();
  ASSERT_TRUE(wait([&] { return session.can_commit(); }));
  row->number()->setValue(50);
  EXPECT_EQ(committed(session.choice().values)[1], 0.5);
  EXPECT_EQ(panel.command_line(), "penumbra test PHOTO -o RESULT.png --method plain --warmth 0.5");
  EXPECT_EQ(panel.lasting_values()["warmth"], 0.5);
}

TEST_F(AddParameter, IsInTheDocumentation) {
  EXPECT_NE(parameters_as_markdown(after).find(
                "| warmth | `--warmth` |  | 0 to 0.8 | 0.25 |  | How much warmer the colours get |"),
            std::string::npos)
      << parameters_as_markdown(after);
}

} // namespace
} // namespace penumbra::host
