// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/agent.hpp"
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/io/bytes.hpp"
#include "core/io/image_file.hpp"
#include "core/io/terminal.hpp"
#include "plugin/cli/commands.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace penumbra::cli {
namespace {

struct Options {
  std::string method = agents().front().id;
  int steps = 6;
  int repeat = 5;
  int threads = 0;
  bool full = true;
  bool big = true;
  bool files = true;
};

double seconds(const std::function<void()>& work) {
  stop_if_interrupted();
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(int repeat, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < repeat; ++i) times.push_back(seconds(work));
  std::nth_element(times.begin(), times.begin() + repeat / 2, times.end());
  return times[std::size_t(repeat) / 2];
}

/// A dark scene with large shapes, edges, fine texture and noise; the same on every machine.
Image dark_photo(int width, int height) {
  Image image(width, height, 3);
  std::mt19937 random(1);
  const float fx = 12.0f / float(width), fy = 9.0f / float(height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float u = fx * float(x), v = fy * float(y);
      const bool inside = std::fmod(std::fabs(u - v), 3.0f) < 1.2f;
      const float shape = 0.09f + 0.05f * std::sin(u) * std::cos(1.3f * v) + (inside ? 0.1f : 0.0f);
      const float texture = 0.015f * std::sin(40 * u + 25 * v);
      for (int c = 0; c < 3; ++c) {
        const float noise = 0.01f * (float(random() >> 8) * 0x1p-24f - 0.5f);
        image.at(x, y, c) = std::max(0.0f, (shape + texture) * (1.0f - 0.12f * float(c)) + noise);
      }
    }
  return image;
}

/// A number in kB from /proc/self/status; 0 where there is none.
double status_megabytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind(key + ":", 0) == 0) return std::stod(line.substr(key.size() + 1)) / 1024;
  return 0;
}

/// A folder that goes with what is in it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "penumbra-bench-XXXXXX").string();
    if (!mkdtemp(name.data())) throw Error("No temporary folder can be made: " + name + ".");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Lets the peak of memory start anew from what is in use now.
void reset_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {
    load_ = seconds([&] { agent_ = make_agent(options_.method); });
    photo_ = dark_photo(1200, 900);
  }

  void run() {
    measure_baseline();
    const int cores =
        options_.threads ? options_.threads : int(std::max(1u, std::thread::hardware_concurrency()));
    std::printf("%s, %d steps, %d threads, median of %d runs\n\n", options_.method.c_str(), options_.steps,
                cores, options_.repeat);
    std::printf("%-52s %8s %10s\n", "", "seconds", "x baseline");
    row("baseline: sRGB to linear and back, 1200 x 900, 1 thread", baseline_);
    row("loading LibTorch and the model", load_);
    size("1200 x 900, decided at the default size", photo_, 0, options_.repeat);
    size("1200 x 900, decided at 300 x 225", photo_, 300, options_.repeat);
    if (options_.full) size("1200 x 900, decided at full size", photo_, 1200, 1);
    if (options_.big) big();
    if (options_.files) files();
  }

 private:
  void row(const std::string& what, double time) const {
    std::printf("%-52s %8.3f %10.1f\n", what.c_str(), time, time / baseline_);
    std::fflush(stdout);
  }

  /// What this machine does to a picture's pixels at the least, to compare machines and runs by.
  void measure_baseline() {
    Image image = photo_;
    const auto count = std::size_t(image.width) * std::size_t(image.height);
    baseline_ = median(options_.repeat, [&] {
      srgb_to_linear_row(image.pixels.data(), count, 3, 3);
      linear_to_srgb_row(image.pixels.data(), count, 3, 3);
    });
  }

  Episode decide(const Image& photo, int working_size) {
    AgentSettings settings;
    settings.steps = options_.steps;
    settings.working_size = working_size;
    settings.threads = options_.threads;
    Progress silent;
    return agent_->run(photo, settings, silent);
  }

  void size(const std::string& what, const Image& photo, int working_size, int repeat) {
    RenderOptions rendering;
    rendering.threads = options_.threads;
    Progress silent;
    Episode episode;
    const double deciding = median(repeat, [&] { episode = decide(photo, working_size); });
    const double drawing = median(repeat, [&] { render(episode.edits, photo, silent, rendering); });
    row(what, deciding + drawing);
    std::printf("    deciding at %d x %d %.3f, rendering %.3f\n", episode.observation.width,
                episode.observation.height, deciding, drawing);
  }

  void big() {
    const Image photo = dark_photo(6000, 4000);
    reset_peak();
    size("24 megapixels, from pixels to pixels", photo, 0, std::min(3, options_.repeat));
    std::printf("    peak memory %.0f MB, of which the photo itself %.0f MB\n", status_megabytes("VmHWM"),
                double(photo.pixels.size()) * sizeof(float) / (1 << 20));
  }

  /// Reading and writing, with colour management and tags, as the other commands do it.
  void files() {
    const Folder folder;
    Photo photo;
    photo.image = dark_photo(6000, 4000);
    photo.image.encoding = Encoding::srgb;
    for (const auto& [name, bits] : {std::pair{"JPEG", 8}, {"TIFF", 16}}) {
      const std::string path = folder.file(std::string("a.") + (bits == 8 ? "jpg" : "tif"));
      photo.bits = bits;
      Notes notes;
      const int repeat = std::min(3, options_.repeat);
      const auto peak_above = [](double before) { return status_megabytes("VmHWM") - before; };
      double writing_peak = 0;
      const double writing = median(repeat, [&] {
        Image copy = photo.image;
        reset_peak();
        const double before = status_megabytes("VmRSS");
        write_photo(path, std::move(copy), photo, 95, notes);
        writing_peak = std::max(writing_peak, peak_above(before));
      });
      double reading_peak = 0;
      const double reading = median(repeat, [&] {
        reset_peak();
        const double before = status_megabytes("VmRSS");
        const Photo read = read_photo(path, notes);
        reading_peak = std::max(reading_peak, peak_above(before));
      });
      const std::string what = "24 megapixels, " + std::to_string(bits) + "-bit " + name;
      row("reading " + what, reading);
      row("writing " + what, writing);
      std::printf("    memory at the peak, above what was in use: reading %.0f MB, writing %.0f MB\n",
                  reading_peak, writing_peak);
    }
  }

  const Options& options_;
  std::unique_ptr<Agent> agent_;
  Image photo_;
  double load_ = 0, baseline_ = 1;
};

} // namespace

void add_bench(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("bench", "Measure how long enhancing takes on this machine");
  command->add_option("--method", options->method, "Who decides")->type_name("ID")->capture_default_str();
  command->add_option("--steps", options->steps, "Steps to decide")
      ->check(CLI::Range(1, 12))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--repeat", options->repeat, "Runs to take the median of")
      ->check(CLI::Range(1, 1000))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads to use (0: all cores)")
      ->check(CLI::Range(0, 1024))
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--full,!--no-full", options->full, "Decide at full size too (slow; on by default)");
  command->add_flag("--big,!--no-big", options->big, "Render 24 megapixels too (on by default)");
  command->add_flag("--files,!--no-files", options->files,
                    "Read and write 24 megapixels as JPEG and TIFF too (on by default)");
  command->callback([options] { Bench(*options).run(); });
}

} // namespace penumbra::cli
