// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <QString>

class QTimeZone;

namespace Slipway {

/// "ERROR", "WARN", "INFO", "DEBUG"; empty for none. As logs say it, so it is not translated.
QString logLevelText(LogLevel level);
/// "staging", "production".
QString logEnvironmentText(Environment environment);

/// Text of several lines with its line ends and tabs, and everything else that cannot be seen made visible. `between`
/// stands for each line end.
QString visibleLines(std::string_view text, QLatin1String between = QLatin1String("\n"));

/// A line as text: "2026-11-28T14:31:08.533Z production ERROR message"; "-" where there is no level, "NOTE" for a note
/// of ours. With line ends, of which all but the first begin with a tab, so that no message can pass for another line;
/// what cannot be seen is made visible.
QString logLineText(const LogLine &line, const QTimeZone &zone);

} // namespace Slipway
