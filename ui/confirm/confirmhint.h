// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Slipway {

/// What is still missing from the typed phrase, or wrong with it: "4 more characters", "does not match at character 7".
/// Empty only for the phrase itself, to the case and the space.
QString phraseHint(const QString &typed);

} // namespace Slipway
