// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QLocale>
#include <QString>

namespace penumbra::ui {

/// Makes the process' QApplication if there is none, and keeps it; puts the texts into the language of the
/// system. Throws Error where no display can be reached.
PENUMBRA_API void ensure_application();

/// The translation that fits the first language of a locale that we have or that needs none: "de", or empty
/// for English.
PENUMBRA_API QString translation_for(const QLocale& locale);

/// Puts the texts of this library into a language ("de"; empty: English).
PENUMBRA_API void use_translation(const QString& language);

} // namespace penumbra::ui
