#pragma once

#include "core/agent/tuner.hpp"

namespace penumbra {

/// The tuner with the policies "match-finish" and "match-style" of a folder of models.
std::unique_ptr<Tuner> make_pix_tuner(const std::string& models_folder);

} // namespace penumbra
