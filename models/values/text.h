// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"

#include <QString>

namespace Slipway {

/// A sentence of ours, translatable.
QString say(const char *text);
/// "1 commit", "3 commits": `one` and `many` are the words after the number.
QString counted(qint64 number, const char *one, const char *many);
/// "6:41" minutes and seconds, "1:02:03" from an hour on.
QString durationText(Milliseconds duration);
QString joined(const QStringList &parts); ///< "a", "a and b", "a, b and c"

} // namespace Slipway
