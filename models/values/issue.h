// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

namespace Slipway {

/// One Sentry issue of an environment.
struct SentryIssue {
    QString id;
    QString shortId;
    QString title; ///< from outside: plain text
    QString level;
    qint64 events = 0; ///< a string on the wire
    qint64 users = 0;
    QDateTime firstSeen; ///< lifetime.firstSeen
    QDateTime lastSeen;
    QUrl url;
    bool operator==(const SentryIssue &) const = default;
};

struct SentryIssues {
    QList<SentryIssue> unresolved; ///< the first page, at most 100
    QList<SentryIssue> fresh;      ///< first seen in this environment since `since`
    QDateTime since;               ///< invalid: nothing is serving, so nothing is new
    bool more = false;             ///< there are more unresolved ones than listed
    bool operator==(const SentryIssues &) const = default;
};

/// An open GitHub issue that says production is in trouble (models/pipeline/README.md, 11).
struct Incident {
    int number = 0;
    QString title;
    QUrl url;
    QDateTime openedAt;
    bool operator==(const Incident &) const = default;
};

} // namespace Slipway
