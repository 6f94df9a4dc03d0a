// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QList>
#include <QPair>
#include <QString>

namespace penumbra::ui {

/// `penumbra COMMAND IN -o OUT OPTION VALUE …`, quoted for a shell. IN is `path`, OUT the same with `suffix`
/// in its name; where `path` is empty, PHOTO and RESULT.png stand for them. An option without a value (a null
/// string) is a flag.
PENUMBRA_API QString shell_command(const QString& command, const QString& path, const QString& suffix,
                                   const QList<QPair<QString, QString>>& options);

} // namespace penumbra::ui
