// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/icc.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <lcms2.h>
#include <memory>
#include <thread>
#include <vector>

namespace penumbra::cli {
namespace {

struct Close {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct Delete {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Handle = std::unique_ptr<void, Close>;
using Transform = std::unique_ptr<void, Delete>;

constexpr cmsCIExyY d65{0.3127, 0.3290, 1.0};

Handle open(const std::string& icc) {
  cmsSetLogErrorHandler([](cmsContext, cmsUInt32Number, const char*) {});
  return Handle(cmsOpenProfileFromMem(icc.data(), cmsUInt32Number(icc.size())));
}

/// Takes `curve`.
Handle rgb_profile(const cmsCIExyY& white, const cmsCIExyYTRIPLE& primaries, cmsToneCurve* curve) {
  cmsToneCurve* curves[]{curve, curve, curve};
  Handle profile(cmsCreateRGBProfile(&white, &primaries, curves));
  cmsFreeToneCurve(curve);
  return profile;
}

Handle rgb_profile(const cmsCIExyYTRIPLE& primaries, double gamma) {
  return rgb_profile(d65, primaries, cmsBuildGamma(nullptr, gamma));
}

/// The bytes of a profile with this name, the same whenever it is made.
std::string named(const Handle& profile, const char* title) {
  cmsMLU* const name = cmsMLUalloc(nullptr, 1);
  cmsMLUsetASCII(name, "en", "US", title);
  cmsWriteTag(profile.get(), cmsSigProfileDescriptionTag, name);
  cmsMLUfree(name);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile.get(), nullptr, &size);
  std::string out(size, '\0');
  cmsSaveProfileToMem(profile.get(), out.data(), &size);
  // Year, month and day instead of now (ICC.1, 7.2.1, bytes 24 to 35).
  const std::array<char, 12> date{0x07, char(0xce), 0, 11, 0, 1, 0, 0, 0, 0, 0, 0};
  std::copy(date.begin(), date.end(), out.begin() + 24);
  return out;
}

Handle linear_srgb() {
  return rgb_profile({{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}}, 1.0);
}

/// Floats of RGB or grey, with or without alpha, in place.
cmsUInt32Number layout(int colours, bool alpha) {
  return FLOAT_SH(1) | COLORSPACE_SH(colours == 3 ? PT_RGB : PT_GRAY) |
         CHANNELS_SH(cmsUInt32Number(colours)) | EXTRA_SH(alpha ? 1u : 0u) | BYTES_SH(4);
}

bool is_grey(const Handle& profile) {
  return cmsGetColorSpace(profile.get()) == cmsSigGrayData;
}

/// Between the profile and linear sRGB; grey profiles meet linear grey of D50, the white of the connection
/// space.
Transform make(const std::string& icc, bool forwards, bool alpha) {
  const Handle profile = open(icc);
  if (!profile) throw Error("The embedded colour profile is damaged.");
  const bool grey = is_grey(profile);
  Handle working;
  if (grey) {
    cmsToneCurve* const line = cmsBuildGamma(nullptr, 1.0);
    working = Handle(cmsCreateGrayProfile(cmsD50_xyY(), line));
    cmsFreeToneCurve(line);
  } else {
    working = linear_srgb();
  }
  const auto form = layout(grey ? 1 : 3, alpha);
  const auto& from = forwards ? profile : working;
  const auto& to = forwards ? working : profile;
  Transform transform(
      cmsCreateTransform(from.get(), form, to.get(), form, INTENT_RELATIVE_COLORIMETRIC,
                         cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE | (alpha ? cmsFLAGS_COPY_ALPHA : 0)));
  if (!transform) throw Error("The embedded colour profile cannot be used for a conversion.");
  return transform;
}

/// Calls `work(first, last)` for ranges of rows, on all cores.
template <class Work> void over_rows(int height, Work&& work) {
  const int parts = std::clamp(int(std::thread::hardware_concurrency()), 1, height);
  std::vector<std::thread> threads;
  for (int i = 0; i < parts; ++i)
    threads.emplace_back([&, i] { work(height * i / parts, height * (i + 1) / parts); });
  for (std::thread& thread : threads) thread.join();
}

void convert_colours(Image& image, const std::string& icc, bool forwards) {
  const bool alpha = image.has_alpha();
  const bool grey_profile = is_grey(open(icc));
  const bool widen = image.colour_channels() == 1 && !grey_profile;
  if (grey_profile && image.colour_channels() == 3)
    throw Error("The embedded colour profile is one of grey, the picture is RGB.");
  const Transform transform = make(icc, forwards, alpha && !widen);
  const auto width = cmsUInt32Number(image.width);
  over_rows(image.height, [&](int first, int last) {
    std::vector<float> wide(widen ? std::size_t(image.width) * 3 : 0);
    for (int y = first; y < last; ++y) {
      float* row = image.row(y);
      if (!widen) {
        cmsDoTransform(transform.get(), row, row, width);
        continue;
      }
      // A grey picture with an RGB profile: neutral colours, which stay neutral.
      for (int x = 0; x < image.width; ++x)
        std::fill_n(&wide[std::size_t(x) * 3], 3, row[x * image.channels]);
      cmsDoTransform(transform.get(), wide.data(), wide.data(), width);
      for (int x = 0; x < image.width; ++x) row[x * image.channels] = wide[std::size_t(x) * 3 + 1];
    }
  });
}

/// Largest difference between what the profile and what sRGB makes of a grid of colours, in steps of 1/255.
bool means_srgb(const std::string& icc, bool grey) {
  constexpr int levels = 6;
  Image grid(levels * levels, levels, grey ? 1 : 3);
  for (int i = 0; i < levels * levels * levels; ++i) {
    const int indices[]{i % levels, i / levels % levels, i / levels / levels};
    for (int c = 0; c < grid.channels; ++c)
      grid.pixels[std::size_t(i * grid.channels + c)] = float(indices[c]) / float(levels - 1);
  }
  const Image before = grid;
  to_linear_srgb(grid, icc);
  const Image after = convert(grid, Encoding::srgb);
  float max = 0;
  for (std::size_t i = 0; i < before.pixels.size(); ++i)
    max = std::max(max, std::fabs(before.pixels[i] - after.pixels[i]));
  return max < 0.75f / 255.0f;
}

} // namespace

Profile describe_profile(const std::string& icc) {
  Profile description;
  const Handle profile = open(icc);
  if (!profile) return description;
  std::array<char, 256> name{};
  cmsGetProfileInfoASCII(profile.get(), cmsInfoDescription, "en", "US", name.data(), name.size());
  description.name = name.data();
  const bool grey = description.grey = is_grey(profile);
  if (!grey && cmsGetColorSpace(profile.get()) != cmsSigRgbData) return description;
  try {
    make(icc, true, false);
    description.usable = true;
    description.srgb = means_srgb(icc, grey);
    make(icc, false, false);
    description.reversible = true;
  } catch (const Error&) {
  }
  return description;
}

const std::string& adobe_rgb_profile() {
  static const std::string bytes =
      named(rgb_profile({{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}}, 563.0 / 256.0),
            "Compatible with Adobe RGB (1998)");
  return bytes;
}

std::string profile_of(const ColourSpace& space) {
  const Primaries& p = space.primaries;
  const cmsCIExyY white{p.white[0], p.white[1], 1};
  const cmsCIExyYTRIPLE primaries{
      {p.red[0], p.red[1], 1}, {p.green[0], p.green[1], 1}, {p.blue[0], p.blue[1], 1}};
  constexpr cmsFloat64Number srgb[]{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* const curve =
      space.transfer == ColourSpace::Transfer::gamma    ? cmsBuildGamma(nullptr, space.gamma)
      : space.transfer == ColourSpace::Transfer::linear ? cmsBuildGamma(nullptr, 1)
                                                        : cmsBuildParametricToneCurve(nullptr, 4, srgb);
  const Handle profile = rgb_profile(white, primaries, curve);
  if (!profile) throw Error("its primaries span no colours");
  return named(profile, space.name().c_str());
}

void to_linear_srgb(Image& image, const std::string& icc) {
  convert_colours(image, icc, true);
  image.encoding = Encoding::linear;
}

void from_linear_srgb(Image& image, const std::string& icc) {
  convert_colours(image, icc, false);
}

} // namespace penumbra::cli
