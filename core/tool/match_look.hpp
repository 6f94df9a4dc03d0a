#pragma once

#include "core/agent/sliders.hpp"
#include "core/tool/tool.hpp"

#include <optional>

namespace penumbra::host {

/// The values of one run of Match Look to Reference: what the dialog shows, the PDB takes and "last values"
/// remember.
struct MatchLookValues {
  std::string reference; ///< a picture file, UTF-8; empty: the layer
  int layer = -1;        ///< a picture that the host has open, by its number there; -1: none
  Content content = Content::automatic;
  int steps = 10;        ///< of the policy, 1…10
  int step = -1;         ///< the step to commit, 0…steps (the polished one is a step more); -1: the nearest
  double strength = 1.0; ///< 0…1.5, multiplies every slider
  bool polish = false;
  Output output = Output::in_place;
  /// The nine sliders as a person set them: nothing is decided then, and no reference is read.
  std::optional<FinishValues> by_hand = {};
  bool operator==(const MatchLookValues&) const = default;
};

/// Throws Error that names the value, what it is and what it may be.
void check(const MatchLookValues& values);

/// As JSON and back; reading is lenient, as for the other tools.
nlohmann::json to_json(const MatchLookValues& values);
MatchLookValues match_look_from_json(const nlohmann::json& stored);

/// Reads the reference that the values name. Throws Error.
using ReferenceReader = std::function<Image(const MatchLookValues& values)>;

/// What was decided on, by the tuner alone or by the user: the sliders exactly as they were shown.
struct MatchLookChoice {
  MatchLookValues values;
  FinishValues sliders{}; ///< before the strength
  int step = -1;          ///< of the tuner; -1: they were set by hand
  nlohmann::json origin = nlohmann::json::object();
};
Recipe recipe_for(const MatchLookChoice& choice);

/// "Match Look to Reference (step 4)", "Match Look to Reference (by hand)".
std::string title_of(const MatchLookChoice& choice);

/// Stands in for the dialog: shows `photo`, starts from `values`; nothing returned: the user cancelled.
using MatchLookChooser = std::function<std::optional<MatchLookChoice>(
    Host& host, std::shared_ptr<const Image> photo, const MatchLookValues& values)>;

/// The course of Match Look to Reference in every host: read the photo and the reference, decide, render,
/// commit. As run_low_light in all else; it is the chooser that reads the reference where there is one.
Outcome run_match_look(
    Host& host, MatchLookValues& values, const ReferenceReader& reference,
    const MatchLookChooser& choose = {},
    const AgentMaker& make = [](const std::string& id) { return make_agent(id); });

} // namespace penumbra::host
