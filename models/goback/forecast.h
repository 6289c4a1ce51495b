// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/observed/forecastfacts.h"

namespace Slipway {

enum class ForecastVerdict { Reading, NothingDestructive, Careful, FixForward, CannotTell };

/// A statement that the older code may not survive, quoted.
struct DestructiveStatement {
    QString path;
    int line = 0; ///< where it begins, from 1
    QString text; ///< in one line, shortened
    bool operator==(const DestructiveStatement &) const = default;
};

struct Forecast {
    ForecastVerdict verdict = ForecastVerdict::Reading;
    QString reason;       ///< one sentence
    QList<Commit> undone; ///< newest first
    QHash<CommitSha, QList<PullRequest>> pulls;
    QString undoneText;     ///< "3 commits by dev-one and dev-two", or why it cannot be told
    QStringList migrations; ///< paths
    QString migrationsText; ///< "1 migration", "none", or why it cannot be told
    QList<DestructiveStatement> destructive;
    VariableChanges variables;
    QString variablesText; ///< "2 variables go back", "stay as they are", or why it cannot be told
    bool operator==(const Forecast &) const = default;
};

/// Pure. It informs, and blocks nothing.
Forecast forecastOf(const ForecastFacts &facts, ReturnMeans means, bool variablesMayBeRead);

} // namespace Slipway
