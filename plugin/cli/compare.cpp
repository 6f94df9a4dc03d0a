// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

#include <algorithm>
#include <memory>
#include <opencv2/imgproc.hpp>

namespace penumbra::cli {
namespace {

struct Options {
  std::string before, after, out;
  std::string label_before = "Before", label_after = "After";
  int size = 1200;
};

constexpr int border = 24, caption = 56;

/// RGB, sRGB-encoded, on white where it is transparent, reduced to at most `size`.
Image shown(const Photo& photo, int size) {
  const Image& image = photo.image;
  const Image small = convert(resize(image, fit_long_side(image.width, image.height, size)), Encoding::srgb);
  Image out(small.width, small.height, 3);
  const int colours = small.colour_channels();
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      const float alpha = small.has_alpha() ? std::clamp(small.at(x, y, colours), 0.0f, 1.0f) : 1.0f;
      for (int c = 0; c < 3; ++c) out.at(x, y, c) = alpha * small.at(x, y, colours == 3 ? c : 0) + 1 - alpha;
    }
  return out;
}

void paste(const Image& picture, Image& onto, int x0, const std::string& label) {
  for (int y = 0; y < picture.height; ++y)
    std::copy_n(picture.row(y), std::size_t(picture.width) * 3, &onto.at(x0, caption + y, 0));
  cv::Mat canvas(onto.height, onto.width, CV_32FC3, onto.pixels.data());
  cv::putText(canvas, label, {x0, caption - 18}, cv::FONT_HERSHEY_SIMPLEX, 1.0, cv::Scalar::all(0.15), 2,
              cv::LINE_AA);
}

void run(const Options& options) {
  Notes ignored; // what a preview leaves out is nobody's loss
  PictureOptions pictures;
  pictures.in = options.before;
  pictures.out = options.out;
  pictures.quiet = true;
  PictureRun course(pictures, {{options.after}, {}});
  const Image before = shown(course.read(), options.size);
  const Image after = shown(read_photo(options.after, ignored), options.size);
  Image both(before.width + after.width + 3 * border,
             std::max(before.height, after.height) + caption + border, 3);
  std::fill(both.pixels.begin(), both.pixels.end(), 1.0f);
  paste(before, both, border, options.label_before);
  paste(after, both, 2 * border + before.width, options.label_after);
  course.write(std::move(both), Photo{});
}

} // namespace

void add_compare(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("compare", "Put two pictures side by side, with labels");
  command->add_option("before", options->before, "Picture for the left")->required()->type_name("BEFORE");
  command->add_option("after", options->after, "Picture for the right")->required()->type_name("AFTER");
  command->add_option("-o,--output", options->out, "Picture to write")->required()->type_name("OUT");
  command->add_option("--size", options->size, "Long side of each picture at most, in pixels")
      ->check(CLI::Range(16, 8192))
      ->type_name("PIXELS")
      ->capture_default_str();
  command->add_option("--label-before", options->label_before, "Text above the left one")
      ->type_name("TEXT")
      ->capture_default_str();
  command->add_option("--label-after", options->label_after, "Text above the right one")
      ->type_name("TEXT")
      ->capture_default_str();
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
