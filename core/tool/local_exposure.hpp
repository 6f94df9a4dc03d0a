#pragma once

#include "core/edit/fusion/fusion.hpp"
#include "core/tool/tool.hpp"

#include <optional>

namespace penumbra::host {

/// The values of one run of Balance Local Exposure: what the dialog shows, the PDB takes and "last values"
/// remember.
struct LocalExposureValues {
  std::string method = "deep-exposure-ii";
  double strength = 1.0; ///< 0…1.5, multiplies every EV
  FusionForm form = FusionForm::exact;
  Output output = Output::in_place;
  bool operator==(const LocalExposureValues&) const = default;
};

/// Throws Error that names the value, what it is and what it may be.
void check(const LocalExposureValues& values);

/// As JSON and back; reading is lenient, as for the other tools.
nlohmann::json to_json(const LocalExposureValues& values);
LocalExposureValues local_exposure_from_json(const nlohmann::json& stored);

/// "Balance Local Exposure (DeepExposure II, 4 segments)".
std::string title_of(const LocalExposureValues& values, const FusionPlan& plan);

/// "+1.50 EV"; "0 EV" for none.
std::string ev_text(double ev);

/// What was decided on, by the agent alone or by the user, who may have changed EVs or switched segments off.
struct LocalExposureChoice {
  LocalExposureValues values;
  FusionPlan plan;
  nlohmann::json origin = nlohmann::json::object();
};
Recipe recipe_for(const LocalExposureChoice& choice);

/// What an agent decided under the values that did not reach it: strength and form.
LocalExposureChoice apply(const Episode& decided, const LocalExposureValues& values);

/// Stands in for the dialog: shows `photo`, starts from `values`; nothing returned: the user cancelled.
using LocalExposureChooser = std::function<std::optional<LocalExposureChoice>(
    Host& host, std::shared_ptr<const Image> photo, const LocalExposureValues& values)>;

/// The course of Balance Local Exposure in every host: read, decide, fuse (or make the layers), commit. As
/// run_low_light in all else.
Outcome run_local_exposure(
    Host& host, LocalExposureValues& values, const LocalExposureChooser& choose = {},
    const AgentMaker& make = [](const std::string& id) { return make_agent(id); });

} // namespace penumbra::host
