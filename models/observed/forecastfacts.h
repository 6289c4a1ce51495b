// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/commit.h"
#include "models/values/environment.h"
#include "models/values/result.h"

#include <QHash>

#include <optional>

namespace Slipway {

/// GitHub lists no more changed files than this (app/github/README.md, 7).
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
    std::optional<Result<Comparison>> schema;         ///< target...tip: migrations follow the branch
    QHash<CommitSha, QList<PullRequest>> pulls;       ///< of the undone commits, as far as read
    QList<MigrationText> migrations;                  ///< of `schema`
    std::optional<Result<VariableChanges>> variables; ///< none: off, or not read
    bool operator==(const ForecastFacts &) const = default;
};

} // namespace Slipway
