// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/evaluate.hpp"

#include "core/error.hpp"
#include "core/evaluate/html.hpp"
#include "core/evaluate/noise.hpp"
#include "core/evaluate/pictures.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <optional>

namespace penumbra::evaluate {
namespace {

/// Long side of photos without references: what the published figures were measured at.
constexpr int protocol_long_side = 600;

std::vector<std::string> default_methods(const std::string& tool) {
  std::vector<std::string> names{"none"};
  if (tool == "local-exposure") names.insert(names.end(), {"auto-levels", "clahe", "mertens"});
  for (const AgentInfo& info : agents())
    if (info.tool == tool) names.push_back(info.id);
  return names;
}

int long_side_for(const PictureSet& set, const Options& options) {
  if (options.long_side >= 0) return options.long_side;
  return set.kind == Kind::photos && options.sets.list.empty() ? protocol_long_side : 0;
}

/// One picture is too short a piece of work to report from within.
class OnlyCancels : public Progress {
 public:
  explicit OnlyCancels(Progress& whole) : whole_(whole) {}
  bool cancelled() override { return whole_.cancelled(); }

 private:
  Progress& whole_;
};

Figures run_and_judge(Method& method, const Item& item, const Image& photo, const Image* reference,
                      const metric::NiqeModel* niqe_model, Progress& whole, Image& result) {
  OnlyCancels progress(whole);
  Outcome outcome = method.run(item, photo, reference, progress);
  Figures figures = judge(outcome.result, photo, reference, niqe_model);
  if (outcome.step >= 0) figures.step = outcome.step, figures.steps = double(outcome.steps.size());
  add_actions(figures, outcome.steps);
  if (outcome.step >= 0) figures.decide_seconds = outcome.decide_seconds;
  figures.render_seconds = outcome.render_seconds;
  result = std::move(outcome.result);
  return figures;
}

void require_folder_of(const std::string& file) {
  const auto folder = std::filesystem::absolute(file).parent_path();
  if (!std::filesystem::is_directory(folder))
    throw Error("There is no folder " + folder.string() + " to write " + file + " into.");
}

void write_csv(const std::string& path, const std::vector<SetResult>& results) {
  std::ofstream file(path);
  file << csv(results);
  if (!file.flush()) throw Error("The file " + path + " cannot be written.");
}

} // namespace

std::vector<SetResult> evaluate(const Options& options, Progress& progress) {
  if (options.method.agent.threads > 0) cv::setNumThreads(options.method.agent.threads);
  const std::vector<std::string> names =
      options.methods.empty() ? default_methods(options.tool) : options.methods;
  std::optional<metric::NiqeModel> niqe_model;
  if (!options.niqe_model.empty()) niqe_model = metric::read_niqe_model(options.niqe_model);
  std::optional<Page> page;
  if (!options.html.empty()) page.emplace(options.html);

  // Find everything that can be wrong before the long work.
  std::vector<SetResult> results;
  std::size_t count = 0, done = 0;
  for (const std::string& folder : options.folders) {
    SetResult result{find_pictures(folder, options.sets), {}};
    for (const std::string& name : names) result.methods.push_back({name, {}});
    count += result.set.items.size();
    results.push_back(std::move(result));
  }
  if (!options.csv.empty()) require_folder_of(options.csv);

  for (SetResult& result : results) {
    const int long_side = long_side_for(result.set, options);
    MethodOptions method_options = options.method;
    method_options.long_side = long_side;
    const auto methods = make_methods(names, method_options);
    for (const Item& item : result.set.items) {
      progress.step(double(done++) / double(count), item.name);
      const Image photo =
          with_camera_noise(reduced(read_picture(item.input), long_side), options.noise, item.name);
      const Image reference =
          item.reference.empty() ? Image() : reduced(read_picture(item.reference), long_side);
      const Image* known_reference = reference.empty() ? nullptr : &reference;
      if (page) {
        page->add(result.set, item, "input", photo);
        if (known_reference && result.set.kind != Kind::keep)
          page->add(result.set, item, "reference", reference);
      }
      for (std::size_t m = 0; m < methods.size(); ++m) {
        Image made;
        result.methods[m].figures.push_back(run_and_judge(
            *methods[m], item, photo, known_reference, niqe_model ? &*niqe_model : nullptr, progress, made));
        if (page) page->add(result.set, item, names[m], made);
      }
    }
  }
  progress.report(1, "");
  if (!options.csv.empty()) write_csv(options.csv, results);
  if (page) page->write(results);
  return results;
}

} // namespace penumbra::evaluate
