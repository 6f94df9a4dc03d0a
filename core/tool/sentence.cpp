// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/sentence.hpp"

#include "core/edit/engine/within.hpp"
#include "core/edit/finish/finish.hpp"
#include "core/image/colour.hpp"
#include "core/tool/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace penumbra::host {
namespace {

constexpr int measured_side = 192;
constexpr double min_ev = 0.15; ///< that is worth a word
constexpr double same_ev = 0.2; ///< lights that change alike
constexpr double min_slider = 0.04;
constexpr float dimmest = 1e-3f; ///< of linear light: keeps noise in black from becoming large gains

/// "1.8".
std::string number(double value, char decimal_point) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", std::fabs(value));
  std::string out = text;
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '.' || c == ','; }, decimal_point);
  return out;
}

std::vector<float> linear_lumas(const Image& picture) {
  std::vector<float> out;
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
    const float* p = picture.pixels.data() + i;
    out.push_back(luma601(srgb_to_linear(p[0]), srgb_to_linear(p[1]), srgb_to_linear(p[2])));
  }
  return out;
}

/// By how many EV lights of a photo change.
struct Lights {
  double shadows = 0, middle = 0, highlights = 0;
};

Lights lights_of(const std::vector<EditStep>& steps, const Image& observation) {
  const Image small =
      resize(observation, fit_long_side(observation.width, observation.height, measured_side));
  Image after = small;
  PreparedRecipe(steps, small, {small.width, small.height}).apply(after, 0, 0);
  const std::vector<float> light = linear_lumas(small), result = linear_lumas(after);
  std::vector<std::size_t> order(light.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return light[a] < light[b]; });
  const auto change = [&](double first, double last) {
    double from = dimmest, to = dimmest;
    const auto count = double(order.size());
    const std::size_t begin = std::size_t(first * count),
                      end = std::max(begin + 1, std::size_t(last * count));
    for (std::size_t i = begin; i < std::min(end, order.size()); ++i) {
      from += light[order[i]] / double(end - begin);
      to += result[order[i]] / double(end - begin);
    }
    return std::log2(to / from);
  };
  return {change(0, 1.0 / 3), change(1.0 / 3, 0.9), change(0.9, 1)};
}

/// Phrases, in the order in which they are said.
class Phrases {
 public:
  explicit Phrases(const Words& words) : words_(words) {}

  void say(const char* text) { said_.push_back(words_.translated(text)); }
  void say(const char* text, const std::string& value) {
    std::string phrase = words_.translated(text);
    if (const std::size_t place = phrase.find("%1"); place != std::string::npos)
      phrase.replace(place, 2, value);
    said_.push_back(phrase);
  }
  void say_ev(double ev, const char* up, const char* down) {
    say(ev > 0 ? up : down, number(ev, words_.decimal_point));
  }
  std::string sentence(bool changed) {
    if (said_.empty())
      return words_.translated(changed
                                   ? QT_TRANSLATE_NOOP("penumbra::Tool", "Changed the photo only a little.")
                                   : QT_TRANSLATE_NOOP("penumbra::Tool", "Left the photo as it is."));
    std::string out;
    for (const std::string& phrase : said_) out += (out.empty() ? "" : ", ") + phrase;
    if (out.front() >= 'a' && out.front() <= 'z') out.front() = char(out.front() - 'a' + 'A');
    return out + '.';
  }

 private:
  const Words& words_;
  std::vector<std::string> said_;
};

void say_lights(const Lights& lights, Phrases& phrases) {
  const auto [min, max] = std::minmax({lights.shadows, lights.middle, lights.highlights});
  if (std::max(std::fabs(min), std::fabs(max)) < min_ev) return;
  if (max - min < same_ev)
    return phrases.say_ev(lights.middle, QT_TRANSLATE_NOOP("penumbra::Tool", "brightened all of it by %1 EV"),
                          QT_TRANSLATE_NOOP("penumbra::Tool", "darkened all of it by %1 EV"));
  const bool shadows = std::fabs(lights.shadows) >= min_ev;
  if (shadows)
    phrases.say_ev(lights.shadows, QT_TRANSLATE_NOOP("penumbra::Tool", "lifted the shadows by %1 EV"),
                   QT_TRANSLATE_NOOP("penumbra::Tool", "deepened the shadows by %1 EV"));
  if (std::fabs(lights.middle) >= min_ev && (!shadows || (lights.middle > 0) != (lights.shadows > 0) ||
                                             std::fabs(lights.middle) > std::fabs(lights.shadows)))
    phrases.say_ev(lights.middle, QT_TRANSLATE_NOOP("penumbra::Tool", "brightened the middle tones by %1 EV"),
                   QT_TRANSLATE_NOOP("penumbra::Tool", "darkened the middle tones by %1 EV"));
  if (std::fabs(lights.highlights) < min_ev)
    phrases.say(QT_TRANSLATE_NOOP("penumbra::Tool", "held the highlights"));
  else
    phrases.say_ev(lights.highlights,
                   QT_TRANSLATE_NOOP("penumbra::Tool", "brightened the highlights by %1 EV"),
                   QT_TRANSLATE_NOOP("penumbra::Tool", "took the highlights back by %1 EV"));
}

void say_colours(const FinishValues& values, Phrases& phrases) {
  const auto says = [&](double value, const char* up, const char* down) {
    if (std::fabs(value) >= min_slider) phrases.say(value > 0 ? up : down);
  };
  const double temperature = values[1], tint = values[2], saturation = values[3], sharpness = values[8];
  if (saturation == finish_table()[3].min) {
    phrases.say(QT_TRANSLATE_NOOP("penumbra::Tool", "made it black and white"));
  } else {
    says(temperature, QT_TRANSLATE_NOOP("penumbra::Tool", "made it warmer"),
         QT_TRANSLATE_NOOP("penumbra::Tool", "made it cooler"));
    says(tint, QT_TRANSLATE_NOOP("penumbra::Tool", "tinted it towards magenta"),
         QT_TRANSLATE_NOOP("penumbra::Tool", "tinted it towards green"));
    says(saturation, QT_TRANSLATE_NOOP("penumbra::Tool", "made the colours stronger"),
         QT_TRANSLATE_NOOP("penumbra::Tool", "muted the colours"));
  }
  says(sharpness, QT_TRANSLATE_NOOP("penumbra::Tool", "sharpened it"),
       QT_TRANSLATE_NOOP("penumbra::Tool", "softened it"));
}

void say_denoising(double amount, Phrases& phrases) {
  const int percent = int(std::lround(100 * amount));
  if (percent >= 95)
    phrases.say(QT_TRANSLATE_NOOP("penumbra::Tool", "took the noise off"));
  else if (percent >= 45 && percent <= 55)
    phrases.say(QT_TRANSLATE_NOOP("penumbra::Tool", "took off half of the noise"));
  else if (percent > 0)
    phrases.say(QT_TRANSLATE_NOOP("penumbra::Tool", "took off %1 % of the noise"), std::to_string(percent));
}

} // namespace

std::string sentence_of(const std::vector<EditStep>& steps, const Image& observation, const Words& words) {
  std::vector<EditStep> of_light, others;
  for (const EditStep& step : within(steps, {})) // the observation is of the part alone
    (step.operation == "denoise" || step.operation == "clarity" ? others : of_light).push_back(step);
  Phrases phrases(words);
  if (!of_light.empty() && !observation.empty()) say_lights(lights_of(of_light, observation), phrases);
  for (const EditStep& step : of_light)
    if (step.operation == "finish") say_colours(applied_finish_values(step), phrases);
  for (const EditStep& step : others) {
    const double amount = step.parameters.value("amount", 1.0);
    if (step.operation == "denoise")
      say_denoising(amount, phrases);
    else if (amount > 0)
      phrases.say(QT_TRANSLATE_NOOP("penumbra::Tool", "brought texture forward"));
  }
  return phrases.sentence(!steps.empty());
}

} // namespace penumbra::host
