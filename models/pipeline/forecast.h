// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/deploymentsview.h"
#include "values/commit.h"
#include "values/result.h"

#include <QHash>

namespace Slipway {

/// GitHub lists no more changed files than this (github.md, 2.2).
inline constexpr int mostListedFiles = 300;

/// A database migration between the target and the tip of the branch, with its text at the tip.
struct MigrationText {
    QString path;
    std::optional<QString> sql;
    QString trouble; ///< why there is no text; empty while it is being read
    bool operator==(const MigrationText &) const = default;
};

/// Names only: values are compared by keyed hash and never kept.
struct VariableChanges {
    QStringList disappear; ///< set now, and not then
    QStringList reappear;  ///< set then, and not now
    QStringList change;    ///< another value
    bool isEmpty() const { return disappear.isEmpty() && reappear.isEmpty() && change.isEmpty(); }
    bool operator==(const VariableChanges &) const = default;
};

/// What was read, on request, to tell what going back to one deployment would undo.
struct ForecastFacts {
    Environment environment = Environment::Production;
    DeploymentId target;
    CommitSha targetSha;                              ///< empty: not known, and nothing can be compared
    CommitSha servingSha;                             ///< empty: not known
    CommitSha tip;                                    ///< of the branch; empty: not known
    bool reading = false;                             ///< something is still being read
    std::optional<Result<Comparison>> undone;         ///< target...serving
    std::optional<Result<Comparison>> schema;         ///< target...tip: migrations follow the branch (target-team.md)
    QHash<CommitSha, QList<PullRequest>> pulls;       ///< of the undone commits, as far as read
    QList<MigrationText> migrations;                  ///< of `schema`
    std::optional<Result<VariableChanges>> variables; ///< none: off, or not read
    bool operator==(const ForecastFacts &) const = default;
};

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

/// Whether a path is meant by a pattern: `*` within a folder, `**` across folders.
bool pathMatches(const QString &pattern, const QString &path);
bool isMigration(const QStringList &patterns, const QString &path);

} // namespace Slipway
