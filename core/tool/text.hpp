// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Marks texts that are shown in the window: Qt's lupdate finds them by this name, and the window looks their
// translations up in this context.
#ifndef QT_TRANSLATE_NOOP
#define QT_TRANSLATE_NOOP(context, text) text
#endif
