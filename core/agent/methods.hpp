// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace penumbra {

/// What the user can choose from: one line an agent, the default of each tool first. Needs no library.
struct MethodRow {
  const char* id;         ///< "all-e", the value of --method and of the PDB argument
  const char* title;      ///< "ALL-E"
  const char* tool;       ///< "low-light", "local-exposure", "match-look"
  const char* short_name; ///< "ii": what the command line takes as well, and shows; the id where it is null
};

inline constexpr MethodRow methods[] = {
    {"all-e", "ALL-E", "low-light", nullptr},
    {"rellie", "ReLLIE", "low-light", nullptr},
    {"deep-exposure-ii", "DeepExposure II", "local-exposure", "ii"},
    {"deep-exposure-i", "DeepExposure I", "local-exposure", "i"},
    {"pix-tuner", "RLPixTuner", "match-look", nullptr},
};

} // namespace penumbra
