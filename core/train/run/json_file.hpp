// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace penumbra {

/// A JSON file that the person at the keyboard named; throws Error where it cannot be opened or read.
nlohmann::json read_json(const std::string& path);

} // namespace penumbra
