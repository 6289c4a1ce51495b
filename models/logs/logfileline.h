// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <QByteArray>

namespace Slipway {

/// A line as it is exported, without the line end behind it:
///
///     2026-11-28T14:31:08.533123456Z production deploy ERROR message
///
/// The time is in UTC to the nanosecond; a line without a level has "-" there; what the store cut off is told by
/// " [cut]" at the end. The message is UTF-8 and as it was, but for what would break the line or act on a terminal:
/// line ends are "\n" and "\r", a tab is "\t", other control characters and bytes that are no UTF-8 are "\x1b", and
/// characters that cannot be seen are "\u202e" or "\U000e0041". A backslash that was in the message stays one.
QByteArray logFileLine(const LogLine &line);

} // namespace Slipway
