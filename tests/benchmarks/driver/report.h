// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Slipway::Bench {

enum class Verdict {
    Ok,
    Reported, ///< missed by less than a third: machines are noisy
    Failed,
};

/// One figure and the limit it has to keep.
struct Row {
    enum class Kind {
        Measured, ///< a miss by less than a third is reported only
        Counted,  ///< not a matter of the machine: has no slack
        Aimed,    ///< a miss is reported only: says something of this machine alone
    };
    enum class Bound { AtMost, AtLeast };

    QString name;
    QString unit;
    double value = 0;
    std::optional<double> anchor; ///< measured in the same run
    bool ratioIsJudged = false;   ///< the limit is one of value / anchor
    double limit = 0;
    Bound bound = Bound::AtMost;
    Kind kind = Kind::Measured;

    std::optional<double> ratio() const;
    Verdict verdict() const;
};

QByteArray asTable(const QList<Row> &rows);
QByteArray asJson(const QList<Row> &rows);
bool allKept(const QList<Row> &rows);

} // namespace Slipway::Bench
