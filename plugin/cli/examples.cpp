// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/cli/examples.hpp"

#include <string>
#include <utility>

namespace penumbra::cli {
namespace {

constexpr std::pair<const char*, const char*> examples[] = {
    {"enhance", R"(  penumbra enhance night.jpg -o brighter.jpg
  penumbra enhance night.tif -o brighter.tif --method rellie --denoise 0.5 --clarity 0.3
  penumbra enhance night.png -o weaker.png --step 4 --strength 0.7 --recipe-out night.json)"},
    {"expose", R"(  penumbra expose window.jpg -o balanced.jpg
  penumbra expose window.jpg -o balanced.jpg --segment 2=1.5 --segment 3=off
  penumbra expose large.tif -o balanced.tif --fast)"},
    {"match", R"(  penumbra match photo.jpg --reference look.jpg -o matched.jpg
  penumbra match photo.jpg --reference look.jpg --content other --polish -o matched.jpg
  penumbra match photo.jpg --set exposure=0.5 --set contrast=0.2 -o by-hand.jpg
  penumbra match photo.jpg --reference look.jpg -o matched.jpg --cube look.cube)"},
    {"open", R"(  penumbra open night.jpg
  penumbra open window.jpg --tool local-exposure -o balanced.jpg
  penumbra open photo.jpg --tool match --reference look.jpg)"},
    {"render", R"(  penumbra enhance night.jpg -o brighter.jpg --recipe-out night.json
  penumbra render night.jpg --recipe night.json -o again.tif
  penumbra render night.jpg --recipe night.json --step 2 -o weaker.jpg)"},
    {"info", R"(  penumbra info
  penumbra info photo.jpg
  penumbra info night.json
  penumbra info --credits)"},
    {"train", R"(  penumbra train --help
  penumbra train all-e --help)"},
    {"bench", R"(  penumbra bench
  penumbra bench --method rellie --repeat 5 --no-big)"},
    {"compare", R"(  penumbra compare night.jpg brighter.jpg -o both.png
  penumbra compare night.jpg brighter.jpg -o both.png --size 900 --label-before Before --label-after After)"},
    {"darken", R"(  penumbra darken day.jpg -o night.jpg --ev=-3
  penumbra darken day.jpg -o night.jpg --ev=-4 --noise 1 --seed 7)"},
};

} // namespace

void add_examples(CLI::App& program) {
  for (CLI::App* command : program.get_subcommands({})) {
    command->footer(""); // not the program's
    for (const auto& [name, text] : examples)
      if (command->get_name() == name) command->footer("Examples:\n" + std::string(text));
  }
}

} // namespace penumbra::cli
