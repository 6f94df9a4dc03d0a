// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/methods.hpp"

#include "core/error.hpp"
#include "core/evaluate/baselines.hpp"
#include "core/evaluate/pictures.hpp"
#include "core/metric/similarity.hpp"
#include "core/tool/low_light.hpp"

#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <tuple>

namespace penumbra::evaluate {
namespace {

namespace fs = std::filesystem;

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// A baseline: one function on the photo.
class Function : public Method {
 public:
  explicit Function(Image (*function)(const Image&)) : function_(function) {}
  Outcome run(const Item&, const Image& photo, const Image*, Progress&) override {
    const Stopwatch watch;
    Outcome out;
    out.result = function_(photo);
    out.render_seconds = watch.seconds();
    return out;
  }

 private:
  Image (*function_)(const Image&);
};

/// Ready results of any program.
class Folder : public Method {
 public:
  Folder(std::string path, int long_side) : path_(std::move(path)), long_side_(long_side) {
    if (!fs::is_directory(path_)) throw Error("There is no folder " + path_ + " of ready results.");
  }
  Outcome run(const Item& item, const Image& photo, const Image*, Progress&) override {
    Outcome out;
    out.result = reduced(read_picture(find(item)), long_side_);
    if (out.result.width != photo.width || out.result.height != photo.height)
      throw Error("The result for " + item.name + " in " + path_ + " has another size than the photo.");
    return out;
  }

 private:
  std::string find(const Item& item) const {
    // by the item's name (scenes of brackets), or by the input's file name
    for (const std::string& stem : {item.name, fs::path(item.input).stem().string()})
      for (const char* ending : {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"}) {
        const fs::path file = fs::path(path_) / (stem + ending);
        if (fs::exists(file)) return file.string();
      }
    throw Error("The folder " + path_ + " holds no result for " + item.name + ".");
  }
  std::string path_;
  int long_side_;
};

template <class Number> Number number(const std::string& text, const std::string& where) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw Error("\"" + text + "\" in the method \"" + where + "\" is no number.");
  return value;
}

/// One of our agents with its settings. Keeps its last episode: variants are run on one photo after the
/// other.
class Decider {
 public:
  Decider(std::shared_ptr<Agent> agent, const AgentSettings& settings)
      : agent_(std::move(agent)), settings_(settings) {}

  const Episode& episode(const Item& item, const Image& photo, Progress& progress) {
    if (item.input != input_) {
      const Stopwatch watch;
      input_.clear();
      episode_ = agent_->run(photo, settings_, progress);
      seconds_ = watch.seconds();
      input_ = item.input;
    }
    return episode_;
  }
  double seconds() const { return seconds_; } ///< that the last episode took

 private:
  std::shared_ptr<Agent> agent_;
  AgentSettings settings_;
  std::string input_;
  Episode episode_;
  double seconds_ = 0;
};

/// Loads each agent once, and shares what is decided under the same settings.
class Deciders {
 public:
  explicit Deciders(std::string models) : models_(std::move(models)) {}

  std::shared_ptr<Decider> get(const std::string& id, const AgentSettings& settings) {
    auto& agent = agents_[id];
    if (!agent) agent = make_agent(id, models_);
    auto& decider = deciders_[{id, settings.steps, settings.working_size, settings.denoise}];
    if (!decider) decider = std::make_shared<Decider>(agent, settings);
    return decider;
  }

 private:
  std::string models_;
  std::map<std::string, std::shared_ptr<Agent>> agents_;
  std::map<std::tuple<std::string, int, int, bool>, std::shared_ptr<Decider>> deciders_;
};

/// One of our agents, and what to do with its episode.
class Decided : public Method {
 public:
  Decided(const std::string& text, const MethodOptions& options, Deciders& deciders)
      : step_(options.step), threads_(options.agent.threads) {
    AgentSettings settings = options.agent;
    applied_.set("strength", options.strength);
    std::size_t colon = text.find(':');
    const std::string id = text.substr(0, colon);
    while (colon != std::string::npos) {
      const std::size_t next = text.find(':', colon + 1);
      variant(text.substr(colon + 1, next == std::string::npos ? next : next - colon - 1), text, settings);
      colon = next;
    }
    if (step_ != "best" && step_ != "last" && step_ != "reference") number<int>(step_, text);
    host::check(host::low_light_tool(), applied_);
    settings.denoise = applied_.get<double>("denoise") > 0;
    decider_ = deciders.get(id, settings);
  }

  Outcome run(const Item& item, const Image& photo, const Image* reference, Progress& progress) override {
    Outcome out;
    Episode episode = host::low_light_tool().apply(decider_->episode(item, photo, progress), applied_);
    out.decide_seconds = decider_->seconds();
    out.steps = episode.edits;
    if (mean_maps_)
      for (EditStep& step : episode.edits) step = mean_map(std::move(step));
    if (!form_.empty())
      for (EditStep& step : episode.edits)
        if (step.operation == "fusion") step.parameters["form"] = form_;
    out.step = chosen(item, episode, photo, reference, progress);
    const Stopwatch rendering;
    out.result = rendered(episode, out.step, photo, progress);
    out.render_seconds = rendering.seconds();
    return out;
  }

 private:
  void variant(const std::string& word, const std::string& whole, AgentSettings& settings) {
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (word == "mean-map") {
      mean_maps_ = true;
    } else if (word == "exact" || word == "fast") {
      form_ = word;
    } else if (word == "best" || word == "last") {
      step_ = word;
    } else if (key == "step") {
      step_ = value;
    } else if (key == "steps") {
      settings.steps = number<int>(value, whole);
    } else if (key == "size") {
      settings.working_size = number<int>(value, whole);
    } else if (key == "strength") {
      applied_.set("strength", number<double>(value, whole));
    } else if (key == "denoise") {
      applied_.set("denoise", number<double>(value, whole));
    } else if (key == "clarity") {
      applied_.set("clarity", number<double>(value, whole));
    } else {
      throw Error("There is no variant \"" + word + "\" (in \"" + whole +
                  "\"); known are step=, best, last, steps=, size=, strength=, denoise=, clarity=, mean-map, "
                  "exact and fast.");
    }
  }

  Image rendered(const Episode& episode, int step, const Image& photo, Progress& progress) const {
    RenderOptions options;
    options.threads = threads_;
    options.device = RenderOptions::Device::cpu; // the reference; figures must not depend on the machine
    return render(recipe_of(episode, step).steps, photo, progress, options);
  }

  int chosen(const Item& item, const Episode& episode, const Image& photo, const Image* reference,
             Progress& progress) const {
    const int count = int(episode.edits.size());
    if (step_ == "best") return episode.suggested;
    if (step_ == "last") return count;
    if (step_ == "reference") {
      if (!reference) throw Error("step=reference needs references; " + item.name + " has none.");
      int best = 0;
      double highest = -1;
      for (int t = 0; t <= count; ++t)
        if (const double psnr = metric::psnr(rendered(episode, t, photo, progress), *reference);
            psnr > highest)
          best = t, highest = psnr;
      return best;
    }
    const int step = number<int>(step_, step_);
    if (step < 0 || step > count)
      throw Error("Step " + step_ + " does not exist; the episode of " + item.name + " has steps 0 to " +
                  std::to_string(count) + ".");
    return step;
  }

  std::shared_ptr<Decider> decider_;
  std::string step_;
  host::Values applied_{host::low_light_table()}; ///< what does not reach the agent: strength and amounts
  int threads_;
  bool mean_maps_ = false;
  std::string form_; ///< of a fusion; empty: as decided
};

std::unique_ptr<Method> make_method(const std::string& text, const MethodOptions& options,
                                    Deciders& deciders) {
  if (text == "none") return std::make_unique<Function>([](const Image& photo) { return photo; });
  if (text == "auto-levels") return std::make_unique<Function>(auto_levels);
  if (text == "gamma100") return std::make_unique<Function>(gamma_to_luma_100);
  if (text == "clahe") return std::make_unique<Function>(clahe);
  if (text == "mertens") return std::make_unique<Function>(fixed_exposures);
  if (text.rfind("folder:", 0) == 0) return std::make_unique<Folder>(text.substr(7), options.long_side);
  const std::string id = text.substr(0, text.find(':'));
  std::string names = "none, auto-levels, gamma100, clahe, mertens, folder:PATH";
  for (const AgentInfo& info : agents()) {
    if (info.tool == "match-look") continue; // it needs a reference to match
    if (info.id == id) return std::make_unique<Decided>(text, options, deciders);
    names += ", " + info.id;
  }
  throw Error("There is no method \"" + id + "\"; known are " + names + ".");
}

} // namespace

EditStep mean_map(EditStep step) {
  for (Map& map : step.maps) {
    const std::size_t channels = std::size_t(map.channels), count = map.values.size() / channels;
    for (std::size_t c = 0; c < channels && count > 0; ++c) {
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += map.values[i * channels + c];
      for (std::size_t i = 0; i < count; ++i) map.values[i * channels + c] = float(sum / double(count));
    }
  }
  return step;
}

std::vector<std::unique_ptr<Method>> make_methods(const std::vector<std::string>& texts,
                                                  const MethodOptions& options) {
  Deciders deciders(options.models);
  std::vector<std::unique_ptr<Method>> methods;
  for (const std::string& text : texts) methods.push_back(make_method(text, options, deciders));
  return methods;
}

} // namespace penumbra::evaluate
