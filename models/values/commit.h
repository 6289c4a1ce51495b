// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/ids.h"

#include <QDateTime>
#include <QList>
#include <QUrl>

namespace Slipway {

struct Commit {
    CommitSha sha;
    QString title;  ///< first line of the message, from outside: plain text
    QString author; ///< GitHub login, else the git author's name
    QUrl url;
    QDateTime committedAt; ///< committer date
    bool operator==(const Commit &) const = default;
};

struct PullRequest {
    int number = 0;
    QString title;
    QString author;
    QUrl url;
    bool operator==(const PullRequest &) const = default;
};

/// GitHub's compare of base...head (app/github/README.md, 7).
struct Comparison {
    enum class Relation { Identical, Ahead, Behind, Diverged, Unknown };
    CommitSha base;
    CommitSha head;
    Relation relation = Relation::Unknown; ///< where head stands, seen from base
    int aheadBy = 0;
    int behindBy = 0;
    QList<Commit> commits;     ///< oldest first, at most 250
    QStringList files;         ///< changed paths, at most 300
    bool filesComplete = true; ///< false when GitHub listed as many files as it lists at most
    QUrl url;
    bool operator==(const Comparison &) const = default;
};

} // namespace Slipway
