// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/plot.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <locale>
#include <sstream>
#include <vector>

namespace penumbra {
namespace {

constexpr double width = 720, height = 120, left = 150, gap = 24;

struct Log {
  std::vector<std::string> names; ///< of the columns from the third on
  std::vector<double> updates;
  std::vector<std::vector<double>> columns; ///< as long as `updates` each
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) out.push_back(cell);
  return out;
}

double number(const std::string& text) {
  double value = NAN;
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  in >> value;
  return in.fail() ? NAN : value;
}

Log read(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) throw Error("The log " + path + " cannot be read.");
  Log log;
  log.names = cells(line);
  if (log.names.size() < 3) throw Error("The log " + path + " has no columns to draw.");
  log.names.erase(log.names.begin(), log.names.begin() + 2);
  log.columns.resize(log.names.size());
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    if (row.size() != log.names.size() + 2) continue; // an interrupted write
    log.updates.push_back(number(row[0]));
    for (std::size_t i = 0; i < log.columns.size(); ++i) log.columns[i].push_back(number(row[i + 2]));
  }
  return log;
}

std::string text(const char* format, auto... values) {
  char buffer[512];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

/// One curve in a box at `top`, with its name and range at the left.
std::string panel(const std::string& name, const std::vector<double>& x, const std::vector<double>& y,
                  double top) {
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  const double first = x.front(), span = std::max(1.0, x.back() - first), range = *high - *low;
  std::string out =
      text("<text x='8' y='%g'>%s</text><text x='8' y='%g'>%.4g</text><text x='8' y='%g'>%.4g</text>\n",
           top + height / 2, name.c_str(), top + 12, *high, top + height, *low);
  out += text("<rect x='%g' y='%g' width='%g' height='%g' fill='none' stroke='#bbb'/>\n<polyline fill='none' "
              "stroke='#06c' points='",
              left, top, width, height);
  for (std::size_t i = 0; i < x.size(); ++i)
    out +=
        text("%.1f,%.1f ", left + width * (x[i] - first) / span, top + height * (1 - (y[i] - *low) / range));
  return out + "'/>\n";
}

} // namespace

void plot_log(const std::string& csv, const std::string& svg) {
  const Log log = read(csv);
  std::string body;
  double top = gap;
  for (std::size_t i = 0; i < log.columns.size() && log.updates.size() > 1; ++i) {
    const std::vector<double>& values = log.columns[i];
    const bool finite = std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (!finite || *low == *high) continue;
    body += panel(log.names[i], log.updates, values, top);
    top += height + gap;
  }
  if (log.updates.size() > 1)
    body += text("<text x='%g' y='%g'>updates %g to %g</text>\n", left, top, log.updates.front(),
                 log.updates.back());
  std::ofstream out(svg);
  out << text("<svg xmlns='http://www.w3.org/2000/svg' width='%g' height='%g' font-family='sans-serif' "
              "font-size='12'>\n<rect width='100%%' height='100%%' fill='white'/>\n",
              left + width + gap, top + gap)
      << body << "</svg>\n";
  if (!out.flush()) throw Error("The plot " + svg + " cannot be written.");
}

} // namespace penumbra
