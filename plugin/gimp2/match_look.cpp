#include "plugin/gimp2/match_look.hpp"

#include "core/error.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/gimp_host.hpp"

#include <dlfcn.h>

namespace penumbra::gimp2 {
namespace {

using host::MatchLookValues;
using host::RunMode;
using nlohmann::json;

constexpr int argument_count = 11;

struct Choice {
  MatchLookValues values;
  gint32 layer = -1; ///< where there is no file
};

/// What GIMP keeps for us until it is closed.
Choice last_choice() {
  const int size = gimp_get_data_size(match_look_procedure);
  std::string text(std::size_t(std::max(0, size)), '\0');
  if (size <= 0 || !gimp_get_data(match_look_procedure, text.data())) return {};
  const json stored = json::parse(text, nullptr, false);
  Choice choice{host::match_look_from_json(stored), -1};
  if (stored.is_object()) choice.layer = stored.value("layer", -1);
  return choice;
}

void remember(const Choice& choice) {
  json stored = host::to_json(choice.values);
  stored["layer"] = choice.layer;
  const std::string text = stored.dump();
  gimp_set_data(match_look_procedure, text.data(), guint32(text.size()));
}

Choice choice_of(const GimpParam* arguments) {
  Choice choice;
  MatchLookValues& values = choice.values;
  values.reference = arguments[3].data.d_string ? arguments[3].data.d_string : "";
  choice.layer = arguments[4].data.d_drawable;
  values.content = Content(arguments[5].data.d_int32);
  values.steps = arguments[6].data.d_int32;
  values.step = arguments[7].data.d_int32;
  values.strength = arguments[8].data.d_float;
  values.polish = arguments[9].data.d_int32 != 0;
  values.output = host::Output(arguments[10].data.d_int32);
  return choice;
}

/// A picture that GIMP opened for us.
class Opened {
 public:
  explicit Opened(const std::string& file)
      : image_(gimp_file_load(GIMP_RUN_NONINTERACTIVE, file.c_str(), file.c_str())) {
    if (image_ < 0) throw Error("GIMP cannot open the reference " + file + ".");
  }
  ~Opened() { gimp_image_delete(image_); }
  Opened(const Opened&) = delete;
  Image read() const {
    const gint32 layer = gimp_image_merge_visible_layers(image_, GIMP_CLIP_TO_IMAGE);
    if (layer < 0) throw Error("The reference has no layer to look at.");
    return GimpHost(RunMode::noninteractive, image_, layer).read();
  }

 private:
  gint32 image_;
};

Image read_reference(const Choice& choice) {
  if (!choice.values.reference.empty()) return Opened(choice.values.reference).read();
  if (choice.layer < 0 || !gimp_item_is_drawable(choice.layer))
    throw Error("There is no reference: name a picture file, or a layer that is open.");
  return GimpHost(RunMode::noninteractive, gimp_item_get_image(choice.layer), choice.layer).read();
}

/// libpenumbra-gimp2-ask.so beside this library: GTK is loaded only when there is something to ask.
bool ask(Choice& choice, gint32 photo) {
  Dl_info here;
  std::string path = dladdr(reinterpret_cast<void*>(&run_match_look), &here) ? here.dli_fname : "";
  path = path.substr(0, path.rfind('/') + 1) + "libpenumbra-gimp2-ask.so";
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = library ? dlsym(library, "penumbra_gimp2_ask") : nullptr;
  if (!symbol)
    throw Error(std::string("The dialog cannot be loaded: ") + dlerror() + ". Install Penumbra again.");
  return reinterpret_cast<Ask*>(symbol)(&choice.values, photo, &choice.layer);
}

} // namespace

GimpPDBStatusType run_match_look(int count, const GimpParam* arguments, std::string& message) {
  const gint32 given = count >= 3 ? arguments[0].data.d_int32 : -1;
  // From the menu, and for Repeat, GIMP passes run mode, image and drawable alone.
  if (given < GIMP_RUN_INTERACTIVE || given > GIMP_RUN_WITH_LAST_VALS ||
      (count != argument_count && given == GIMP_RUN_NONINTERACTIVE)) {
    message = "The run mode must be 0, 1 or 2, and all arguments must be given.";
    return GIMP_PDB_CALLING_ERROR;
  }
  Choice choice = given == GIMP_RUN_NONINTERACTIVE ? choice_of(arguments) : last_choice();
  if (given == GIMP_RUN_NONINTERACTIVE) {
    try {
      host::check(choice.values);
    } catch (const Error& problem) {
      message = problem.what();
      return GIMP_PDB_CALLING_ERROR;
    }
  }
  if (given == GIMP_RUN_INTERACTIVE && !ask(choice, arguments[2].data.d_drawable)) return GIMP_PDB_CANCEL;
  const RunMode mode = given == GIMP_RUN_NONINTERACTIVE ? RunMode::noninteractive : RunMode::with_last_values;
  GimpHost host(mode, arguments[1].data.d_image, arguments[2].data.d_drawable);
  const auto reader = [&](const MatchLookValues&) { return read_reference(choice); };
  if (host::run_match_look(host, choice.values, reader) == host::Outcome::cancelled) return GIMP_PDB_CANCEL;
  if (given != GIMP_RUN_NONINTERACTIVE) remember(choice);
  return GIMP_PDB_SUCCESS;
}

} // namespace penumbra::gimp2
