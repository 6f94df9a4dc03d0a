// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/html.hpp"

#include "core/error.hpp"
#include "core/evaluate/pictures.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>

namespace penumbra::evaluate {
namespace {

namespace fs = std::filesystem;

std::string escaped(const std::string& s) {
  std::string out;
  for (const char c : s) switch (c) {
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '&':
      out += "&amp;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  return out;
}

/// Letters, digits, points and dashes of any text, for file names and addresses.
std::string plain(std::string s) {
  for (char& c : s)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-') c = '_';
  return s;
}

std::string file_name(const PictureSet& set, const Item& item, const std::string& label) {
  return "pictures/" + plain(set.name) + "-" + plain(item.name) + "-" + plain(label) + ".jpg";
}

std::string cell(const PictureSet& set, const Item& item, const std::string& label,
                 const std::string& caption) {
  const std::string file = file_name(set, item, label);
  return "<figure><a href=\"" + file + "\"><img loading=\"lazy\" src=\"" + file + "\" alt=\"" +
         escaped(label) + "\"></a><figcaption><b>" + escaped(label) + "</b>" + caption +
         "</figcaption></figure>\n";
}

std::string caption(const Figures& f) {
  std::string out;
  const auto add = [&](const char* name, double value, int decimals) {
    if (const std::string number = text(value, decimals); !number.empty())
      out += std::string(out.empty() ? "<br>" : ", ") + name + " " + number;
  };
  add("PSNR", f.psnr, 2);
  add("SSIM", f.ssim, 3);
  add("matched", f.psnr_matched, 2);
  add("NIQE", f.niqe, 2);
  add("luma", f.mean_luma, 0);
  add("growth", f.luma_growth, 2);
  add("clipped %", f.clipped, 1);
  add("hue °", f.hue_change, 1);
  add("step", f.step, 0);
  return out;
}

std::string html_table(const SetResult& result) {
  const std::vector<Column> all = columns(result);
  std::string out = "<table><tr><th>method</th>";
  for (const Column& column : all) out += "<th>" + escaped(column.title) + "</th>";
  out += "</tr>\n";
  for (std::size_t m = 0; m < result.methods.size(); ++m) {
    out += "<tr><td>" + escaped(result.methods[m].method) + "</td>";
    for (const Column& column : all) out += "<td>" + text(column.values[m], column.decimals) + "</td>";
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

constexpr const char* head = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Penumbra: evaluation</title><style>
body { background: #777; color: #fff; font: 14px sans-serif; margin: 1em }
table { border-collapse: collapse } td, th { border: 1px solid #999; padding: 2px 8px; text-align: right }
td:first-child, th:first-child { text-align: left }
.row { display: flex; gap: 8px; overflow-x: auto; margin-bottom: 1.5em }
figure { margin: 0; flex: 0 0 320px } img { width: 320px } figcaption { font-size: 12px }
a { color: #fff }
</style></head><body>
)";

} // namespace

Page::Page(const std::string& folder) : folder_(folder) {
  std::error_code error;
  fs::create_directories(fs::path(folder) / "pictures", error);
  if (error) throw Error("The folder " + folder + " cannot be made: " + error.message() + ".");
}

void Page::add(const PictureSet& set, const Item& item, const std::string& label, const Image& image) {
  write_picture((fs::path(folder_) / file_name(set, item, label)).string(), reduced(image, 640));
}

void Page::write(const std::vector<SetResult>& results) const {
  std::string page = head;
  for (const SetResult& result : results) {
    page += "<h2>" + escaped(result.set.name) + "</h2>\n" + html_table(result);
    for (std::size_t i = 0; i < result.set.items.size(); ++i) {
      const Item& item = result.set.items[i];
      page +=
          "<h3>" + escaped(item.name) + "</h3><div class=\"row\">\n" + cell(result.set, item, "input", "");
      for (const MethodResult& m : result.methods)
        page += cell(result.set, item, m.method, caption(m.figures[i]));
      if (!item.reference.empty() && result.set.kind != Kind::keep)
        page += cell(result.set, item, "reference", "");
      page += "</div>\n";
    }
  }
  const fs::path path = fs::path(folder_) / "index.html";
  std::ofstream file(path);
  file << page << "</body></html>\n";
  if (!file.flush()) throw Error("The page " + path.string() + " cannot be written.");
}

} // namespace penumbra::evaluate
