// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Slipway {

/// Text from outside as it may be shown: control, bidi, zero-width and other invisible characters become
/// "<U+202E>", so that a commit title cannot reorder or hide what stands beside it.
QString visibleText(const QString &text);
/// Whether a character is one of those: it is drawn as nothing, or moves what stands beside it.
bool isInvisible(char32_t character);

} // namespace Slipway
