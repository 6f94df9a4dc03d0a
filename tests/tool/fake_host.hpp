// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/tool.hpp"

#include <string>
#include <vector>

namespace penumbra::host {

/// A host without an editor: keeps a picture, notes what it was asked, in order.
class FakeHost : public Host, private Progress {
 public:
  Image photo{8, 6, 3};
  RunMode mode = RunMode::noninteractive;
  std::vector<std::string> calls;
  std::vector<std::string> messages;
  double cancel_from = 2.0; ///< cancelled once the progress reaches this

  Image committed;
  Recipe recipe;
  Output output{};
  std::string title;
  std::vector<StackLayer> stack;
  std::vector<Image> stack_pixels;
  double progressed = 0;
  bool progress_fell = false;

  RunMode run_mode() const override { return mode; }
  Image read() override {
    calls.push_back("read");
    return photo;
  }
  std::string name() const override { return "photo"; }
  void commit(Image result, const Recipe& recipe_, Output output_, const std::string& title_) override {
    calls.push_back("commit");
    committed = result;
    recipe = recipe_;
    output = output_;
    title = title_;
  }
  void commit_stack(const std::vector<StackLayer>& stack_,
                    const std::function<Image(const StackLayer&)>& pixels, const Recipe& recipe_,
                    const std::string& title_) override {
    calls.push_back("commit_stack");
    stack = stack_;
    for (const StackLayer& layer : stack) stack_pixels.push_back(pixels(layer));
    recipe = recipe_;
    title = title_;
  }
  Progress& progress() override { return *this; }
  void message(const std::string& text) override { messages.push_back(text); }

 private:
  void report(double fraction, std::string_view) override {
    progress_fell = progress_fell || fraction < progressed;
    progressed = fraction;
  }
  bool cancelled() override { return progressed >= cancel_from; }
};

} // namespace penumbra::host
