#pragma once

#include "core/agent/tuner.hpp"
#include "plugin/host/tool.hpp"

namespace penumbra::host {

/// The values of one run of Match Look to Reference: what the dialog shows, the PDB takes and "last values"
/// remember.
struct MatchLookValues {
  std::string reference; ///< a picture file; empty: what the host has at hand (another layer)
  Content content = Content::automatic;
  int steps = 10;        ///< of the policy, 1…10
  int step = -1;         ///< the step to commit, 0…steps (the polished one is a step more); -1: the nearest
  double strength = 1.0; ///< 0…1.5, multiplies every slider
  bool polish = false;
  Output output = Output::in_place;
  bool operator==(const MatchLookValues&) const = default;
};

/// Throws Error that names the value, what it is and what it may be.
void check(const MatchLookValues& values);

/// As JSON and back; reading is lenient, as for the other tools.
nlohmann::json to_json(const MatchLookValues& values);
MatchLookValues match_look_from_json(const nlohmann::json& stored);

/// Reads the reference that the values name. Throws Error.
using ReferenceReader = std::function<Image(const MatchLookValues& values)>;

using TunerMaker = std::function<std::unique_ptr<Tuner>()>;

/// The course of Match Look to Reference in every host: read the photo and the reference, decide, render,
/// commit. As run_low_light in all else.
Outcome run_match_look(
    Host& host, MatchLookValues& values, const ReferenceReader& reference,
    const TunerMaker& make = [] { return make_tuner(); });

} // namespace penumbra::host
