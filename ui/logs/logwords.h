// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstream.h"
#include "models/logs/search/logfilter.h"

namespace Slipway {

QString environmentWord(Environment environment); ///< "staging"
QString sourceWord(LogSource source);             ///< "deploy"

/// "9,999", "412,000" and from a million on "1.2 M".
QString roughCount(qint64 number);

/// What there is of the log, in numbers.
struct LogSummary {
    QString zone;
    qint64 lines = 0;
    std::optional<qint64> matches;  ///< when something is looked for
    std::optional<double> searched; ///< 0 to 1, while there is something left to search
    qint64 dropped = 0;             ///< lines that went because the store was full
};
/// "UTC · 1.2 M lines · 37 match · searching 43 % · 12,000 older lines dropped".
QString summaryText(const LogSummary &summary);

/// "Staging: polling every 3 s: the socket was refused"; how long it lasts when it is known what time it is.
QString streamText(Environment environment, const LogStreamView &stream, const std::optional<Moment> &now);
QString streamText(const QString &whose, const LogStreamView &stream, const std::optional<Moment> &now);

/// Why there are no rows, and whether a filter is the reason.
struct EmptyLog {
    QString text;
    bool filtered = false;
    bool operator==(const EmptyLog &) const = default;
};
/// `lines`: whether the store has any at all.
EmptyLog emptyLog(const LogFilter &filter, bool lines, const PerEnvironment<LogStreamView> &streams);

/// The same, showing every line of the same environments and sources.
LogFilter unfiltered(LogFilter filter);

} // namespace Slipway
