// SPDX-License-Identifier: GPL-3.0-or-later
#include <benchmark/benchmark.h>
#include <cstdio>
#include <map>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace {

/// What is compared with what, once both have run.
struct Pair {
  const char *ours, *stock, *what;
};

constexpr Pair pairs[] = {
    {"observe/24MP/RGB", "stock/24MP/cv_resize_area", "reducing a photo, beside cv::resize INTER_AREA"},
    {"convert/24MP/to_linear", "stock/24MP/pow_to_linear", "sRGB to linear light, beside std::pow"},
    {"render/24MP/6_steps", "stock/24MP/cv_pow_gamma", "six curve steps, beside one cv::pow gamma"},
    {"render/24MP/6_steps", "stock/24MP/naive_curves", "six curve steps, beside a plain loop on one core"},
    {"fusion/1200x900/exact_4", "stock/1200x900/cv_merge_mertens",
     "fusing five copies, beside cv::MergeMertens"},
    {"render/1200x900/6_steps", "stock/1200x900/cv_pow_gamma", "six curve steps, beside one cv::pow gamma"},
};

/// The usual table, then the ratios and the largest memory held.
class Reporter : public benchmark::ConsoleReporter {
 public:
  Reporter() : ConsoleReporter(isatty(STDOUT_FILENO) ? OO_ColorTabular : OO_Tabular) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (!run.error_occurred) times_[run.run_name.function_name] = run.GetAdjustedRealTime();
    ConsoleReporter::ReportRuns(runs);
  }
  void Finalize() override {
    ConsoleReporter::Finalize();
    for (const Pair& pair : pairs)
      if (times_.count(pair.ours) && times_.count(pair.stock))
        std::printf("%-26s %5.2f of the time of %s (%s)\n", pair.ours, times_[pair.ours] / times_[pair.stock],
                    pair.stock, pair.what);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("most memory held: %.0f MB\n", double(usage.ru_maxrss) / 1024);
  }

 private:
  std::map<std::string, double> times_;
};

} // namespace

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
