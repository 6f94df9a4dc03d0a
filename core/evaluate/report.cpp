// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/report.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <locale>
#include <set>
#include <sstream>

namespace penumbra::evaluate {
namespace {

std::vector<double> collect(const std::vector<Figures>& figures, double Figures::*member) {
  std::vector<double> out;
  for (const Figures& f : figures) out.push_back(f.*member);
  return out;
}

/// "lime" of "lime_1"; empty without an underscore.
std::string family(const Item& item) {
  return item.name.substr(0, item.name.find('_') == std::string::npos ? 0 : item.name.find('_'));
}

/// The families of a set of photos, where every name has one and there are between two and eight.
std::set<std::string> families(const PictureSet& set) {
  std::set<std::string> names;
  if (set.kind != Kind::photos) return names;
  for (const Item& item : set.items) names.insert(family(item));
  return names.count("") || names.size() < 2 || names.size() > 8 ? std::set<std::string>() : names;
}

double action_mean(const Figures& f) {
  return mean(f.action_means);
}
double action_spread_of_one(const Figures& f) {
  return mean(f.action_spreads);
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

/// Length in characters of UTF-8 text.
std::size_t length(const std::string& s) {
  return std::size_t(std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

const char* kind_name(Kind kind) {
  switch (kind) {
  case Kind::brackets:
    return "dark frames against their references";
  case Kind::pairs:
    return "inputs against their references";
  case Kind::keep:
    return "good photos against themselves";
  case Kind::photos:
    break;
  }
  return "photos without references";
}

} // namespace

std::string text(double value, int decimals) {
  if (std::isnan(value)) return "";
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.setf(std::ios::fixed);
  out.precision(decimals);
  out << value;
  return out.str();
}

std::vector<Column> columns(const SetResult& result) {
  std::vector<Column> all;
  using Summary = std::function<double(const std::vector<Figures>&)>;
  const auto add = [&](const std::string& title, int decimals, const Summary& summary) {
    Column column{title, decimals, {}};
    for (const MethodResult& m : result.methods) column.values.push_back(summary(m.figures));
    if (!std::all_of(column.values.begin(), column.values.end(), [](double v) { return std::isnan(v); }))
      all.push_back(column);
  };
  const auto mean_of = [](double Figures::*member) {
    return [member](const std::vector<Figures>& f) { return mean(collect(f, member)); };
  };
  const auto percentile_of = [](double Figures::*member, double percent) {
    return [=](const std::vector<Figures>& f) { return percentile(collect(f, member), percent); };
  };

  add("PSNR", 2, mean_of(&Figures::psnr));
  if (result.set.kind == Kind::keep) {
    add("PSNR median", 2, percentile_of(&Figures::psnr, 50));
    add("PSNR 10 %", 2, percentile_of(&Figures::psnr, 10));
  }
  add("SSIM", 4, mean_of(&Figures::ssim));
  add("PSNR, mean matched", 2, mean_of(&Figures::psnr_matched));
  add("SSIM, mean matched", 4, mean_of(&Figures::ssim_matched));
  add("ΔE2000", 2, mean_of(&Figures::delta_e));
  add("NIQE", 2, mean_of(&Figures::niqe));
  for (const std::string& name : families(result.set))
    add("NIQE " + name, 2, [&](const std::vector<Figures>& figures) {
      std::vector<double> values;
      for (std::size_t i = 0; i < figures.size(); ++i)
        if (family(result.set.items[i]) == name) values.push_back(figures[i].niqe);
      return mean(values);
    });
  add("mean luma", 1, mean_of(&Figures::mean_luma));
  if (result.set.kind != Kind::brackets) {
    add("luma growth", 2, mean_of(&Figures::luma_growth));
    add("largest", 2,
        [](const std::vector<Figures>& f) { return largest(collect(f, &Figures::luma_growth)); });
  }
  add("% clipped", 2, mean_of(&Figures::clipped));
  add("% black", 2, mean_of(&Figures::black));
  add("hue °", 2, mean_of(&Figures::hue_change));
  add("step", 1, mean_of(&Figures::step));
  add("A over pixels", 3, [](const std::vector<Figures>& f) { return action_spread(f).over_pixels; });
  add("over pictures", 3, [](const std::vector<Figures>& f) { return action_spread(f).over_pictures; });
  add("decide s", 3, percentile_of(&Figures::decide_seconds, 50));
  add("render s", 3, percentile_of(&Figures::render_seconds, 50));
  return all;
}

std::string table(const SetResult& result) {
  const std::vector<Column> all = columns(result);
  std::vector<std::vector<std::string>> rows(1 + result.methods.size());
  rows[0].push_back("method");
  for (const Column& column : all) rows[0].push_back(column.title);
  for (std::size_t m = 0; m < result.methods.size(); ++m) {
    rows[m + 1].push_back(result.methods[m].method);
    for (const Column& column : all) rows[m + 1].push_back(text(column.values[m], column.decimals));
  }
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], length(row[i]));
  std::string out = "### " + result.set.name + ": " + std::to_string(result.set.items.size()) + ", " +
                    kind_name(result.set.kind) + "\n\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < rows[r].size(); ++i)
      out += "| " + rows[r][i] + std::string(widths[i] - length(rows[r][i]) + 1, ' ');
    out += "|\n";
    if (r > 0) continue;
    for (const std::size_t width : widths) out += "|" + std::string(width + 2, '-');
    out += "|\n";
  }
  return out;
}

std::string csv(const std::vector<SetResult>& results) {
  const struct {
    const char* name;
    int decimals;
    std::function<double(const Figures&)> value;
  } fields[] = {
      {"psnr", 4, &Figures::psnr},
      {"ssim", 6, &Figures::ssim},
      {"psnr_mean_matched", 4, &Figures::psnr_matched},
      {"ssim_mean_matched", 6, &Figures::ssim_matched},
      {"delta_e2000", 4, &Figures::delta_e},
      {"niqe", 4, &Figures::niqe},
      {"mean_luma", 3, &Figures::mean_luma},
      {"luma_growth", 4, &Figures::luma_growth},
      {"clipped_percent", 4, &Figures::clipped},
      {"black_percent", 4, &Figures::black},
      {"hue_change_degrees", 3, &Figures::hue_change},
      {"step", 0, &Figures::step},
      {"steps", 0, &Figures::steps},
      {"action_mean", 4, action_mean},
      {"action_spread_over_pixels", 4, action_spread_of_one},
      {"decide_seconds", 4, &Figures::decide_seconds},
      {"render_seconds", 4, &Figures::render_seconds},
  };
  std::string out = "set,method,picture";
  for (const auto& field : fields) out += std::string(",") + field.name;
  out += "\n";
  for (const SetResult& result : results)
    for (const MethodResult& m : result.methods)
      for (std::size_t i = 0; i < m.figures.size(); ++i) {
        out += quoted(result.set.name) + "," + quoted(m.method) + "," + quoted(result.set.items[i].name);
        for (const auto& field : fields) out += "," + text(field.value(m.figures[i]), field.decimals);
        out += "\n";
      }
  return out;
}

} // namespace penumbra::evaluate
