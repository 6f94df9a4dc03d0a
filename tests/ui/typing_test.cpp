// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers typed as people type them, into every field of every tool.

#include "tests/ui/every_tool.hpp"
#include "ui/widget/number_field.hpp"
#include "ui/widget/slider_row.hpp"

#include <QPushButton>
#include <QTest>
#include <cmath>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

class TypingTest : public test::EveryTool {
 protected:
  static std::vector<NumberField*> fields(Dialog& dialog) {
    std::vector<NumberField*> out;
    for (NumberField* field : dialog.findChildren<NumberField*>())
      if (field->isEnabled()) out.push_back(field);
    return out;
  }
  /// What is seen of a field's number, without the unit.
  static QString shown(const NumberField& field) {
    QString text = field.text();
    if (text.endsWith(field.suffix())) text.chop(field.suffix().size());
    return text;
  }
  /// Types `text` key by key: after each the field must show what was typed so far.
  static void type(NumberField& field, const QString& text) {
    field.setFocus();
    field.selectAll();
    for (int i = 0; i < text.size(); ++i) {
      QTest::keyClick(&field, text[i].toLatin1());
      run_events();
      ASSERT_EQ(shown(field), text.left(i + 1)) << field.accessibleName().toStdString();
    }
  }
};

TEST_F(TypingTest, EveryFieldOfEveryToolIsANumberFieldThatTakesWhatWasTyped) {
  const QLocale before;
  int typed = 0;
  for (const char* language : {"en_US", "de_DE"}) {
    QLocale::setDefault(QLocale(language));
    in_every_tool([&](Dialog& dialog) {
      ASSERT_EQ(dialog.findChildren<QAbstractSpinBox*>().size(), dialog.findChildren<NumberField*>().size());
      for (NumberField* field : fields(dialog)) {
        const std::string name = language + (" " + field->accessibleName()).toStdString();
        const double scale = std::pow(10, field->decimals());
        const auto expected = [&](double number) {
          return std::round(std::clamp(number, field->minimum(), field->maximum()) * scale) / scale;
        };
        const std::pair<const char*, double> numbers[] = {
            {"30", 30},       {"12.5", 12.5}, {"12,5", 12.5}, {"1.5", 1.5},     {"-1.25", -1.25},
            {"-1,25", -1.25}, {"+2", 2},      {"0", 0},       {".5", 0.5},      {"07", 7},
            {"-0.4", -0.4},   {"100", 100},   {"9999", 9999}, {"-9999", -9999}, {"2.", 2},
        };
        for (const auto& [text, number] : numbers) {
          ASSERT_NO_FATAL_FAILURE(type(*field, text));
          QTest::keyClick(field, Qt::Key_Return);
          ASSERT_TRUE(settle(dialog.session()));
          ASSERT_TRUE(dialog.isVisible()) << "Enter takes the number, and no more";
          EXPECT_NEAR(field->value(), expected(number), 1e-9) << name << ' ' << text;
          ++typed;
        }
        const double value = field->value();
        for (const char* text : {"abc", "-", "+", "1x5", "", "1.2.3", "--3", "inf", "1e1", "%"}) {
          field->selectAll();
          field->setFocus();
          if (*text) {
            ASSERT_NO_FATAL_FAILURE(type(*field, text));
          } else {
            QTest::keyClick(field, Qt::Key_Delete);
          }
          QTest::keyClick(field, Qt::Key_Return);
          ASSERT_TRUE(settle(dialog.session()));
          ASSERT_TRUE(dialog.isVisible());
          EXPECT_NEAR(field->value(), value, 1e-9) << name << " \"" << text << '"';
          EXPECT_EQ(field->text().contains("abc"), false);
        }
      }
    });
  }
  QLocale::setDefault(before);
  EXPECT_GT(typed, 2 * 15 * (4 + 4 + 11) - 1) << "low light, three segments, nine sliders";
}

TEST_F(TypingTest, WhatWasTypedReachesTheTool) {
  in_every_tool([&](Dialog& dialog) {
    auto* panel = dialog.findChild<ToolPanel*>();
    for (NumberField* field : fields(dialog)) {
      const QString before = panel->command_line();
      ASSERT_NO_FATAL_FAILURE(type(*field, field->value() == 2 ? "3" : "2"));
      EXPECT_EQ(panel->command_line(), before) << "not while it is typed";
      QTest::keyClick(field, Qt::Key_Enter, Qt::KeypadModifier);
      ASSERT_TRUE(settle(dialog.session()));
      EXPECT_NE(panel->command_line(), before) << field->accessibleName().toStdString();
    }
  });
}

TEST_F(TypingTest, EscapeBringsTheNumberBackAndLeavesTheWindow) {
  in_every_tool([&](Dialog& dialog) {
    for (NumberField* field : fields(dialog)) {
      const double value = field->value();
      ASSERT_NO_FATAL_FAILURE(type(*field, "7"));
      QTest::keyClick(field, Qt::Key_Escape);
      ASSERT_TRUE(dialog.isVisible());
      EXPECT_EQ(field->value(), value);
      EXPECT_FALSE(field->editing());
      EXPECT_NE(shown(*field), "7");
    }
  });
}

TEST_F(TypingTest, OkTakesWhatIsStillBeingTyped) {
  const DialogInput input = test::fake_input(agents, test::sample_photo(200, 150));
  test::LowLightSession session(input);
  Dialog dialog(session, new ParameterPanel(session, input), "sample", "");
  dialog.show();
  ASSERT_TRUE(settle(session));
  for (NumberField* field : fields(dialog))
    if (field->accessibleName() == "Strength in percent") {
      field->setFocus();
      field->selectAll();
      QTest::keyClicks(field, "45");
    }
  dialog.accept();
  EXPECT_DOUBLE_EQ(session.values().get<double>("strength"), 0.45);
}

TEST_F(TypingTest, AFieldThatIsEditedIsNotRewrittenFromElsewhere) {
  NumberField field;
  field.setRange(0, 100);
  field.show_value(20);
  field.show();
  field.setFocus();
  field.selectAll();
  QTest::keyClicks(&field, "4");
  field.show_value(70); // the tool says something else meanwhile
  EXPECT_EQ(field.text(), "4");
  QTest::keyClick(&field, Qt::Key_Escape);
  EXPECT_EQ(field.value(), 70);
}

TEST_F(TypingTest, DoubleClickAndDeleteResetEverySlider) {
  in_every_tool([&](Dialog& dialog) {
    for (SliderRow* row : dialog.findChildren<SliderRow*>())
      for (const bool key : {true, false}) {
        const std::string name = row->slider()->accessibleName().toStdString();
        const double initial = row->value();
        row->number()->setValue(initial > row->number()->minimum() ? row->number()->minimum()
                                                                   : row->number()->maximum());
        ASSERT_TRUE(settle(dialog.session()));
        ASSERT_NE(row->value(), initial) << name;
        if (key)
          QTest::keyClick(row->slider(), Qt::Key_Delete);
        else
          QTest::mouseDClick(row->slider(), Qt::LeftButton);
        ASSERT_TRUE(settle(dialog.session()));
        EXPECT_NEAR(row->value(), initial, 1e-9) << name;
      }
  });
}

} // namespace
