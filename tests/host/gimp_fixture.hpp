// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/host/gimp_picture.hpp"

#include <gtest/gtest.h>
#include <memory>

namespace penumbra::test {

/// A test with a GIMP of its own, whose profile folder bears the test's name. Skips itself without GIMP.
class GimpTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string reason = why_no_gimp(); !reason.empty()) GTEST_SKIP() << reason;
    if (starts_gimp()) launch();
  }
  virtual bool starts_gimp() const { return true; }
  void launch(const SessionOptions& options = {}) {
    gimp_.reset(); // the old one quits first
    gimp_ = std::make_unique<GimpSession>(test_name(), options);
  }
  void stop() { gimp_.reset(); }
  GimpSession& gimp() { return *gimp_; }
  static std::string test_name() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    return std::string(test->test_suite_name()) + "-" + test->name();
  }

 private:
  std::unique_ptr<GimpSession> gimp_;
};

} // namespace penumbra::test
