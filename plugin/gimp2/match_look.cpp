#include "plugin/gimp2/match_look.hpp"

#include "core/error.hpp"
#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/entry.hpp"
#include "plugin/gimp2/gimp_host.hpp"
#include "plugin/gimp2/references.hpp"
#include "plugin/host/dialog.hpp"

namespace penumbra::gimp2 {
namespace {

using host::MatchLookValues;
using host::RunMode;
using nlohmann::json;

constexpr int argument_count = 11;

/// What GIMP keeps for us until it is closed.
MatchLookValues last_values() {
  const int size = gimp_get_data_size(match_look_procedure);
  std::string text(std::size_t(std::max(0, size)), '\0');
  if (size <= 0 || !gimp_get_data(match_look_procedure, text.data())) return {};
  return host::match_look_from_json(json::parse(text, nullptr, false));
}

void remember(const MatchLookValues& values) {
  const std::string text = host::to_json(values).dump();
  gimp_set_data(match_look_procedure, text.data(), guint32(text.size()));
}

MatchLookValues values_of(const GimpParam* arguments) {
  MatchLookValues values;
  values.reference = arguments[3].data.d_string ? arguments[3].data.d_string : "";
  values.layer = arguments[4].data.d_drawable;
  values.content = Content(arguments[5].data.d_int32);
  values.steps = arguments[6].data.d_int32;
  values.step = arguments[7].data.d_int32;
  values.strength = arguments[8].data.d_float;
  values.polish = arguments[9].data.d_int32 != 0;
  values.output = host::Output(arguments[10].data.d_int32);
  return values;
}

host::MatchLookChooser chooser(bool chosen_before, gint32 photo) {
  return host::by_match_look_dialog({.window = dialog_details(chosen_before),
                                     .open = open_pictures(photo),
                                     .read = read_reference,
                                     .reads_anywhere = false, // libgimp speaks with GIMP in this thread alone
                                     .make_tuner = {}});
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
  const RunMode mode = given == GIMP_RUN_NONINTERACTIVE   ? RunMode::noninteractive
                       : given == GIMP_RUN_WITH_LAST_VALS ? RunMode::with_last_values
                                                          : RunMode::interactive;
  const bool chosen_before = gimp_get_data_size(match_look_procedure) > 0;
  MatchLookValues values = mode == RunMode::noninteractive ? values_of(arguments) : last_values();
  if (mode == RunMode::noninteractive) {
    try {
      host::check(values);
    } catch (const Error& problem) {
      message = problem.what();
      return GIMP_PDB_CALLING_ERROR;
    }
  }
  GimpHost host(mode, arguments[1].data.d_image, arguments[2].data.d_drawable);
  host::MatchLookChooser choose;
  if (mode == RunMode::interactive) choose = chooser(chosen_before, arguments[2].data.d_drawable);
  if (host::run_match_look(host, values, read_reference, choose) == host::Outcome::cancelled)
    return GIMP_PDB_CANCEL;
  if (mode != RunMode::noninteractive) remember(values);
  return GIMP_PDB_SUCCESS;
}

} // namespace penumbra::gimp2
