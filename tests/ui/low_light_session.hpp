// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/low_light.hpp"
#include "ui/session/tool_session.hpp"

namespace penumbra::test {

/// The session of Auto Enhance Low Light.
class LowLightSession : public ui::ToolSession {
 public:
  explicit LowLightSession(const ui::DialogInput& input,
                           const host::Values& values = host::Values(host::low_light_table()))
      : ToolSession(host::low_light_tool(), input, values) {}
};

/// What OK would commit.
inline Recipe committed(const ui::ToolSession& session) {
  return host::recipe_for(session.tool(), session.choice());
}

} // namespace penumbra::test
