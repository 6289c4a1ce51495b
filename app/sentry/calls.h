// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/span.h"
#include "models/project/project.h"
#include "models/values/environment.h"
#include "models/values/issue.h"

#include <optional>

/// Every request to Sentry that Slipway can send.
namespace Slipway::Sentry {

struct IssuePage {
    QList<SentryIssue> issues;
    bool more = false; ///< there is a next page
    bool operator==(const IssuePage &) const = default;
};

/// Errors of one environment as Sentry counts them (app/sentry/README.md, 10).
struct ErrorCounts {
    struct Bucket {
        QDateTime from;
        double errors = 0;
        bool operator==(const Bucket &) const = default;
    };
    QList<Bucket> complete; ///< oldest first; what Sentry calls incomplete is left out. Empty: no data yet
    Milliseconds width{60'000};
    bool operator==(const ErrorCounts &) const = default;
};

/// How many events carry which release (app/sentry/README.md, 11).
struct ReleaseCount {
    QString release; ///< empty: those that carry none
    double events = 0;
    bool operator==(const ReleaseCount &) const = default;
};

/// The names of the organization's environments: case-sensitive, and an unknown one answers 404
/// (app/sentry/README.md, 7).
ApiCall<QStringList> environmentNames(const SentryProject &project);
/// The first page, at most 100, last seen first.
ApiCall<IssuePage> unresolved(const SentryProject &project, Environment environment);
/// Unresolved ones first seen in that environment since `since`: Sentry compares with the environment's own first
/// sighting, so "old in staging, new in production" is found (app/sentry/README.md, 8).
ApiCall<IssuePage> fresh(const SentryProject &project, Environment environment, const QDateTime &since);
/// Errors minute by minute. A server of before 2025 does not know that question and answers 404.
ApiCall<ErrorCounts> errorCounts(const SentryProject &project, Environment environment, const Span &span);
/// The releases of the events in that time, the most frequent first; two are enough to know that there is not one only.
ApiCall<QList<ReleaseCount>> releases(const SentryProject &project, Environment environment, const Span &span);

/// What is wrong with a pasted token, if that can be told from the token alone: an organization token (sntrys_) can
/// never read issues (app/sentry/README.md, 3).
std::optional<QString> tokenTrouble(const QByteArray &token);

} // namespace Slipway::Sentry
