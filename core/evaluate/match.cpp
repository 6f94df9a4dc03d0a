// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/match.hpp"

#include "core/agent/look.hpp"
#include "core/error.hpp"
#include "core/evaluate/match_methods.hpp"
#include "core/evaluate/pictures.hpp"
#include "core/evaluate/report.hpp"
#include "core/io/bytes.hpp"
#include "core/io/terminal.hpp"
#include "core/metric/bytes.hpp"
#include "core/metric/colour_difference.hpp"
#include "core/metric/similarity.hpp"
#include "core/metric/tone.hpp"
#include "core/nn/interface/gram.hpp"
#ifdef PENUMBRA_HAVE_GEGL
#include "core/pipeline/gegl_pipeline.hpp"
#endif

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <numeric>

namespace penumbra::evaluate {
namespace {

struct MatchFigures {
  double psnr = 0, ssim = 0, delta_e = 0; ///< against the goal, where it shows the same
  double distance = 0;                    ///< look_distance
  double style = 0;                       ///< StyleScore (eq. 3), where there is one
  double gram = 0;                        ///< GramDistance, where there is one
  double clipped = 0;                     ///< percent
  double queries = 0, seconds = 0;
};

using Column = double MatchFigures::*;

MatchFigures judge(const MatchOutcome& outcome, const MatchPair& pair, MatchKind kind,
                   const GramDistance* gram) {
  MatchFigures f;
  const Image result = metric::from_bytes(metric::to_bytes(outcome.result));
  if (kind != MatchKind::style) {
    f.psnr = std::min(60.0, metric::psnr(result, pair.goal)); // equal pictures would be infinity
    f.ssim = metric::ssim(result, pair.goal);
    f.delta_e = metric::mean_delta_e2000(result, pair.goal);
  }
  f.distance = look_distance(result, pair.goal);
  if (gram) {
    f.gram = gram->between(result, pair.goal);
    f.style = f.gram + histogram_score(result, pair.goal);
  }
  f.clipped = 100 * metric::clipped_share(result);
  f.queries = outcome.queries, f.seconds = outcome.seconds;
  return f;
}

std::vector<double> sorted(const std::vector<MatchFigures>& figures, Column column) {
  std::vector<double> values;
  for (const MatchFigures& f : figures) values.push_back(f.*column);
  std::sort(values.begin(), values.end());
  return values;
}

double mean(const std::vector<MatchFigures>& figures, Column column) {
  const std::vector<double> values = sorted(figures, column);
  return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

double median(const std::vector<MatchFigures>& figures, Column column) {
  const std::vector<double> values = sorted(figures, column);
  return 0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
}

/// Percent of the pairs where `a` is below `b`.
double below(const std::vector<MatchFigures>& a, const std::vector<MatchFigures>& b, Column column) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i].*column < b[i].*column;
  return 100.0 * count / double(a.size());
}

struct Judged {
  std::string method;
  std::vector<MatchFigures> figures;
};

const Judged* find(const std::vector<Judged>& all, const std::string& method) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Judged& each) { return each.method == method; });
  return found == all.end() ? nullptr : &*found;
}

std::string table_of(const MatchSet& set, const std::vector<Judged>& all, bool gram) {
  const bool pixels = set.kind != MatchKind::style;
  const Judged *none = find(all, "none"), *transfer = find(all, "reinhard");
  const Column yardstick = pixels ? &MatchFigures::delta_e : &MatchFigures::distance;
  std::string head = "| method |", rule = "|---|";
  const auto add = [&](const std::string& title) { head += " " + title + " |", rule += "---|"; };
  if (pixels)
    for (const char* title : {"PSNR", "median", "least", "SSIM", "ΔE2000"}) add(title);
  for (const char* title : {"distance", "clipped %"}) add(title);
  if (none) add("% nearer than none");
  if (transfer) add("% nearer than reinhard");
  if (gram) add("StyleScore");
  if (gram && none) add("% less than none");
  if (gram) add("Gram");
  if (gram && none) add("% less than none");
  add("queries"), add("s");
  std::string out =
      "### " + set.name + ", " + std::to_string(set.pairs.size()) + " pairs\n\n" + head + "\n" + rule + "\n";
  for (const Judged& each : all) {
    const auto cell = [&](double value, int decimals) { return " " + text(value, decimals) + " |"; };
    const auto& f = each.figures;
    out += "| " + each.method + " |";
    if (pixels)
      out += cell(mean(f, &MatchFigures::psnr), 2) + cell(median(f, &MatchFigures::psnr), 2) +
             cell(sorted(f, &MatchFigures::psnr).front(), 2) + cell(mean(f, &MatchFigures::ssim), 4) +
             cell(mean(f, &MatchFigures::delta_e), 2);
    out += cell(mean(f, &MatchFigures::distance), 2) + cell(mean(f, &MatchFigures::clipped), 2);
    if (none) out += cell(below(f, none->figures, yardstick), 0);
    if (transfer) out += cell(below(f, transfer->figures, yardstick), 0);
    for (const Column column : {&MatchFigures::style, &MatchFigures::gram}) {
      if (gram) out += cell(mean(f, column), 3);
      if (gram && none) out += cell(below(f, none->figures, column), 1);
    }
    out += cell(mean(f, &MatchFigures::queries), 0) + cell(mean(f, &MatchFigures::seconds), 3) + "\n";
  }
  return out + "\n";
}

void add_lines(std::string& lines, const MatchSet& set, const Judged& each) {
  for (std::size_t i = 0; i < each.figures.size(); ++i) {
    const MatchFigures& f = each.figures[i];
    lines += set.name + "," + set.pairs[i].name + "," + each.method;
    for (const Column column : {&MatchFigures::psnr, &MatchFigures::ssim, &MatchFigures::delta_e,
                                &MatchFigures::distance, &MatchFigures::clipped, &MatchFigures::style,
                                &MatchFigures::gram, &MatchFigures::queries, &MatchFigures::seconds})
      lines += "," + text(f.*column, 4);
    lines += "\n";
  }
}

void write_pictures(const std::string& folder, const MatchPair& pair, const std::string& method,
                    const Image& result) {
  std::filesystem::create_directories(folder);
  std::string name = method;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ':' || c == '='; }, '-');
  write_picture(folder + "/" + pair.name + "-" + name + ".png", result);
  write_picture(folder + "/" + pair.name + "-goal.png", pair.goal);
}

const Pipeline& pipeline_of(const std::string& name) {
  if (name == "paper") return paper_pipeline();
#ifdef PENUMBRA_HAVE_GEGL
  if (name == "gegl") {
    static const auto pipeline = gegl::make_gegl_pipeline();
    return *pipeline;
  }
#endif
  if (name == "product") return product_pipeline();
  throw Error("This build has no pipeline \"" + name + "\".");
}

std::vector<std::string> pipelines() {
  return {"product", "paper",
#ifdef PENUMBRA_HAVE_GEGL
          "gegl"
#endif
  };
}

void run(const MatchOptions& options) {
  cli::Terminal progress;
  const std::string tables = evaluate_match(options, progress);
  progress.finish();
  std::cout << tables;
}

} // namespace

std::string evaluate_match(const MatchOptions& options, Progress& progress) {
  const Pipeline& pipeline = pipeline_of(options.pipeline);
  std::vector<std::string> names = options.methods;
  if (names.empty()) {
    names = {"none", "reinhard"};
    if (options.pipeline == "product" || !options.weights.empty())
      names.insert(names.end(), {"policy", "polish"});
  }
  std::vector<std::unique_ptr<MatchMethod>> methods;
  for (const std::string& name : names)
    methods.push_back(make_match_method(name, pipeline, {options.models, options.weights, options.threads}));
  const auto gram = options.vgg.empty() ? nullptr : make_gram_distance(options.vgg);
  std::string tables,
      lines = "set,pair,method,psnr,ssim,delta_e2000,distance,clipped,style_score,gram,queries,seconds\n";
  for (std::size_t s = 0; s < options.files.size(); ++s) {
    const MatchSet set =
        read_match_set(options.files[s], options.photos, options.looks, pipeline, options.limit);
    std::vector<Judged> all;
    for (std::size_t m = 0; m < methods.size(); ++m) {
      Judged judged{names[m], {}};
      for (std::size_t i = 0; i < set.pairs.size(); ++i) {
        const double part = (double(m) + double(i) / double(set.pairs.size())) / double(methods.size());
        progress.step((double(s) + part) / double(options.files.size()), names[m] + ", " + set.pairs[i].name);
        const MatchOutcome outcome = methods[m]->run(set.pairs[i], set.kind);
        judged.figures.push_back(judge(outcome, set.pairs[i], set.kind, gram.get()));
        if (!options.pictures.empty())
          write_pictures(options.pictures, set.pairs[i], names[m], outcome.result);
      }
      add_lines(lines, set, judged);
      all.push_back(std::move(judged));
    }
    tables += table_of(set, all, bool(gram));
  }
  if (!options.csv.empty()) cli::write_file(options.csv, lines);
  return tables;
}

void add_match_evaluation(CLI::App& command) {
  CLI::App* tool = command.add_subcommand(
      "match", "Judges ways to bring a photo to a goal: random sliders, looks, or another photo's style");
  const auto options = std::make_shared<MatchOptions>();
  tool->add_option("lists", options->files,
                   R"(JSON files with "pairs": of "file" and "params", "look" or "style")")
      ->required()
      ->check(CLI::ExistingFile);
  tool->add_option("--photos", options->photos, "Folder of the photos")
      ->required()
      ->check(CLI::ExistingDirectory);
  tool->add_option("--looks", options->looks, "Folder of the looks")->check(CLI::ExistingDirectory);
  tool->add_option("--pipeline", options->pipeline, "The sliders that random targets are made by, and tuned")
      ->check(CLI::IsMember(pipelines()))
      ->capture_default_str();
  tool->add_option(
          "--method", options->methods,
          "none, reinhard, policy, policy:steps=N, polish, polish:queries=N or cmaes:N (queries); may "
          "be repeated. Default: none, reinhard and, where there is a policy, policy and polish")
      ->take_all()
      ->expected(1);
  tool->add_option("--limit", options->limit, "At most so many pairs of each list; 0: all")
      ->check(CLI::NonNegativeNumber);
  tool->add_option("--models", options->models, "Folder of the models")->check(CLI::ExistingDirectory);
  tool->add_option("--weights", options->weights, "Weights of a policy in place of the models'")
      ->check(CLI::ExistingFile);
  tool->add_option(
          "--vgg", options->vgg,
          "Weights of VGG-19 up to relu3_1 (not shipped): also judge by its Gram matrices and StyleScore")
      ->check(CLI::ExistingFile);
  tool->add_option("--csv", options->csv, "Write the figures of each pair to this file");
  tool->add_option("--pictures", options->pictures, "Write results and goals into this folder");
  tool->add_option("--threads", options->threads, "Threads to use; 0: all cores")
      ->check(CLI::NonNegativeNumber);
  tool->callback([options] { run(*options); });
}

} // namespace penumbra::evaluate
