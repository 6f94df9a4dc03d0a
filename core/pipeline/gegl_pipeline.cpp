// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/gegl_pipeline.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <gegl.h>
#include <string>

namespace penumbra::gegl {
namespace {

// In the order of finish_table().
enum { exposure, temperature, tint, saturation, contrast, highlights, shadows, blacks, sharpness };

// Of the long side: fine detail, and the surroundings that tell shadows from highlights.
constexpr double detail_radius = 1 / 500.0, surroundings_radius = 1 / 25.0;

/// Starts GEGL. Without the licence, operations under the GPL 3 let pictures pass unchanged.
void start() {
  static const bool started = [] {
    g_object_set(gegl_config(), "application-license", "GPL3", "use-opencl", FALSE, nullptr);
    gegl_init(nullptr, nullptr);
    return true;
  }();
  (void)started;
  for (const char* name : {"gegl:exposure", "gegl:channel-mixer", "gegl:saturation",
                           "gegl:brightness-contrast", "gegl:shadows-highlights", "gegl:levels",
                           "gegl:unsharp-mask", "gegl:gaussian-blur", "gegl:cast-format"})
    if (!gegl_has_operation(name))
      throw Error(std::string("GEGL has no operation ") + name + ". Install the package libgegl-0.4-0.");
}

const Babl* encoded() {
  return babl_format("R'G'B' float");
}

/// A chain of operations from a buffer on.
class Graph {
 public:
  explicit Graph(GeglBuffer* source)
      : graph_(gegl_node_new()),
        last_(gegl_node_new_child(graph_, "operation", "gegl:buffer-source", "buffer", source, nullptr)) {}
  ~Graph() { g_object_unref(graph_); }
  Graph(const Graph&) = delete;

  template <class... Properties> void add(const char* operation, Properties... properties) {
    GeglNode* const node =
        gegl_node_new_child(graph_, "operation", operation, properties..., static_cast<void*>(nullptr));
    gegl_node_link(last_, node);
    last_ = node;
  }
  /// What comes next takes the numbers of the pixels for what `to` says, though they are `from`.
  void cast(const char* from, const char* to) {
    add("gegl:cast-format", "input-format", babl_format(from), "output-format", babl_format(to));
  }
  void read(Image& into) const {
    const GeglRectangle all{0, 0, into.width, into.height};
    gegl_node_blit(last_, 1.0, &all, encoded(), into.pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  }

 private:
  GeglNode *graph_, *last_;
};

void mix(Graph& graph, double red, double green, double blue) {
  graph.add("gegl:channel-mixer", "preserve-luminosity", FALSE, "rr-gain", red, "gg-gain", green, "bb-gain",
            blue);
}

void build(Graph& graph, const FinishValues& p, double long_side) {
  const double deviation = detail_radius * long_side;
  if (p[exposure] != 0) graph.add("gegl:exposure", "exposure", p[exposure]);
  if (p[temperature] != 0) mix(graph, std::exp(0.4 * p[temperature]), 1, std::exp(-0.4 * p[temperature]));
  if (p[tint] != 0) mix(graph, 1, std::exp(-0.3 * p[tint]), 1);
  if (p[saturation] != 0) graph.add("gegl:saturation", "scale", 1 + p[saturation]);
  if (p[contrast] != 0) graph.add("gegl:brightness-contrast", "contrast", std::exp2(p[contrast]));
  if (p[highlights] != 0 || p[shadows] != 0)
    graph.add("gegl:shadows-highlights", "shadows", 100 * p[shadows], "highlights", 100 * p[highlights],
              "radius", std::clamp(surroundings_radius * long_side, 0.1, 1500.0));
  if (p[blacks] != 0) { // levels work in linear light, where a change of black is hardly seen
    graph.cast("R'G'B'A float", "RGBA float");
    graph.add("gegl:levels", p[blacks] > 0 ? "out-low" : "in-low", 0.15 * std::fabs(p[blacks]));
    graph.cast("RGBA float", "R'G'B'A float");
  }
  if (p[sharpness] > 0)
    graph.add("gegl:unsharp-mask", "std-dev", deviation, "scale", 2 * p[sharpness]);
  else if (p[sharpness] < 0)
    graph.add("gegl:gaussian-blur", "std-dev-x", deviation * -p[sharpness], "std-dev-y",
              deviation * -p[sharpness]);
}

class GeglPipeline final : public Pipeline {
 public:
  GeglPipeline() { start(); }
  const std::array<Slider, finish_sliders>& sliders() const override { return finish_table(); }

  Image apply(const Image& photo, const FinishValues& values, Size full) const override {
    if (photo.channels != 3 || photo.encoding != Encoding::srgb)
      throw Error("The pipeline of GEGL's operations takes RGB pictures, sRGB-encoded.");
    for (std::size_t i = 0; i < values.size(); ++i)
      if (const Slider& slider = finish_table()[i]; !(values[i] >= slider.min && values[i] <= slider.max))
        throw Error(std::string("The value of \"") + slider.name + "\" is out of range.");
    if (values == neutral_values(*this)) return photo;
    const GeglRectangle all{0, 0, photo.width, photo.height};
    GeglBuffer* const buffer = gegl_buffer_new(&all, encoded());
    gegl_buffer_set(buffer, &all, 0, encoded(), photo.pixels.data(), GEGL_AUTO_ROWSTRIDE);
    Image result(photo.width, photo.height, 3, Encoding::srgb);
    {
      Graph graph(buffer);
      build(graph, values, std::max(full.width, full.height));
      graph.read(result);
    }
    g_object_unref(buffer);
    for (float& value : result.pixels) value = std::clamp(value, 0.0f, 1.0f);
    return result;
  }
};

} // namespace

std::unique_ptr<Pipeline> make_gegl_pipeline() {
  return std::make_unique<GeglPipeline>();
}

} // namespace penumbra::gegl
